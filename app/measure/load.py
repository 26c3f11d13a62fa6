"""Many people at once: readers and uploaders against a real service, over real HTTP.

``python -m app.measure.load`` starts ``serve --demo`` on an empty folder, waits until the demonstration is
processed, lets everybody sign in, and then counts for a while. Readers look at the list, at the result with
its transcript, at minutes and JSON, and hear pieces of sound, with a pause for reading in between; uploaders
send recordings by tus without any pause, each over a line of its own to a meeting of its own
(:mod:`app.measure.load_uploads`). What is counted as a page is what a browser shows: its time runs from the
request to the last byte.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import tempfile
import time
from collections import Counter
from pathlib import Path

import click
import httpx
import msgspec

from app.demo import DEMO
from app.measure.document import table, write_section
from app.measure.errors import MeasuredRunError
from app.measure.load_uploads import Sent, Uploader, Uploading, start
from app.measure.machine import describe
from app.measure.serving import Served, served_demo

PAGE_LIMIT_MS = 500.0
"""What a page may take for nineteen readers in twenty."""

SOUND = 64 * 1024
"""Bytes of a stretch of sound that a player asks for."""

STARTING = 5.0
"""Seconds that the process of the uploaders may take to begin."""

WAITING = 1200.0
"""Seconds that the demonstration may take to be processed."""


class Counted(msgspec.Struct):
    """What the visitors met; shared by all of them."""

    times: dict[str, list[float]] = msgspec.field(default_factory=dict)
    """Seconds by kind of request."""
    problems: Counter[str] = msgspec.field(default_factory=Counter)
    counting: bool = False

    def keep(self, kind: str, seconds: float) -> None:
        """Note a time, once the measurement has begun."""
        if self.counting:
            self.times.setdefault(kind, []).append(seconds)

    def percentile(self, share: float, *kinds: str) -> float | None:
        """Return the time in ms that ``share`` of the requests of ``kinds`` stayed within."""
        found = sorted(second for kind in kinds for second in self.times.get(kind, ()))
        return round(1000 * found[min(len(found) - 1, int(share * len(found)))], 1) if found else None


PAGES = ("list", "result", "minutes")
KINDS = (*PAGES, "json", "sound")


def visits(meeting: str) -> tuple[tuple[str, str, dict[str, str], int], ...]:
    """Return kind, path, headers and weight of what a reader may ask for."""
    first = random.randrange(0, 1_000_000)  # noqa: S311 - load, not secrets
    stretch = {"range": f"bytes={first}-{first + SOUND - 1}"}
    return (
        ("list", "/meetings", {}, 3),
        ("result", f"/meetings/{meeting}", {}, 3),
        ("minutes", f"/meetings/{meeting}/documents/minutes.html", {}, 2),
        ("json", f"/api/v1/meetings/{meeting}/transcript", {}, 1),
        ("sound", f"/meetings/{meeting}/audio", stretch, 2),
    )


async def read(client: httpx.AsyncClient, counted: Counted, meeting: str, think: float, end: float) -> None:
    """Read until ``end``, with pauses of about ``think`` seconds."""
    while time.time() < end:
        await asyncio.sleep(random.uniform(0.5, 1.5) * think)  # noqa: S311
        kinds = visits(meeting)
        kind, path, headers, _ = random.choices(kinds, [one[3] for one in kinds])[0]  # noqa: S311
        begin = time.perf_counter()
        try:
            answer = await client.get(path, headers={"accept": "text/html", **headers})
        except httpx.HTTPError as error:
            counted.problems[f"{kind}: {type(error).__name__}"] += 1
            continue
        counted.keep(kind, time.perf_counter() - begin)
        if answer.status_code not in {200, 206}:
            counted.problems[f"{kind}: {answer.status_code}"] += 1


async def sign_in(served: Served, email: str) -> httpx.AsyncClient:
    """Return a client of somebody who is signed in."""
    client = httpx.AsyncClient(base_url=served.address, timeout=60, limits=httpx.Limits(max_connections=4))
    form = {"email": email, "password": served.password, "next": "/"}
    answer = await client.post("/login", data=form, headers={"origin": served.address})
    if answer.status_code not in {302, 303}:
        raise MeasuredRunError(name="sign in", problem=f"{email}: status {answer.status_code}")
    return client


async def processed(client: httpx.AsyncClient) -> str:
    """Return the demonstration's meeting, once its draft is there.

    Raises:
        MeasuredRunError: it failed or took too long.
    """
    found = re.search(
        r"/meetings/([0-9a-f-]{36})", (await client.get("/meetings", headers={"accept": "text/html"})).text
    )
    if found is None:
        raise MeasuredRunError(name="demo", problem="its meeting is not in the list")
    end = time.monotonic() + WAITING
    while time.monotonic() < end:
        state = (await client.get(f"/api/v1/meetings/{found[1]}/processing/")).json()["state"]
        if state == "done":
            return found[1]
        if state in {"failed", "cancelled"}:
            break
        await asyncio.sleep(2)
    raise MeasuredRunError(name="demo", problem="its draft did not come about")


async def new_meeting(client: httpx.AsyncClient, number: int) -> str:
    """Enter a meeting for an uploader."""
    agenda = json.loads((DEMO / "agenda.json").read_text(encoding="utf-8"))
    agenda["meeting"]["number"] = str(1000 + number)
    roster = json.loads((DEMO / "roster.json").read_text(encoding="utf-8"))
    answer = await client.post(
        "/api/v1/meetings/",
        json={"agenda": agenda, "roster": roster},
        headers={"origin": str(client.base_url).rstrip("/")},
    )
    answer.raise_for_status()
    return str(answer.json()["summary"]["id"])


async def drive(
    served: Served, *, readers: int, uploaders: int, seconds: float, think: float, line: float | None
) -> tuple[Counted, Sent]:
    """Let everybody in, then count for ``seconds``."""
    secretary = await sign_in(served, served.emails[0])
    meeting = await processed(secretary)
    inside = [await sign_in(served, served.emails[2 * (number % 2)]) for number in range(readers)]
    desks = [await sign_in(served, served.emails[0]) for _ in range(uploaders)]
    warm = think + STARTING
    begin, end = time.time() + warm, time.time() + warm + seconds
    work = Uploading(
        address=served.address,
        uploaders=tuple(
            [
                Uploader(dict(desk.cookies), await new_meeting(secretary, number))
                for number, desk in enumerate(desks)
            ]
        ),
        bytes_per_second=line,
        begin=begin,
        end=end,
    )
    counted = Counted()
    pool, uploading = start(work)
    with pool:
        reading = [asyncio.create_task(read(one, counted, meeting, think, end)) for one in inside]
        await asyncio.sleep(begin - time.time())
        counted.counting = True
        await asyncio.gather(*reading)
        sent = await asyncio.wrap_future(uploading)
    for client in (secretary, *inside, *desks):
        await client.aclose()
    return counted, sent


@click.command()
@click.option("--readers", default=200, show_default=True, help="People who read.")
@click.option("--uploaders", default=20, show_default=True, help="People who upload, without any pause.")
@click.option("--line", default=50.0, show_default=True, help="Speed of each upload in Mbit/s; 0: no limit.")
@click.option("--seconds", default=60.0, show_default=True, help="How long to count.")
@click.option("--think", default=8.0, show_default=True, help="Mean pause of a reader, in seconds.")
@click.option("--keep/--no-keep", default=True, show_default=True, help="Update docs/measurements.md.")
def main(*, readers: int, uploaders: int, line: float, seconds: float, think: float, keep: bool) -> None:
    """Measure the pages under the load of many people at once."""
    machine = describe()
    with tempfile.TemporaryDirectory(prefix="protokollant-load-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)  # the embedded database runs as another user where we are root
        with served_demo(folder) as served:
            counted, sent = asyncio.run(
                drive(
                    served,
                    readers=readers,
                    uploaders=uploaders,
                    seconds=seconds,
                    think=think,
                    line=line * 1e6 / 8 or None,
                )
            )
    problems = counted.problems + sent.problems
    rows = [
        [
            kind,
            len(counted.times.get(kind, ())),
            counted.percentile(0.5, kind),
            counted.percentile(0.95, kind),
            counted.percentile(0.99, kind),
        ]
        for kind in KINDS
    ]
    figures = {
        "p95_ms": counted.percentile(0.95, *PAGES),
        "errors": sum(problems.values()),
        "pages_per_s": round(sum(len(counted.times.get(kind, ())) for kind in PAGES) / seconds, 1),
        "upload_mb_per_s": round(sent.bytes / seconds / 1e6, 1),
    }
    shown = table(["request", "count", "p50 ms", "p95 ms", "p99 ms"], rows)
    print(shown)  # noqa: T201 - what the command is for
    for problem, count in problems.most_common():
        print(f"{count} × {problem}")  # noqa: T201
    if keep:
        speed = f"of {line:g} Mbit/s" if line else "without a limit"
        text = (
            f"`make bench-load`: {readers} readers with a pause of {think:g} s on average, "
            f"{uploaders} uploaders without any, each over a line {speed}, "
            f"{seconds:g} s; visitors and service on the same machine; "
            f"{machine}.\n\n{shown}\n\n"
            f"p95 of a page {figures['p95_ms']} ms (at most {PAGE_LIMIT_MS:g}), errors {figures['errors']}, "
            f"{figures['pages_per_s']} pages and {figures['upload_mb_per_s']} MB uploaded a second"
        )
        write_section("bench-load", "Many people at once", text)
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main()
