"""Record what the demonstration's town answers, as examples of the JSON interface (``make api-examples``).

A real service with a real worker is asked for everything once; what it answers is shortened, freed of
secrets and of whatever is different each time, and written to ``app/web/openapi_answers.json``.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from base64 import b64encode
from pathlib import Path
from uuid import uuid4

import httpx
import pyotp
from town import DEMO, KEYS, running_town

TARGET = Path(__file__).parents[2] / "app" / "web" / "openapi_answers.json"

MOST = 2
"""Entries of a list that are kept, and lines of a text."""

LONGEST = 200
"""Characters of a text."""

SECRETS = {
    "secret": "pk-0000-shown-this-once",
    "picture": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
    "link": "https://protokollant.example/welcome/shown-this-once",
    "codes": ["aaaa-bbbb-cccc", "dddd-eeee-ffff"],
    "url": "https://ris.muellerbach.example/protokollant",
    "hash": "0" * 64,
    "previous": "0" * 64,
    "address": "127.0.0.1",
    "user_agent": "Firefox",
}
"""By name of a field: what stands for a text that is different each time, or nobody's business."""

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")

RESUMABLE = {"tus-resumable": "1.0.0"}

PATIENCE = 240.0


class Recorder:
    """Asks, and keeps the first answer of each operation that says the most."""

    def __init__(self, address: str, keys: dict[str, str]):
        self.client = httpx.Client(
            base_url=address,
            cookies={"session": keys["session"]},
            headers={"origin": address, "accept-language": "de"},
            timeout=60,
        )
        document = self.client.get("/api/v1/openapi.json").json()
        self.operations = {
            (method.upper(), path): re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "/?")
            for path, item in document["paths"].items()
            for method in item
            if method in {"get", "post", "put", "patch", "delete"}
        }
        self.found: dict[str, dict[str, object]] = {}

    def ask(self, method: str, path: str, *, expect: int = 0, **options) -> httpx.Response:
        """Ask, and record the answer where it is one."""
        answer = self.client.request(
            method, f"/api/v1{path}" if not path.startswith("/health") else path, **options
        )
        if (expect and answer.status_code != expect) or answer.status_code >= 500:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        if answer.is_success:
            self.keep(method, answer)
        else:
            print(f"not recorded: {method} {path}: {answer.status_code} {answer.text[:160]}", file=sys.stderr)
        return answer

    def keep(self, method: str, answer: httpx.Response, text: str | None = None) -> None:
        """Keep an answer under its operation."""
        path = answer.request.url.path
        names = [
            key for key, pattern in self.operations.items() if key[0] == method and pattern.fullmatch(path)
        ]
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if not names or (not answer.content and text is None):
            return
        name = min(names, key=lambda key: key[1].count("{"))
        value: object = text
        if text is None and kind == "application/json":
            value = answer.json()
        elif text is None:
            value = "%PDF-1.7 …" if b"%PDF" in answer.content[:8] else answer.text
        if value is None:
            return
        kept = {"status": answer.status_code, "type": kind, "value": shortened(value)}
        before = self.found.get(" ".join(name))
        if before is None or len(json.dumps(kept)) > len(json.dumps(before)):
            self.found[" ".join(name)] = kept

    def events(self, path: str) -> None:
        """Record the first events of a stream."""
        with self.client.stream("GET", f"/api/v1{path}") as answer:
            text = ""
            for piece in answer.iter_text():
                text += piece
                if text.count("event:") > 1 or "\r\n\r\n" in text or "\n\n" in text:
                    break
            names = [key for key, one in self.operations.items() if one.fullmatch(f"/api/v1{path}")]
            name = next(key for key in names if key[0] == "GET")
            line = shortened(json.loads(text.partition("data: ")[2].splitlines()[0]))
            event = text.partition("event: ")[2].splitlines()[0]
            shown = f"event: {event}\r\ndata: {json.dumps(line, ensure_ascii=False)}\r\n\r\n"
            self.found[" ".join(name)] = {"status": 200, "type": "text/event-stream", "value": shown}

    def until(self, path: str, field: str, *wanted: str) -> dict[str, object]:
        """Ask until something is in a state."""
        end, view = time.monotonic() + PATIENCE, {}
        while time.monotonic() < end:
            view = self.client.get(f"/api/v1{path}").json()
            if view[field] in wanted:
                return view
            time.sleep(0.3)
        raise RuntimeError(f"{path} did not become {wanted}: {view}")


