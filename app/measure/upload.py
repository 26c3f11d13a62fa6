"""``make bench-upload``: a tus client over a line that is cut, against a plain PUT to the same disk.

The client is tuspy; with ``--browser`` it is tus-js-client in Chromium, on the page that people use.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import msgspec
import psutil

from app.measure import machine
from app.measure.document import table, write_section
from app.measure.upload_browser import put_by_page, running_browser, send_by_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK = 2**20
CHUNK = 64 * 2**20
"""Bytes of one PATCH of the tus client."""

RATE = 192_000
"""Bytes of a second of the recording: 48 kHz, 16 bit, stereo."""

PLAIN_BROWSER = "plain, Chromium"
"""A bare PUT of the same browser: what it can do at all."""

AGENDA = {
    "agenda": {
        "schema": "protokollant/agenda/1",
        "meeting": {"body": "Messstadt", "organization": "Rat"},
        "items": [{"number": "Ö 1", "title": "Eröffnung", "public": True}],
    }
}


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One upload."""

    way: str
    seconds: float
    megabytes_per_second: float
    cuts: int
    growth_mb: float
    """Resident memory of the server's process at its peak, over what it was before."""


class Process:
    """A program of ours that prints a line when it is ready."""

    def __init__(self, module: str, *arguments: object) -> None:
        command = [sys.executable, "-P", "-m", module, *map(str, arguments)]
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.line = self.read()

    def read(self) -> str:
        """Return its next line."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def write(self, line: str) -> None:
        """Tell it something."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


class Memory:
    """Watches the resident memory of a process; a context manager."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.before = self.peak = self._process.memory_info().rss

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def growth_mb(self) -> float:
        """Peak over the beginning."""
        return (self.peak - self.before) / 1e6

    def _watch(self) -> None:
        while not self._stopping.wait(0.05):
            self.peak = max(self.peak, self._process.memory_info().rss)


def write_recording(path: Path, size: int) -> str:
    """Write a WAV file of noise of exactly ``size`` bytes and return its SHA-256."""
    body = size - 44
    head = struct.pack(
        "<4sI8sIHHIIHH4sI",
        *(b"RIFF", 36 + body, b"WAVEfmt ", 16, 1, 2, 48_000, RATE, 4, 16, b"data", body),
    )
    noise = os.urandom(BLOCK)
    digest = hashlib.sha256(head)
    with path.open("wb") as file:
        file.write(head)
        for number in range(0, body, BLOCK):
            block = (noise[number // BLOCK % 997 :] + noise[: number // BLOCK % 997])[: body - number]
            file.write(block)
            digest.update(block)
        os.fsync(file.fileno())
    return digest.hexdigest()


def put_plain(address: str, path: Path) -> None:
    """Send a file by PUT."""
    host = address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=600, blocksize=BLOCK)
    with path.open("rb") as file:
        connection.request("PUT", "/", body=file, headers={"Content-Length": str(path.stat().st_size)})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != http.client.CREATED:
        raise ConnectionError(answer.status)


def send_tus(token: str, meeting: str, address: str, path: Path) -> None:
    """Send a file with tuspy; after each cut it asks where to go on."""
    from tusclient.client import TusClient  # noqa: PLC0415 - a development dependency

    client = TusClient(
        f"{address}/api/v1/meetings/{meeting}/uploads/",
        headers={"Authorization": f"Bearer {token}"},
    )
    client.uploader(
        str(path), chunk_size=CHUNK, retries=50, retry_delay=0, metadata={"filename": "rat.wav"}
    ).upload()


def call(port: int, token: str, method: str, path: str, body: object = None) -> Any:
    """Call the service's interface."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request(
        method,
        path,
        body=json.dumps(body) if body is not None else None,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    if answer.status >= http.client.BAD_REQUEST:
        raise ConnectionError(f"{method} {path}: {answer.status} {data[:300]!r}")
    return json.loads(data) if data else None


