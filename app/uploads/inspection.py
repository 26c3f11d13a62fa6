"""Looks into an uploaded file before it is accepted, in a confined process and never in the service's own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from app.uploads.errors import (
    ArchiveRefused,
    BombRefused,
    InspectionFailed,
    NotARecording,
    PlaylistRefused,
    PolyglotRefused,
    ProgramRefused,
    SilentFile,
)

if TYPE_CHECKING:
    from pathlib import Path

    from models.errors import InputError

SECONDS = 90.0
"""Wall clock for one file; the limit of processor time is the child's own."""

MOST_HOURS = 24.0
"""Sound in one file."""

AT_ONCE = 2
"""Files looked into at the same time."""

_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
"""Variables that the child gets; no address of a database, no secret."""


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds, by its own header."""

    format: str
    """FFmpeg's name of the container."""
    codec: str
    sample_rate: int
    channels: int
    duration: float | None
    """Seconds; None where the header does not say."""
    exact: bool
    recorded: str | None = None
    """When it was recorded, as the file says."""
    title: str | None = None

    @property
    def kind(self) -> str:
        """Container and codec, for display."""
        return self.format if self.format == self.codec else f"{self.format}/{self.codec}"


_REFUSALS: dict[str, type[InputError]] = {
    "archive": ArchiveRefused,
    "bomb": BombRefused,
    "format": NotARecording,
    "playlist": PlaylistRefused,
    "polyglot": PolyglotRefused,
    "program": ProgramRefused,
    "silent": SilentFile,
}


class Inspector:
    """Runs the inspections, a few at a time."""

    def __init__(self, *, most_hours: float = MOST_HOURS, seconds: float = SECONDS) -> None:
        self._most_hours = most_hours
        self._seconds = seconds
        self._free = asyncio.Semaphore(AT_ONCE)

    async def inspect(self, path: Path, filename: str) -> Sound:
        """Tell what a file holds.

        Args:
            path: where it lies, under a name of ours.
            filename: as the user knows it, for messages.

        Raises:
            InputError: it is not accepted; the kind says why.
        """
        async with self._free:
            answer = await self._ask(path)
        if answer is None:
            raise InspectionFailed(filename=filename)
        refused = answer.pop("refused", None)
        if refused is not None:
            raise _REFUSALS[refused](filename=filename, **answer)
        return msgspec.convert(answer["sound"], Sound)

    async def _ask(self, path: Path) -> dict[str, Any] | None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "app.uploads.inspector",
            str(path),
            str(self._most_hours),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            start_new_session=True,
        )
        try:
            output, _ = await asyncio.wait_for(process.communicate(), self._seconds)
            if process.returncode != 0:
                return None
            found = json.loads(output)
            return found if isinstance(found, dict) else None
        except (TimeoutError, ValueError):
            return None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
