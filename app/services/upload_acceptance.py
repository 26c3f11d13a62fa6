"""What happens to an upload after its last byte: join, hash, look into, store, enter; or refuse.

It works on what the database says, so that after a restart it goes on where it was. A reason that may pass
(the meeting is being processed, the storage is away) leaves the upload waiting; it is tried again.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update

from app.db import tables as t
from app.services.acceptance import enter_recording, find_twin, require_idle
from app.services.errors import EmptyUpload, NotFound
from app.services.upload_views import UploadView, upload_view
from app.storage import BlobMissingError, StoredBlob
from app.uploads import Digest, Sound
from app.uploads.errors import HashMismatch, UploadGone
from app.uploads.threads import write_in_thread
from models.errors import InputError, ProtokollantError

if TYPE_CHECKING:
    from app.db import Database
    from app.storage import Storage
    from app.uploads import Inspector, Spool

PATIENCE = 10.0
"""Seconds for which the sender of the last byte waits for the verdict; afterwards it must ask for it."""

FINAL = (InputError, NotFound, UploadGone, BlobMissingError)
"""Errors that another try would meet again."""

logger = logging.getLogger(__name__)


class UploadAcceptance:
    """Judges complete uploads, each once at a time."""

    def __init__(
        self,
        system: Database,
        storage: Storage,
        spool: Spool,
        inspector: Inspector,
        digests: dict[UUID, Digest],
    ) -> None:
        self._system = system
        self._storage = storage
        self._spool = spool
        self._inspector = inspector
        self._digests = digests
        self._running: dict[UUID, asyncio.Task[None]] = {}

    async def judge(self, key: UUID) -> UploadView:
        """Start on a complete upload and wait a moment for the verdict.

        Raises:
            InputError: it is not accepted.
        """
        task = self._start(key)
        await asyncio.wait({task}, timeout=PATIENCE)
        if task.done() and (error := task.exception()) is not None:
            raise error
        async with self._system.session() as session:
            return upload_view((await session.scalars(select(t.Upload).where(t.Upload.id == key))).one())

    async def resume(self) -> None:
        """Go on with every complete upload that nobody works on."""
        async with self._system.session() as session:
            keys = (await session.scalars(select(t.Upload.id).where(t.Upload.state == "checking"))).all()
        for key in keys:
            self._start(key)

    async def settled(self, key: UUID) -> None:
        """Wait until nobody works on an upload."""
        task = self._running.get(key)
        if task is not None:
            await asyncio.wait({task})

    async def expire(self) -> list[UUID]:
        """Remove uploads whose time is over, and files without an upload; return the ids of the former."""
        async with self._system.session() as session:
            gone = (
                await session.scalars(
                    delete(t.Upload)
                    .where(t.Upload.expires_at <= t.now(), t.Upload.state != "checking")
                    .returning(t.Upload.id)
                )
            ).all()
        for key in gone:
            await write_in_thread(self._spool.remove, key)
        names = await write_in_thread(self._spool.names)
        async with self._system.session() as session:
            known = {key.hex for key in await session.scalars(select(t.Upload.id))}
        for name in set(names) - known:
            await write_in_thread((self._spool.folder / name).unlink, missing_ok=True)
        return list(gone)

    async def close(self) -> None:
        """Break off; the next start goes on."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _start(self, key: UUID) -> asyncio.Task[None]:
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(self._judge(key), name=f"accept {key}")
            self._running[key] = task
            task.add_done_callback(lambda done: self._forget(key, done))
        return task

    def _forget(self, key: UUID, task: asyncio.Task[None]) -> None:
        self._running.pop(key, None)
        if not task.cancelled():
            task.exception()  # written down already; nobody may be waiting for it

    async def _judge(self, key: UUID) -> None:
        async with self._system.session() as session:
            row = await session.get(t.Upload, key)
        if row is None or row.state != "checking":
            return
        try:
            await self._accept(row)
        except FINAL as error:
            await self._refuse(key, error)
            raise
        except ProtokollantError as error:
            logger.warning("Upload %s must wait: %s", key, error)
            await self._note(key, error)
        except Exception:
            logger.exception("Upload %s could not be accepted", key)
            await self._note(key, ProtokollantError())

    async def _accept(self, row: t.Upload) -> None:
        path = self._spool.path(row.id)
        digest = self._digests.setdefault(row.id, Digest())
        if row.kind == "final" and row.sha256 is None:
            await write_in_thread(self._spool.join, row.id, [UUID(part) for part in row.parts], digest)
        if row.length == 0:
            raise EmptyUpload(filename=row.filename)
        if await write_in_thread(path.exists):
            sha256 = await write_in_thread(digest.finish, path, row.length)
            if row.announced is not None and row.announced != sha256:
                raise HashMismatch(filename=row.filename)
            sound = await self._inspector.inspect(path, row.filename)
            if await self._ask_about_twin(row, sha256, sound):
                return
            async with self._system.session() as session:
                await require_idle(session, str(row.meeting_id))
            await write_in_thread(self._storage.take, path, StoredBlob(sha256=sha256, size=row.length))
        elif row.sha256 is None or row.sound is None:
            raise UploadGone
        else:
            sha256, sound = row.sha256, msgspec.convert(row.sound, Sound)
        await self._enter(row, StoredBlob(sha256=sha256, size=row.length), sound)
        self._digests.pop(row.id, None)

    async def _ask_about_twin(self, row: t.Upload, sha256: str, sound: Sound) -> bool:
        """Write down what the file is; tell whether a person must decide because it is there already."""
        async with self._system.session() as session:
            twin = await find_twin(session, sha256, row.meeting_id)
            undecided = twin is not None and row.twin_id is None
            await session.execute(
                update(t.Upload)
                .where(t.Upload.id == row.id)
                .values(
                    sha256=sha256,
                    sound=msgspec.to_builtins(sound),
                    twin_id=twin or row.twin_id,
                    state="duplicate" if undecided else "checking",
                )
            )
        return undecided

    async def _enter(self, row: t.Upload, blob: StoredBlob, sound: Sound) -> None:
        async with self._system.session() as session:
            key = await require_idle(session, str(row.meeting_id))
            entered = await enter_recording(
                session, self._storage, key, blob, filename=row.filename, sound=sound, begins=row.begins
            )
            await session.execute(
                update(t.Upload)
                .where(t.Upload.id == row.id)
                .values(state="done", recording_id=entered.id, error_code=None, error_de=None, error_en=None)
            )
            parts = [UUID(part) for part in row.parts]
            await session.execute(delete(t.Upload).where(t.Upload.id.in_(parts)))
        for part in parts:
            self._digests.pop(part, None)
            await write_in_thread(self._spool.remove, part)

    async def _refuse(self, key: UUID, error: ProtokollantError) -> None:
        await self._note(key, error, state="refused")
        self._digests.pop(key, None)
        await write_in_thread(self._spool.remove, key)

    async def _note(self, key: UUID, error: ProtokollantError, **values: str) -> None:
        async with self._system.session() as session:
            await session.execute(
                update(t.Upload)
                .where(t.Upload.id == key)
                .values(error_code=error.code, error_de=error.text("de"), error_en=error.text("en"), **values)
            )