def shortened(value: object, name: str = "") -> object:
    """Return a value with short lists and texts, and without secrets."""
    stands = SECRETS.get(name)
    if isinstance(stands, type(value)):
        return stands
    if isinstance(value, dict):
        return {key: shortened(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [shortened(one) for one in value[:MOST]]
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, str) and len(value) > LONGEST and not value.startswith("/"):
        return value[:LONGEST].rsplit(" ", 1)[0] + " …"
    return value


def calmed(found: dict[str, dict[str, object]]) -> str:
    """Return the answers as JSON in which identifiers and times are the same each time."""
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    ids: dict[str, str] = {}

    def identifier(match: re.Match[str]) -> str:
        return ids.setdefault(match[0], f"0199f0c2-7d31-7c55-9c1e-{len(ids) + 1:012x}")

    text = ID.sub(identifier, text)
    text = TIME.sub("2026-05-22T09:30:00Z", text)
    return re.sub(r"http://127\.0\.0\.1:\d+", "https://protokollant.example", text) + "\n"


def upload(recorder: Recorder, meeting: str, data: bytes, name: str, *, pieces: int = 1) -> str:
    """Send a file by tus and return the id of the upload."""
    about = f"filename {b64encode(name.encode()).decode()}"
    begun = recorder.ask(
        "POST",
        f"/meetings/{meeting}/uploads/",
        headers=RESUMABLE | {"upload-length": str(len(data)), "upload-metadata": about},
    )
    key = begun.headers["location"].rstrip("/").rpartition("/")[2]
    size = -(-len(data) // pieces)
    for place in range(0, len(data), size):
        recorder.ask(
            "PATCH",
            f"/uploads/{key}",
            content=data[place : place + size],
            headers=RESUMABLE
            | {"upload-offset": str(place), "content-type": "application/offset+octet-stream"},
        )
        if place == 0:
            recorder.ask("GET", f"/meetings/{meeting}/uploads")
            recorder.ask("GET", f"/uploads/{key}")
    return key


def enter(recorder: Recorder) -> str:
    """Enter the demonstration's meeting from its invitation."""
    plan = (DEMO / "agenda.json").read_bytes()
    agenda = recorder.ask("POST", "/agendas/recognition?filename=agenda.json", content=plan).json()
    roster = json.loads((DEMO / "roster.json").read_text())
    body = {"agenda": agenda, "roster": roster, "glossary": ["Bauhof", "Müllerbach"], "state": "HE"}
    return recorder.ask("POST", "/meetings/", json=body, expect=201).json()["summary"]["id"]


def record_meetings(recorder: Recorder) -> str:
    """Enter, change, upload, process, read; returns the meeting that is ready."""
    meeting, sound = enter(recorder), (DEMO / "recording.opus").read_bytes()
    at = f"/meetings/{meeting}"
    tag = recorder.ask("GET", at).headers["etag"]
    recorder.ask("PATCH", at, json={"language": "de"}, headers={"if-match": tag}, expect=200)
    upload(recorder, meeting, sound, "Ratssitzung.opus", pieces=2)
    recorder.until(at + "/processing", "state", "recorded")
    for name in ("Teil 2.opus", "Teil 3.opus"):
        recorder.ask("POST", f"{at}/recordings/", params={"filename": name}, content=sound, expect=201)
    parts = recorder.ask("GET", f"{at}/recordings").json()["items"]
    parts = recorder.ask("PATCH", f"{at}/recordings/{parts[0]['id']}", json={"begins": "19:00"}).json()
    for part in parts[1:]:
        recorder.ask("DELETE", f"{at}/recordings/{part['id']}", expect=204)
    recorder.ask("POST", f"{at}/processing/start", expect=202)
    other = enter(recorder)
    key = upload(recorder, other, sound, "Ratssitzung.opus")
    recorder.until(f"/uploads/{key}", "state", "duplicate")
    recorder.ask("POST", f"/uploads/{key}/decision", json={"take": True}, expect=201)
    recorder.until(f"/meetings/{other}/processing", "state", "recorded")
    gone = recorder.ask(
        "POST",
        "/uploads/",
        headers=RESUMABLE
        | {
            "upload-length": "9",
            "upload-metadata": "meeting "
            + b64encode(other.encode()).decode()
            + ",filename "
            + b64encode(b"a.wav").decode(),
        },
    )
    recorder.ask("DELETE", f"/uploads/{gone.headers['location'].rpartition('/')[2]}", headers=RESUMABLE)
    recorder.events(f"{at}/processing/events")
    recorder.ask("POST", f"/meetings/{other}/processing/start", expect=202)
    recorder.ask("POST", f"/meetings/{other}/processing/forward")
    recorder.ask("GET", "/processing")
    recorder.events("/processing/events")
    recorder.ask("POST", f"/meetings/{other}/processing/cancel")
    recorder.until(f"/meetings/{other}/processing", "state", "cancelled")
    recorder.ask("POST", f"/meetings/{other}/processing/retry", expect=202)
    for one in (meeting, other):
        recorder.until(f"/meetings/{one}/processing", "state", "done")
    recorder.ask("POST", f"/meetings/{other}/processing/again/draft", expect=202)
    recorder.until(f"/meetings/{other}/processing", "state", "done")
    return meeting


def record_results(recorder: Recorder, meeting: str) -> None:
    """Transcript, outcomes, minutes, documents, sharing, and the lists of meetings."""
    at = f"/meetings/{meeting}"
    for name in ("", "/transcript", "/outcomes", "/minutes", "/documents", "/processing"):
        recorder.ask("GET", at + name, expect=200)
    recorder.ask("GET", f"{at}/documents/minutes.pdf", expect=200)
    recorder.ask("GET", "/meetings?limit=1", expect=200)
    recorder.ask("POST", f"{at}/release", expect=200)
    recorder.ask("DELETE", f"{at}/release", expect=200)
    made = recorder.ask("POST", f"{at}/links", json={"days": 14, "note": "Presse"}, expect=201).json()
    recorder.ask("GET", f"{at}/links", expect=200)
    recorder.ask("DELETE", f"{at}/links/{made['link']['id']}", expect=204)


def record_desk(recorder: Recorder, meeting: str) -> None:
    """Correct the transcript, write the minutes, confirm a vote, and ask where they stand."""
    at = f"/meetings/{meeting}"
    line = recorder.ask("GET", f"{at}/transcript/work?limit=2", expect=200).json()["lines"][0]
    edit = {"op": "set-text", "utterance": line["id"], "text": f"{line['text']} Bitte."}
    wish = {"edits": [{"client_id": str(uuid4()), "edit": edit, "seen": {line["id"]: 0}}]}
    recorder.ask("POST", f"{at}/transcript/work/edits?since=0", json=wish, expect=200)
    again = {"client_id": str(uuid4())}
    recorder.ask("POST", f"{at}/transcript/work/edits/1/undo?since=1", json=again, expect=200)
    recorder.ask("GET", f"{at}/transcript/work/changes?since=1", expect=200)
    recorder.ask("GET", f"{at}/transcript/work/edits", expect=200)
    recorder.ask("GET", f"{at}/minutes/work", expect=200)
    change = {"op": "set", "path": ["clerk"], "value": "Kim Sommer"}
    wish = {"client_id": str(uuid4()), "change": change}
    recorder.ask("POST", f"{at}/minutes/work/changes", json=wish, expect=200)
    recorder.ask("GET", f"{at}/minutes/work/changes", expect=200)
    recorder.ask("POST", f"{at}/minutes/work/changes/1/undo", json={"client_id": str(uuid4())}, expect=200)
    for name in ("/risks", "/review-share", "/minutes/confirmed", "/minutes/life"):
        recorder.ask("GET", at + name, expect=200)
    recorder.ask("POST", f"{at}/minutes/life/moves", json={"move": "submit"})
    recorder.ask("GET", "/deadlines", expect=200)


def record_bodies(recorder: Recorder, meeting: str) -> str:
    """Municipalities, councils, glossary, retention; returns the id of the municipality."""
    body = recorder.ask("GET", "/bodies", expect=200).json()["items"][0]["id"]
    at = f"/bodies/{body}"
    recorder.ask("PATCH", at, json={"state": "HE"}, expect=200)
    council = recorder.ask("POST", f"{at}/organizations", json={"name": "Bauausschuss"}, expect=201).json()[
        "id"
    ]
    recorder.ask("PATCH", f"{at}/organizations/{council}", json={"name": "Umweltausschuss"}, expect=200)
    new = {"name": "Stadt Müllerbach", "organizations": ["Rat", "Hauptausschuss"], "state": "NW"}
    recorder.ask("POST", "/bodies", json=new, expect=201)
    for path in (at, f"{at}/organizations", f"{at}/organizations/{council}", "/states", "/bodies"):
        recorder.ask("GET", path, expect=200)
    term = recorder.ask("POST", f"{at}/glossary", json={"term": "Bauhof"}, expect=201).json()["id"]
    recorder.ask(
        "POST", f"{at}/glossary/corrections", json={"heard": "Bau hoff", "written": "Bauhof"}, expect=201
    )
    recorder.ask("PATCH", f"{at}/glossary/{term}", json={"confirmed": True}, expect=200)
    recorder.ask("GET", f"{at}/glossary", expect=200)
    recorder.ask("GET", f"{at}/glossary/{term}", expect=200)
    recorder.ask("PUT", f"{at}/retention/rules/drafts", json={"event": "processed", "days": 20}, expect=204)
    recorder.ask("GET", f"{at}/retention/rules/drafts", expect=200)
    wish = {"reason": "Klage gegen den Beschluss zu TOP 2", "meeting_id": meeting}
    recorder.ask("POST", f"{at}/retention/holds", json=wish, expect=201)
    recorder.ask("GET", f"{at}/retention", expect=200)
    return body


def record_people(recorder: Recorder, body: str) -> None:
    """Accounts, roles, one's own account, mail and webhooks."""
    person = {"email": "toni.lenz@wiesenthal.example", "name": "Toni Lenz", "role": "chair", "body": body}
    account = recorder.ask("POST", "/accounts", json=person, expect=201).json()["account"]["id"]
    at = f"/accounts/{account}"
    recorder.ask("POST", f"{at}/grants", json={"role": "member", "body": body}, expect=201)
    recorder.ask("POST", f"{at}/password-link", expect=201)
    recorder.ask("POST", f"{at}/lock", expect=200)
    recorder.ask("POST", f"{at}/unlock", expect=200)
    recorder.ask("GET", at, expect=200)
    recorder.ask("GET", "/accounts", expect=200)
    wish = {"name": "Ratsinformationssystem", "scopes": ["meeting.list", "meeting.read"], "days": 90}
    recorder.ask("POST", "/me/tokens", json=wish, expect=201)
    recorder.ask("PATCH", "/me", json={"name": "Kim Sommer"}, expect=200)
    for path in ("/me", "/me/sessions", "/me/tokens"):
        recorder.ask("GET", path, expect=200)
    secret = recorder.ask("POST", "/me/second-factor", expect=201).json()["secret"]
    recorder.ask("PUT", "/me/second-factor", json={"code": pyotp.TOTP(secret).now()}, expect=200)
    later = pyotp.TOTP(secret).at(int(time.time()) + 30)
    recorder.ask("POST", "/me/second-factor/codes", json={"code": later}, expect=201)
    recorder.ask(
        "PUT", "/notifications/mail", json={"draft_ready": True, "processing_failed": True}, expect=204
    )
    recorder.ask("GET", "/notifications/mail", expect=200)
    hook = {"body_id": body, "url": "https://9.9.9.9/protokollant"}
    recorder.ask("POST", "/notifications/webhooks", json=hook, expect=201)
    recorder.ask("GET", "/notifications", expect=200)


def record_inbox(recorder: Recorder, watched: Path) -> None:
    """A recording that a conference system left in the watched folder."""
    sound = (DEMO / "recording.opus").read_bytes()
    (watched / "Gemeinderat_2026-11-05_19-00.opus").write_bytes(sound[:-64])
    end = time.monotonic() + PATIENCE
    while not recorder.client.get("/api/v1/inbox").json()["items"] and time.monotonic() < end:
        time.sleep(0.5)
    recorder.ask("GET", "/inbox", expect=200)


def record_rest(recorder: Recorder) -> None:
    """The log, codes of refusals, health."""
    recorder.ask("GET", "/audit?limit=2", expect=200)
    answer = recorder.client.get("/api/v1/audit/export")
    lines = [
        json.dumps(shortened(json.loads(line)), ensure_ascii=False)
        for line in answer.text.splitlines()[:MOST]
    ]
    recorder.keep("GET", answer, "\n".join(lines) + "\n")
    recorder.ask("GET", "/problems/changed-meanwhile", expect=200)
    for path in ("/health", "/health/live", "/health/ready"):
        recorder.ask("GET", path, expect=200)


def main() -> int:
    """Record everything and write it down."""
    with tempfile.TemporaryDirectory() as folder:
        watched = Path(folder) / "eingang"
        watched.mkdir()
        settings = {"PROTOKOLLANT_WATCH": str(watched), "PROTOKOLLANT_WATCH_SECONDS": "1"}
        with running_town(delay=0.5, **settings) as (address, _):
            recorder = Recorder(address, KEYS[address])
            meeting = record_meetings(recorder)
            record_inbox(recorder, watched)
            record_results(recorder, meeting)
            record_desk(recorder, meeting)
            body = record_bodies(recorder, meeting)
            record_people(recorder, body)
            record_rest(recorder)
    TARGET.write_text(calmed(recorder.found), encoding="utf-8")
    missing = sorted(" ".join(key) for key in recorder.operations if " ".join(key) not in recorder.found)
    print(f"{len(recorder.found)} answers; without content or not asked: {', '.join(missing)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
