"""The watched folder: what a conference system or an export lays there comes into the inbox by itself.

The folder is looked at every few seconds rather than watched by notifications, which network shares do not
send. A file is taken once it has not grown for a while and nobody has it open for writing, as far as that
can be known on this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import time
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select

from app.db import tables as t
from app.services.acceptance import enter_blob
from app.services.errors import EmptyUpload
from app.services.recordings import clean_name
from app.storage.local import file_pieces
from app.uploads.errors import UploadTooLargeError
from app.uploads.guess import guess_moment
from models.errors import InputError, ProtokollantError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.settings import UploadSettings
    from app.storage import Storage, StoredBlob
    from app.uploads import Inspector, Sound

DONE, REFUSED = "done", "refused"
"""Sub-folders for what was taken and for what was not."""

UNFINISHED = frozenset({".part", ".partial", ".tmp", ".crdownload", ".zoom", ".download", ".filepart"})
"""Endings of files that some program is still writing."""

COMPANIONS = frozenset(
    {".txt", ".vtt", ".srt", ".json", ".log", ".m3u", ".conf", ".html", ".csv", ".ini", ".db"}
)
"""Endings of files that exports lay beside a recording; they are left alone."""

DEEPEST = 4
"""Folders below the watched one that are looked into."""

logger = logging.getLogger(__name__)


class Candidate(msgspec.Struct, frozen=True):
    """A file in the watched folder."""

    path: Path
    source: str
    """Path below the watched folder."""
    size: int
    mtime: int
    """Nanoseconds."""


class Watcher:
    """Takes files from the watched folder; :meth:`look` is called again and again.

    Args:
        database: works as the system.
        storage: where contents go.
        inspector: looks into each file.
        settings: which folder, and what happens afterwards.
    """

    def __init__(
        self, database: Database, storage: Storage, inspector: Inspector, settings: UploadSettings
    ) -> None:
        self._database = database
        self._storage = storage
        self._inspector = inspector
        self._settings = settings
        self._seen: dict[str, tuple[int, int, float]] = {}
        """Source to size, time of change, and since when both are the same (monotonic)."""

    async def look(self) -> None:
        """Take every file that is ready."""
        folder = self._settings.watch
        if folder is None:
            return
        found = await asyncio.to_thread(lambda: list(_candidates(folder)))
        self._seen = {one.source: self._seen_of(one) for one in found}
        for one in found:
            if self._is_quiet(one) and not await self._is_known(one):
                await self._take(folder, one)

    def _seen_of(self, one: Candidate) -> tuple[int, int, float]:
        size, mtime, since = self._seen.get(one.source, (-1, -1, 0.0))
        same = (size, mtime) == (one.size, one.mtime)
        return one.size, one.mtime, since if same else time.monotonic()

    def _is_quiet(self, one: Candidate) -> bool:
        since = self._seen[one.source][2]
        return time.monotonic() - since >= self._settings.watch_seconds and not _is_being_written(one.path)

    async def _is_known(self, one: Candidate) -> bool:
        row = t.InboxFile
        async with self._database.session() as session:
            known = await session.scalar(
                select(row.id).where(
                    row.source == one.source, row.source_size == one.size, row.source_mtime == one.mtime
                )
            )
        return known is not None

    async def _take(self, folder: Path, one: Candidate) -> None:
        async with self._database.session() as session:
            body = await self._body_of(session, one)
        if body is None:
            logger.warning("No municipality is known for a file of %s bytes in the watched folder", one.size)
            return
        try:
            await self._receive(body, one)
        except (InputError, UploadTooLargeError) as error:
            await self._refuse(folder, body, one, error)
            return
        except ProtokollantError as error:
            logger.warning("A file of %s bytes stays in the watched folder for now: %s", one.size, error)
            return
        if self._settings.watch_afterwards == "move":
            await asyncio.to_thread(_move, one.path, folder / DONE / one.source)

    async def _receive(self, body: t.Body, one: Candidate) -> None:
        shown = clean_name(one.source)
        if one.size > self._settings.limit:
            raise UploadTooLargeError(limit=f"{self._settings.limit / 2**30:g} GB")
        if one.size == 0:
            raise EmptyUpload(filename=shown)
        async with self._storage.receiving(_pieces(one.path)) as (path, blob):
            async with self._database.session() as session:
                known = await _is_kept(session, body, blob)
            if known:
                await self._enter(body, one, blob, None, state="known")
                return
            sound = await self._inspector.inspect(path, shown)
            await asyncio.to_thread(self._storage.take, path, blob)
            await self._enter(body, one, blob, sound, state="received")

    async def _enter(
        self, body: t.Body, one: Candidate, blob: StoredBlob, sound: Sound | None, *, state: str
    ) -> None:
        day, begins = guess_moment(one.source, sound.recorded if sound else None)
        async with self._database.session() as session:
            if state == "received":
                await enter_blob(session, self._storage, blob)
            session.add(
                _row(
                    body,
                    one,
                    state=state,
                    sha256=blob.sha256,
                    sound=msgspec.to_builtins(sound) if sound else None,
                    day=day,
                    begins=begins,
                    guess_id=await _guess(session, body, one, day),
                )
            )

    async def _refuse(self, folder: Path, body: t.Body, one: Candidate, error: ProtokollantError) -> None:
        async with self._database.session() as session:
            session.add(
                _row(
                    body,
                    one,
                    state="refused",
                    error_code=error.code,
                    error_de=error.text("de"),
                    error_en=error.text("en"),
                )
            )
        target = folder / REFUSED / one.source
        await asyncio.to_thread(_move, one.path, target)
        text = f"{error.text('de')}\n\nKennung: {error.code}\n"
        with contextlib.suppress(OSError):
            await asyncio.to_thread(_explain, target, text)

    async def _body_of(self, session: AsyncSession, one: Candidate) -> t.Body | None:
        parts = PurePath(one.source).parts
        name = parts[0] if len(parts) > 1 else None
        wanted = [candidate for candidate in (name, self._settings.watch_body) if candidate]
        for candidate in wanted:
            found = await session.scalar(
                select(t.Body).where(func.lower(t.Body.name) == candidate.strip().lower())
            )
            if found is not None:
                return found
        bodies = (await session.scalars(select(t.Body).limit(2))).all()
        return bodies[0] if len(bodies) == 1 and self._settings.watch_body is None else None


def _row(body: t.Body, one: Candidate, **values: object) -> t.InboxFile:
    return t.InboxFile(
        body_id=body.id,
        filename=clean_name(one.source),
        source=one.source,
        source_size=one.size,
        source_mtime=one.mtime,
        **values,
    )


async def _is_kept(session: AsyncSession, body: t.Body, blob: StoredBlob) -> bool:
    """Tell whether the same content came before, through the folder or otherwise."""
    inbox = await session.scalar(
        select(t.InboxFile.id)
        .where(t.InboxFile.sha256 == blob.sha256, t.InboxFile.body_id == body.id)
        .limit(1)
    )
    recording = await session.scalar(
        select(t.Recording.id)
        .join(t.Meeting, t.Meeting.id == t.Recording.meeting_id)
        .where(t.Recording.sha256 == blob.sha256, t.Meeting.body_id == body.id)
        .limit(1)
    )
    return inbox is not None or recording is not None


async def _guess(session: AsyncSession, body: t.Body, one: Candidate, day: object) -> object:
    """Return the meeting of that day: the only one, or the one whose council the name mentions."""
    if day is None:
        return None
    found = (
        await session.execute(
            select(t.Meeting.id, t.Organization.name)
            .join(t.Organization, t.Organization.id == t.Meeting.organization_id)
            .where(t.Meeting.body_id == body.id, t.Meeting.date == day)
        )
    ).all()
    named = [key for key, name in found if name and name.lower() in one.source.lower()]
    if len(named) == 1:
        return named[0]
    return found[0][0] if len(found) == 1 else None


def _candidates(folder: Path) -> Iterator[Candidate]:
    for place, folders, names in os.walk(folder):
        here = Path(place)
        inside = here.relative_to(folder).parts
        folders[:] = [
            name
            for name in sorted(folders)
            if not name.startswith(".") and (inside or name not in {DONE, REFUSED}) and len(inside) < DEEPEST
        ]
        for name in sorted(names):
            path = here / name
            if name.startswith((".", "~")) or path.suffix.lower() in UNFINISHED | COMPANIONS:
                continue
            with contextlib.suppress(OSError):
                state = path.lstat()
                if path.is_file() and not path.is_symlink():
                    source = str(path.relative_to(folder))
                    yield Candidate(path, source, state.st_size, state.st_mtime_ns)


def _is_being_written(path: Path) -> bool:
    """Tell whether a program of this machine has the file open for writing; False where it cannot be known.

    A read lease is refused while there is a writer (fcntl(2), F_SETLEASE); shares do not support it.
    """
    with contextlib.suppress(OSError), path.open("rb") as file:
        try:
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    pieces = file_pieces(path)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _move(path: Path, target: Path) -> None:
    """Move a file, under a free name; a folder that cannot be written to leaves it where it is."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        free = target
        number = 1
        while free.exists():
            number += 1
            free = target.with_name(f"{target.stem} ({number}){target.suffix}")
        path.replace(free)
    except OSError as error:
        logger.warning("A file could not be moved out of the watched folder: %s", error)


def _explain(target: Path, text: str) -> None:
    target.with_name(f"{target.name}.txt").write_text(text, encoding="utf-8")
