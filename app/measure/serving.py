"""A service as its user starts it: ``serve --demo`` in a process of its own, on an empty folder."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
from typing import TYPE_CHECKING

import msgspec

from app.measure.errors import MeasuredRunError
from app.measure.runner import protokollant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STOPPING = 60
"""Seconds that the service may take to stop."""


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """A running demonstration."""

    address: str
    """Without a slash at the end."""
    password: str
    """Of all its accounts."""
    emails: tuple[str, ...]
    """Secretary, administration, chair, member."""
    pid: int


@contextlib.contextmanager
def served_demo(folder: Path) -> Iterator[Served]:
    """Yield a running demonstration, stopped at the end of the block.

    Raises:
        MeasuredRunError: it did not start.
    """
    with (folder / "serve.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            protokollant("serve", "--demo", "--port", 0, "--data", folder / "data"),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield _read_greeting(process)
        except MeasuredRunError:
            log.seek(0)
            print(log.read()[-2000:])  # noqa: T201 - why it did not start
            raise
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOPPING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _read_greeting(process: subprocess.Popen[str]) -> Served:
    """Take address, password and accounts from what the service prints."""
    address, password, emails = "", "", []
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"Protokollant: (http://[^/\s]+)", line):
            address = found[1]
        elif found := re.search(r"with the password (\S+)", line):
            password = found[1]
        elif found := re.fullmatch(r"\s+(\S+@\S+)\s*", line):
            emails.append(found[1])
        elif "Stop with" in line:
            return Served(address=address, password=password, emails=tuple(emails), pid=process.pid)
    raise MeasuredRunError(name="serve", problem="it ended before it served")
