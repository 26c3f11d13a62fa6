"""The steps of a meeting as jobs: what each is handed, does, and leaves to the next."""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select, update

from app.db import tables as t
from app.jobs.checkpoints import keep_checkpoint
from app.jobs.correcting import Corrector
from app.jobs.indexing import index_at_once
from app.jobs.keeping import HEARD_STAGE, PLAYBACK, keep_files
from app.jobs.lifecycle import Kept
from app.jobs.renditions import FETCHED, PLAYBACK_STAGE
from app.jobs.rewriting import Rewriter
from app.pipeline.cut import public_cut
from app.pipeline.job import Heard
from app.pipeline.run import draft, hear, open_run, prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from app.db import BlockingDatabase
    from app.jobs.checkpoints import DatabaseCheckpoints
    from app.jobs.claims import DatabaseClaims
    from app.jobs.lifecycle import ProcessingRun
    from app.jobs.progress import DatabaseProgress
    from app.pipeline.job import Engines, PipelineJob
    from models.control import CancelToken

SOUNDS_KEPT = 3
"""Meetings whose decoded sound may wait on the disk for the speech engines; the others' is made again.

Decoding takes 4 % of the time of everything, an hour of decoded sound 115 MB: fifty recordings queued on
one evening must not fill the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a step is handed."""

    run: ProcessingRun
    job: PipelineJob
    engines: Callable[[], Engines]
    checkpoints: DatabaseCheckpoints
    progress: DatabaseProgress
    cancel: CancelToken
    database: BlockingDatabase
    claims: Callable[[], DatabaseClaims]
    """Of the run, on the parts of a recording that other workers may do."""


def do_prepare(bench: Bench) -> None:
    """Decode and make the rendition for browsers; then the speech engines are waited for."""
    with open_run(bench.job, bench.checkpoints, progress=bench.progress, cancel=bench.cancel) as run:
        duration, made = prepare(run)
        timings = tuple(run.meter.stages)
    blob = bench.run.renditions.keep(made) if made is not None else None
    meeting = bench.run.meeting_id

    def write(session: Session) -> None:
        session.execute(update(t.Meeting).where(t.Meeting.id == meeting).values(duration=duration))
        if blob is not None:
            keep_files(session, meeting, {PLAYBACK: blob})
            keep_checkpoint(session, meeting, PLAYBACK_STAGE, run.sha256, blob.sha256.encode())

    bench.run.hand_over("speech", write, timings)
    if _waiting_sounds(bench.database) > SOUNDS_KEPT:
        remove_sound(bench.job.work)
    else:
        remove_sound(bench.job.work / FETCHED)


def do_speech(bench: Bench) -> None:
    """Recognise and tell the voices apart; the decoded sound is then no longer needed."""
    with (
        bench.claims() as claims,
        open_run(
            bench.job,
            bench.checkpoints,
            engines=bench.engines(),
            progress=bench.progress,
            cancel=bench.cancel,
            claims=claims,
        ) as run,
    ):
        heard = hear(run)
        timings = tuple(run.meter.stages)
    data = msgspec.json.encode(heard)

    def write(session: Session) -> None:
        keep_checkpoint(session, bench.run.meeting_id, HEARD_STAGE, heard.sha256, data)

    bench.run.hand_over("draft", write, timings)
    remove_sound(bench.job.work)


def do_draft(bench: Bench) -> None:
    """Draft the minutes from what was heard; where that is gone the way begins anew."""
    assert bench.job.sha256 is not None
    kept = bench.checkpoints.load(HEARD_STAGE, bench.job.sha256)
    if kept is None:
        bench.run.hand_over("prepare", lambda _: None, ())
        return
    heard = msgspec.json.decode(kept, type=Heard)
    earlier = bench.run.earlier_timings()
    rewriter = Rewriter(bench.database, bench.run.meeting_id)
    corrector = Corrector(bench.database, bench.run.meeting_id)
    job = dataclasses.replace(bench.job, amend=rewriter.amend, correct=corrector.correct)
    with open_run(job, bench.checkpoints, progress=bench.progress, cancel=bench.cancel) as run:
        result = draft(run, heard, earlier=earlier)
        cut = public_cut(result.transcript, result.outcomes, result.minutes, job.agenda, own=job.template)
        taken = corrector.taken
        muted = taken.corrected.muted if taken is not None else ()
        silent = bench.run.renditions.silence(bench.job.work, muted, bench.cancel)
        sound = bench.run.renditions.cut_sound(bench.job.work, cut, silent) if cut is not None else None
    bench.run.succeed(result, cut, sound, Kept(rewritten=rewriter.rewritten, taken=taken, silent=silent))
    remove_sound(bench.job.work)
    index_at_once(bench.database)


STEP_WORK: dict[str, Callable[[Bench], None]] = {
    "prepare": do_prepare,
    "speech": do_speech,
    "draft": do_draft,
}
"""The work of each of :data:`app.pipeline.stages.STEPS`."""


def remove_sound(work: Path) -> None:
    """Remove the decoded sound of a meeting."""
    shutil.rmtree(work, ignore_errors=True)


def _waiting_sounds(database: BlockingDatabase) -> int:
    row = t.Processing
    with database.session() as session:
        waiting = select(func.count()).select_from(row).where(row.step == "speech", row.state == "queued")
        return session.scalar(waiting) or 0
