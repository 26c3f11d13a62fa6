"""A new draft rests on what people corrected in the transcript, and keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from app.db import tables as t
from app.db.corrections import base_of, corrected_of, edits_since, to_json
from app.pipeline.job import CorrectedTranscript
from minutes.correcting import (
    Corrected,
    carried_over,
    from_transcript,
    heard_of,
    redrafted,
    to_transcript,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from minutes.types import Transcript

REDRAFT: dict[str, Any] = {"op": "restore"}
"""In the log: a new draft, which nobody takes back."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The corrections that a draft rests on."""

    corrected: Corrected
    seq: int
    heard: str
    anew: bool
    """The recording was recognised anew since the corrections were made."""


class Corrector:
    """Puts corrections in place of what was heard (``PipelineJob.correct``), and remembers which."""

    def __init__(self, database: BlockingDatabase, meeting_id: UUID) -> None:
        self._database = database
        self._meeting_id = meeting_id
        self.taken: Taken | None = None
        """None: nobody corrected anything."""

    def correct(self, joined: Transcript) -> CorrectedTranscript:
        """Return the transcript with everything that people corrected so far."""
        heard = heard_of(joined)
        with self._database.session() as session:
            work = session.get(t.TranscriptWork, self._meeting_id)
            if work is None:
                return CorrectedTranscript(transcript=joined, placed={})
            corrected = _standing(session, work)
            anew = work.heard != heard
            if anew:
                corrected = carried_over(corrected, from_transcript(joined))
            self.taken = Taken(corrected=corrected, seq=work.seq, heard=heard, anew=anew)
        placed = {line.id: line.item for line in corrected.lines if line.placed}
        return CorrectedTranscript(transcript=to_transcript(corrected, joined), placed=placed)


def keep_corrected(session: Session, meeting_id: UUID, taken: Taken, drafted: Transcript) -> None:
    """Let the corrections rest on a new draft, those made meanwhile included."""
    work = session.get(t.TranscriptWork, meeting_id, with_for_update=True)
    if work is None:
        return
    now = _standing(session, work)
    if taken.anew:
        # Corrections that came while the new recognition was drafted are carried over as the others were.
        now = carried_over(now, from_transcript(drafted)) if work.seq > taken.seq else taken.corrected
    seq = work.seq + 1
    made = redrafted(now, taken.corrected, from_transcript(drafted), since=taken.seq, seq=seq)
    session.add(
        t.TranscriptEdit(
            meeting_id=meeting_id,
            seq=seq,
            client_id=uuid4(),
            edit=REDRAFT,
            inverse=REDRAFT,
            touched=[line.id for line in made.lines if line.revision == seq],
            account_name="",
        )
    )
    work.drafted_seq = seq if work.seq == taken.seq else taken.seq
    work.base, work.base_seq, work.seq = to_json(made), seq, seq
    work.heard, work.changed_at = taken.heard, t.now()


def _standing(session: Session, work: t.TranscriptWork) -> Corrected:
    return corrected_of(base_of(work.base), session.scalars(edits_since(work.meeting_id, work.base_seq)))