def fetched_sha256(port: int, token: str, meeting: str) -> str:
    """Return the SHA-256 of the recording as the service plays it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", f"/meetings/{meeting}/audio", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    digest = hashlib.sha256()
    while block := answer.read(BLOCK):
        digest.update(block)
    connection.close()
    return digest.hexdigest()


def measure(size: int, cuts: int, rounds: int, way: str) -> list[Run]:
    """Upload plainly and by ``way`` ("tus" or "browser") in turn.

    Raises:
        ValueError: what the service keeps is not what was sent.
        MeasuredRunError: there is no Chromium for "browser".
    """
    runs: list[Run] = []
    with _folder() as folder, contextlib.ExitStack() as stack:
        path = folder / "rat.wav"
        sha256 = write_recording(path, size)
        small = folder / "warm.wav"
        write_recording(small, 4 * BLOCK)
        (folder / "plain").mkdir()
        plain = _started(stack, "app.measure.upload_server", "plain", folder / "plain")
        service = _started(stack, "app.measure.upload_server", "service", folder / "data")
        plain_port = json.loads(plain.line)["port"]
        keys = json.loads(service.line)
        port, token = keys["port"], keys["token"]
        lines = {
            "plain": _started(stack, "app.measure.upload_proxy", plain_port),
            way: _started(stack, "app.measure.upload_proxy", port),
        }
        meeting = call(port, token, "POST", "/api/v1/meetings/", AGENDA)["summary"]["id"]
        recordings = f"/api/v1/meetings/{meeting}/recordings/"
        senders: dict[str, Callable[[str, Path], float]] = {
            "plain": _timed(put_plain),
            "tus": _timed(partial(send_tus, token, meeting)),
        }
        if way == "browser":
            browser = stack.enter_context(running_browser())
            lines[PLAIN_BROWSER] = lines["plain"]
            senders[PLAIN_BROWSER] = partial(put_by_page, browser)
            senders[way] = partial(send_by_page, browser, keys["session"], meeting)

        def upload(by: str, source: Path, planned: int) -> Run:
            line = lines[by]
            line.write(f"{planned} {source.stat().st_size}")
            line.read()
            address = f"http://127.0.0.1:{line.line}"
            with Memory((service if by == way else plain).process.pid) as memory:
                seconds = senders[by](address, source)
            line.write("0 1")
            return Run(
                way=by,
                seconds=seconds,
                megabytes_per_second=source.stat().st_size / 1e6 / seconds,
                cuts=int(line.read()),
                growth_mb=memory.growth_mb,
            )

        for one in lines:  # everything is loaded now
            upload(one, small, 0)
        for part in _items(call(port, token, "GET", recordings)):
            call(port, token, "DELETE", recordings + part["id"])
        for _ in range(rounds):
            for bare in (one for one in lines if one != way):
                runs.append(upload(bare, path, 0))
                for left in (folder / "plain").iterdir():
                    left.unlink()
            runs.append(upload(way, path, cuts))
            (part,) = _items(call(port, token, "GET", recordings))
            if part["sha256"] != sha256 or fetched_sha256(port, token, meeting) != sha256:
                raise ValueError(part["sha256"])
            call(port, token, "DELETE", recordings + part["id"])
    return runs


def _items(answer: Any) -> list[Any]:
    """Return the entries of a list, whether it comes in pages or not."""
    return list(answer["items"] if isinstance(answer, dict) else answer)


def _timed(send: Callable[[str, Path], None]) -> Callable[[str, Path], float]:
    """Return ``send`` such that it tells how many seconds it took."""

    def run(address: str, path: Path) -> float:
        begun = time.perf_counter()
        send(address, path)
        return time.perf_counter() - begun

    return run


def _started(stack: contextlib.ExitStack, module: str, *arguments: object) -> Process:
    process = Process(module, *arguments)
    stack.callback(process.stop)
    return process


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder that the embedded database's user may enter too."""
    folder = Path(tempfile.mkdtemp(prefix="protokollant-upload-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def figures(runs: list[Run]) -> dict[str, float | int]:
    """Return the flat object of the last line; throughput is the mean over the rounds."""
    tus = [run for run in runs if run.way in CLIENTS]
    took = sum(run.seconds for run in tus)
    ratios: dict[str, float] = {}
    for way, name in (("plain", "throughput_ratio"), (PLAIN_BROWSER, "throughput_ratio_same_browser")):
        bare = sum(run.seconds for run in runs if run.way == way)
        ratios |= {name: round(bare / took, 3)} if bare else {}
    return {
        **ratios,
        "memory_growth_mb": round(max(run.growth_mb for run in tus), 1),
        "cuts": min(run.cuts for run in tus),
    }


CLIENTS = {
    "tus": "tuspy in pieces of 64 MiB",
    "browser": "tus-js-client in Chromium, on the page of the meeting, as a person uploads and without a "
    "hand when the line breaks, timed from the click until the page shows the recording as taken,",
}
"""What sends, in words."""

BARE = {
    "tus": "",
    "browser": ", once by Python and once by the same Chromium (what a browser can send at all; the ratio "
    "to it is throughput_ratio_same_browser)",
}
"""What sends the bare PUT."""

SECTIONS = {
    "tus": ("bench-upload", "Uploads that are cut, against a plain PUT"),
    "browser": ("bench-upload-browser", "Uploads from the browser that are cut, against a plain PUT"),
}


def main() -> int:
    """Measure, keep the table, print the figures."""
    parser = argparse.ArgumentParser(description="A tus client over a cut line against a plain PUT.")
    parser.add_argument("--size", type=int, default=2_000_000_000, help="bytes of the recording")
    parser.add_argument("--cuts", type=int, default=10, help="how often the line is cut")
    parser.add_argument("--rounds", type=int, default=2, help="uploads by each way, in turn")
    parser.add_argument("--browser", action="store_true", help="tus-js-client in Chromium instead of tuspy")
    parser.add_argument("--no-document", action="store_true", help="leave docs/measurements.md alone")
    options = parser.parse_args()
    way = "browser" if options.browser else "tus"
    where = machine.describe()
    runs = measure(options.size, options.cuts, options.rounds, way)
    columns = ["way", "seconds", "MB/s", "cuts", "memory growth MB"]
    shown = table(columns, [_row(run) for run in runs])
    found = figures(runs)
    if not options.no_document:
        command = "python -m app.measure.upload --browser" if options.browser else "make bench-upload"
        text = (
            f"`{command}` ({options.size / 1e9:g} GB, {options.rounds} rounds); {where}.\n"
            "Both ways go through the same TCP proxy to a server of its own process on the same disk: a "
            f"bare PUT that only writes and forces to disk{BARE[way]}; {CLIENTS[way]} over a breaking line. "
            "The time of the second holds the hash, the look into the file and its entry; what is kept was "
            "compared (SHA-256 of what the service plays). Memory is that of the server's process.\n\n"
            f"{shown}\n\n" + ", ".join(f"{name} {value:g}" for name, value in found.items())
        )
        write_section(*SECTIONS[way], text)
    print(shown)  # noqa: T201 - a measurement prints
    print(json.dumps(found))  # noqa: T201 - likewise
    return 0


def _row(run: Run) -> list[str | float]:
    speed, growth = round(run.megabytes_per_second), round(run.growth_mb, 1)
    return [run.way, round(run.seconds, 2), speed, run.cuts, growth]


if __name__ == "__main__":
    sys.exit(main())
