"""The desk with a transcript of eight hours, in Chromium: opening, keys, saving, memory.

``python -m app.measure.desk`` starts ``serve --demo`` on an empty folder, enters a made-up sitting of 70,000
words (:mod:`app.measure.sitting`) as what was heard, and works on it as a secretary does. A key is answered
when the frame after it is drawn; a correction is saved when its answer is there.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click
import httpx
import msgspec
import psutil

from app.db import BlockingDatabase, EmbeddedPostgres
from app.jobs.keeping import add_revision
from app.measure.document import table, write_section
from app.measure.errors import MeasuredRunError
from app.measure.machine import describe
from app.measure.serving import Served, served_demo
from app.measure.sitting import Sitting, make_sitting
from app.measure.upload_browser import running_browser
from transcribe.types import Word

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEYS = 300
"""How often a key is pressed."""

SAVES = 60

BARS = {"open_ms": 2000.0, "key_p95_ms": 50.0, "save_p95_ms": 150.0, "memory_mb": 300.0}
"""What each may be at most."""

PRESS = """async ([key, many]) => {
  const times = [];
  for (let n = 0; n < many; n++) {
    const begin = performance.now();
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(event);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    times.push(performance.now() - begin);
  }
  return times;
}"""
"""Presses a key again and again, each after the frame that answers the one before."""

NOTHING_WAITS = "() => !Object.keys(localStorage).some((key) => key.startsWith('transcript-edits'))"

SAVED = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.includes("/transcript/work/edits")).map((one) => one.duration)"""


def timed(sitting: Sitting) -> Sitting:
    """Return a sitting with times of words, spread evenly over each utterance."""
    utterances = []
    for one in sitting.transcript.utterances:
        texts = one.text.split()
        start, end = one.start or 0.0, one.end or 0.0
        step = (end - start) / max(1, len(texts))
        words = tuple(
            Word(
                start=round(start + n * step, 2),
                end=round(start + (n + 1) * step, 2),
                text=text,
                probability=0.4 if n % 17 == 0 else 0.95,
            )
            for n, text in enumerate(texts)
        )
        item = sitting.items[one.id]
        utterances.append(msgspec.structs.replace(one, words=words, item=item))
    return sitting._replace(
        transcript=msgspec.structs.replace(sitting.transcript, utterances=tuple(utterances))
    )


def enter(served: Served, data: Path, sitting: Sitting) -> str:
    """Enter a meeting with what was heard, and return its id."""
    with httpx.Client(base_url=served.address, timeout=60) as client:
        form = {"email": served.emails[0], "password": served.password, "next": "/"}
        client.post("/login", data=form, headers={"origin": served.address})
        demo = client.get("/api/v1/meetings/").json()["items"][0]
        agenda: dict[str, Any] = msgspec.to_builtins(sitting.agenda)
        agenda["meeting"] |= {"body": demo["body"], "organization": demo["organization"], "number": "800"}
        answer = client.post(
            "/api/v1/meetings/",
            json={"agenda": agenda, "roster": msgspec.to_builtins(sitting.roster)},
            headers={"origin": served.address},
        )
        if not answer.is_success:
            raise MeasuredRunError(name="enter", problem=answer.text[:300])
        meeting = str(answer.json()["summary"]["id"])
    database = BlockingDatabase(EmbeddedPostgres(data / "postgres").start())
    with database.session() as session:
        add_revision(session, UUID(meeting), "transcript", sitting.transcript)
    database.close()
    return meeting


def work(served: Served, meeting: str) -> dict[str, float]:
    """Open the desk, press keys, save, and return the figures."""
    with running_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{served.address}/login")
        page.fill("[name=email]", served.emails[0])
        page.fill("[name=password]", served.password)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
        page.goto(f"{served.address}/meetings/{meeting}/transcript", wait_until="commit")
        page.wait_for_selector("[data-line]")
        usable = page.evaluate("() => performance.now()")
        page.wait_for_selector("#correct[data-ready=yes]")
        whole = page.evaluate("() => performance.now()")
        page.locator("[data-line]").first.focus()
        keys = page.evaluate(PRESS, ["ArrowDown", KEYS]) + page.evaluate(PRESS, ["ArrowUp", KEYS])
        for _ in range(SAVES):
            page.keyboard.press("g")
            page.wait_for_function(NOTHING_WAITS)
        saves = page.evaluate(SAVED)
        return {
            "open_ms": round(usable, 1),
            "complete_ms": round(whole, 1),
            "key_p95_ms": percentile(keys),
            "save_p95_ms": percentile(saves),
            "memory_mb": memory_of(page),
            "elements": page.evaluate("() => document.querySelectorAll('*').length"),
        }


def percentile(times: list[float]) -> float:
    """Return what nineteen of twenty stayed within."""
    found = sorted(times)
    return round(found[min(len(found) - 1, int(0.95 * len(found)))], 1)


def memory_of(page: Page) -> float:
    """Return the memory of the page's process in MB: of all renderers the largest (unique set size)."""
    del page
    found = [
        child.memory_full_info().uss
        for child in psutil.Process().children(recursive=True)
        if "--type=renderer" in " ".join(child.cmdline())
    ]
    return round(max(found, default=0) / 1e6, 1)


@click.command()
@click.option("--words", default=70_000, show_default=True, help="Length of the transcript.")
@click.option("--keep/--no-keep", default=True, show_default=True, help="Update docs/measurements.md.")
def main(*, words: int, keep: bool) -> None:
    """Measure the desk with a long transcript."""
    machine = describe()
    sitting = timed(make_sitting(words))
    with tempfile.TemporaryDirectory(prefix="protokollant-desk-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)  # the embedded database runs as another user where we are root
        with served_demo(folder) as served:
            meeting = enter(served, folder / "data", sitting)
            figures = work(served, meeting)
    rows = [[name, value, BARS.get(name, "–")] for name, value in figures.items()]
    shown = table(["what", "measured", "at most"], rows)
    print(shown)  # noqa: T201 - what the command is for
    if keep:
        count = len(sitting.transcript.utterances)
        text = (
            f"`make bench-desk`: {words} words in {count} utterances, {KEYS * 2} keys, {SAVES} corrections "
            f"saved one by one, Chromium and service on the same machine; {machine}.\n\n{shown}"
        )
        write_section("bench-desk", "The desk with eight hours", text)
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main()
