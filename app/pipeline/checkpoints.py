"""What is kept of finished work, so that nothing is computed twice and a killed run goes on.

A checkpoint is found again by its stage and by the fingerprint of everything that went into it.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from app.pipeline.files import write_atomically

_LINE = msgspec.json.Decoder(tuple[int, str])


@runtime_checkable
class Checkpoints(Protocol):
    """Keeps results of stages and, inside a stage, of pieces (windows of the recogniser)."""

    def load(self, stage: str, fingerprint: str) -> bytes | None:
        """Return the result of a stage for exactly this input, or None."""
        ...

    def save(self, stage: str, fingerprint: str, data: bytes) -> None:
        """Keep the result of a stage; on return it survives a crash. Older results of the stage may go."""
        ...

    def windows(self, fingerprint: str) -> dict[int, bytes]:
        """Return the finished pieces under ``fingerprint`` by their index."""
        ...

    def finished(self, fingerprint: str) -> frozenset[int]:
        """Return the indices of the finished pieces under ``fingerprint``."""
        ...

    def save_windows(self, fingerprint: str, finished: Mapping[int, bytes]) -> None:
        """Keep finished pieces by their index, in one step; on return they survive a crash."""
        ...


class FileCheckpoints:
    """Checkpoints in a folder: a file per stage, and one growing file per set of windows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, stage: str, fingerprint: str) -> bytes | None:
        """See :class:`Checkpoints`."""
        try:
            return self._stage_file(stage, fingerprint).read_bytes()
        except FileNotFoundError:
            return None

    def save(self, stage: str, fingerprint: str, data: bytes) -> None:
        """See :class:`Checkpoints`."""
        target = self._stage_file(stage, fingerprint)
        write_atomically(target, data)
        for other in self.folder.glob(f"{stage}-*.json"):
            if other != target and re.fullmatch(rf"{re.escape(stage)}-[0-9a-f]+", other.stem):
                other.unlink(missing_ok=True)

    def windows(self, fingerprint: str) -> dict[int, bytes]:
        """See :class:`Checkpoints`. A line torn by a crash, always the last one, is cut off."""
        path = self._window_file(fingerprint)
        found: dict[int, bytes] = {}
        if not path.exists():
            return found
        whole = 0
        with path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                try:
                    index, text = _LINE.decode(line)
                except msgspec.DecodeError:
                    break
                found[index] = base64.b64decode(text)
                whole += len(line)
        if whole < path.stat().st_size:
            os.truncate(path, whole)
        return found

    def finished(self, fingerprint: str) -> frozenset[int]:
        """See :class:`Checkpoints`."""
        return frozenset(self.windows(fingerprint))

    def save_windows(self, fingerprint: str, finished: Mapping[int, bytes]) -> None:
        """See :class:`Checkpoints`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = (
            msgspec.json.encode((index, base64.b64encode(data).decode())) + b"\n"
            for index, data in finished.items()
        )
        with self._window_file(fingerprint).open("ab") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())

    def clear(self) -> None:
        """Forget everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _stage_file(self, stage: str, fingerprint: str) -> Path:
        return self.folder / f"{stage}-{fingerprint[:32]}.json"

    def _window_file(self, fingerprint: str) -> Path:
        return self.folder / f"windows-{fingerprint[:32]}.jsonl"
