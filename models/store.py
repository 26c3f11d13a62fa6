"""The speech models on disk. Nothing here ever goes to the network.

A model is handed out only after every one of its files was found to have the hash that the
manifest, or the lock written at first fetch, asks for. The check is remembered by size and times
(:class:`models.integrity.HashCache`), so that it costs nothing at the second start.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, Self

import msgspec

from models.errors import DamagedModelError, MissingModelError, ModelError
from models.integrity import HashCache, ModelLock, read_lock
from models.manifest import Manifest, ModelEntry, ModelFile, load_manifest

VARIABLE = "PROTOKOLLANT_MODELS"
DEFAULT_ROOT = Path(__file__).resolve().parent / "weights"

State = Literal["ready", "missing", "damaged"]


class ModelState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a model can be used, and why not."""

    model: str
    state: State
    detail: str = ""
    """English sentence of the first thing wrong."""


class ModelStore:
    """A folder with one folder per model."""

    def __init__(self, root: Path, *, manifest: Manifest | None = None) -> None:
        self.root = root
        self.manifest = manifest or load_manifest()
        self._hashes = HashCache(root)

    @classmethod
    def from_environment(cls) -> Self:
        """Return the store at ``PROTOKOLLANT_MODELS``, or ``models/weights`` of the installation."""
        value = os.environ.get(VARIABLE, "").strip()
        return cls(Path(value).expanduser().absolute() if value else DEFAULT_ROOT)

    def folder(self, model_id: str) -> Path:
        """Return where ``model_id`` belongs, whether it is there or not."""
        return self.root / self.manifest.model(model_id).id

    def path(self, model_id: str) -> Path:
        """Return the folder of a model whose files are all there and unharmed.

        Raises:
            UnknownModelError: the manifest has no such model.
            MissingModelError: a file is missing; the message has the command that fetches it.
            DamagedModelError: a file is not what it should be; the message names it.
        """
        self.check(model_id)
        return self.folder(model_id)

    def revision(self, model_id: str) -> str:
        """Return the SHA-256 of the model's main file, which identifies the model.

        Raises:
            MissingModelError: the hash is taken at first fetch, and the model was not fetched yet.
        """
        entry = self.manifest.model(model_id)
        main = entry.files[0]
        found = main.sha256
        if found is None:
            lock = self._lock(entry)
            found = lock.files[main.name].sha256
        return found

    def check(self, model_id: str, *, full: bool = False) -> None:
        """Check every file of a model; ``full`` reads them again even if nothing seems changed.

        Raises:
            MissingModelError: as in :meth:`path`.
            DamagedModelError: as in :meth:`path`.
        """
        entry = self.manifest.model(model_id)
        for file in entry.files:
            self._check_file(entry, file, full=full)

    def state(self, model_id: str, *, full: bool = False) -> ModelState:
        """Return the result of :meth:`check` as a value."""
        try:
            self.check(model_id, full=full)
        except DamagedModelError as error:
            return ModelState(model=model_id, state="damaged", detail=error.text("en"))
        except ModelError as error:
            return ModelState(model=model_id, state="missing", detail=error.text("en"))
        return ModelState(model=model_id, state="ready")

    def expected(self, entry: ModelEntry, file: ModelFile) -> tuple[str, int | None]:
        """Return hash and size that a file must have, from the manifest or else from the lock.

        Raises:
            MissingModelError: neither knows, because the model was never fetched.
        """
        if file.sha256 is not None:
            return file.sha256, file.size
        locked = self._lock(entry).files.get(file.name)
        if locked is None:
            raise self._missing(entry, file.name)
        return locked.sha256, locked.size

    def file_is_right(self, entry: ModelEntry, file: ModelFile) -> bool:
        """Return whether a file is in place and unharmed."""
        try:
            self._check_file(entry, file, full=False)
        except ModelError:
            return False
        return True

    def _lock(self, entry: ModelEntry) -> ModelLock:
        lock = read_lock(self.folder(entry.id))
        if lock is None or entry.files[0].name not in lock.files:
            raise self._missing(entry, entry.files[0].name)
        return lock

    def _missing(self, entry: ModelEntry, name: str) -> MissingModelError:
        return MissingModelError(
            model=entry.id, folder=self.folder(entry.id), file=name, command=fetch_command(entry.id)
        )

    def _check_file(self, entry: ModelEntry, file: ModelFile, *, full: bool) -> None:
        path = self.folder(entry.id) / file.name
        if not path.is_file():
            raise self._missing(entry, file.name)
        sha256, size = self.expected(entry, file)
        try:
            actual = path.stat().st_size
            if size is not None and actual != size:
                raise _damaged(entry, path, f"{actual} ≠ {size} Bytes")
            found = self._hashes.sha256(path, full=full)
            if found != sha256:
                raise _damaged(entry, path, f"SHA-256 {found[:12]}… ≠ {sha256[:12]}…")
        except OSError as error:
            raise _damaged(entry, path, str(error.strerror)) from error


def fetch_command(name: str) -> str:
    """Return what a user types to fetch a model or profile."""
    return f"protokollant models fetch {name}"


def _damaged(entry: ModelEntry, path: Path, detail: str) -> DamagedModelError:
    return DamagedModelError(file=path, detail=detail, command=fetch_command(entry.id))
