"""The renditions of a meeting that browsers play: whole, without passages, cut to the public part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import tables as t
from app.jobs.keeping import PLAYBACK, PUBLIC_PLAYBACK, WHOLE_PLAYBACK, keep_files
from app.storage import StoredBlob

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from app.pipeline.cut import PublicCut
    from app.storage import Storage
    from models.control import CancelToken

FETCHED = "fetched"
"""Folder inside a meeting's working folder for recordings that do not lie on this machine's disk."""

PLAYBACK_STAGE = "playback"
"""Checkpoint that names the blob of the rendition; its fingerprint is the recordings' SHA-256."""


class Renditions:
    """Makes and stores them; what is stored is entered by the transaction that ends the step."""

    def __init__(self, database: BlockingDatabase, storage: Storage, meeting_id: UUID) -> None:
        self._database = database
        self._storage = storage
        self.meeting_id = meeting_id

    def made(self, session: Session, sha256: str) -> bool:
        """Tell whether the rendition of exactly these recordings was made before and is there."""
        kept = session.scalar(
            select(t.Checkpoint.data).where(
                t.Checkpoint.meeting_id == self.meeting_id,
                t.Checkpoint.stage == PLAYBACK_STAGE,
                t.Checkpoint.fingerprint == sha256,
            )
        )
        blob = session.scalar(
            select(t.MeetingFile.sha256).where(
                t.MeetingFile.meeting_id == self.meeting_id, t.MeetingFile.name == PLAYBACK
            )
        )
        return kept is not None and blob is not None and kept.decode() == blob and self._storage.exists(blob)

    def keep(self, made: Path) -> StoredBlob:
        """Store the rendition; it is entered when the step hands over."""
        blob = self._storage.put_file(made)
        made.unlink(missing_ok=True)
        return blob

    def silence(
        self, work: Path, muted: Sequence[tuple[float, float]], cancel: CancelToken
    ) -> StoredBlob | None:
        """Store the rendition without the sound of passages; None where it is so already, or there is none.

        The rendition with every sound is kept beside it, so that a passage can be given back.
        """
        with self._database.session() as session:
            work_on = session.get(t.TranscriptWork, self.meeting_id)
            done = work_on.silenced if work_on is not None else []
            if [list(one) for one in muted] == done:
                return None
            blob = self.file(session, WHOLE_PLAYBACK) or self.file(session, PLAYBACK)
        if blob is None or not self._storage.exists(blob):
            return None
        from app.pipeline.playback import silence_playback  # noqa: PLC0415 - loads the libraries of FFmpeg

        work.mkdir(parents=True, exist_ok=True)
        source = self._storage.fetch(blob, work / FETCHED)
        return self.keep(silence_playback(source, work / PLAYBACK, muted, cancel=cancel))

    def file(self, session: Session, name: str) -> str | None:
        """Return the SHA-256 of a file of the meeting by its name."""
        file = t.MeetingFile
        return session.scalar(
            select(file.sha256).where(file.meeting_id == self.meeting_id, file.name == name)
        )

    def cut_sound(self, work: Path, cut: PublicCut, silent: StoredBlob | None = None) -> StoredBlob | None:
        """Store the rendition without what is not public; None where there is no need or no such sound.

        Args:
            work: folder for files.
            cut: the public part.
            silent: the rendition that takes the place of the one that is entered.
        """
        if cut.whole or not cut.sound_until:
            return None
        with self._database.session() as session:
            blob = silent.sha256 if silent is not None else self.file(session, PLAYBACK)
        if blob is None or not self._storage.exists(blob):
            return None
        from app.pipeline.playback import cut_playback  # noqa: PLC0415 - loads the libraries of FFmpeg

        work.mkdir(parents=True, exist_ok=True)
        source = self._storage.fetch(blob, work / FETCHED)
        return self.keep(cut_playback(source, work / PUBLIC_PLAYBACK, cut.sound_until))

    def keep_silent(self, session: Session, silent: StoredBlob, muted: Sequence[tuple[float, float]]) -> None:
        """Enter a rendition without passages in place of the whole one, which is kept under another name."""
        whole = self.file(session, WHOLE_PLAYBACK) or self.file(session, PLAYBACK)
        blob = session.get(t.Blob, whole)
        if blob is not None:
            source = StoredBlob(sha256=blob.sha256, size=blob.size)
            keep_files(session, self.meeting_id, {WHOLE_PLAYBACK: source, PLAYBACK: silent})
        session.get_one(t.TranscriptWork, self.meeting_id).silenced = [list(one) for one in muted]
