"""Rows to views: states, titles, times left."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.pipeline.stages import STAGE_NAMES, STAGES
from app.services.views import (
    Failure,
    MeetingState,
    MeetingSummary,
    ProgressView,
    RecordingView,
    StageState,
    StageView,
)
from app.uploads.parts import gaps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.db import tables as t

WEIGHTS = {stage.name: stage.weight for stage in STAGES}

TELLING_WEIGHT = 0.3
"""Weight of finished stages from which on their pace is believed; decoding alone says little."""

LEAST_SHARE = 0.1
"""A time left that runs out before the stage tells again stops at this share of what was told."""


def title_of(organization: str, number: str | None, body: str) -> str:
    """Return the heading of a meeting."""
    name = organization or body or "Sitzung"
    return f"{name}, {number}. Sitzung" if number else name


def state_of(processing: t.Processing | None, parts: int, *, results: bool = False) -> MeetingState:
    """Return where a meeting stands, as far as who asks can see: the work itself, or only what came out."""
    if processing is not None:
        return cast("MeetingState", processing.state)
    if results:
        return "done"
    return "recorded" if parts else "no recording"


def recording_views(rows: Sequence[t.Recording]) -> tuple[RecordingView, ...]:
    """Return the parts of a meeting in order, with the gaps between them; their blobs are loaded."""
    return tuple(recording_view(row, gap=gap) for row, gap in zip(rows, gaps(rows), strict=True))


def recording_view(row: t.Recording, *, duplicate_of: str | None = None, gap: float = 0.0) -> RecordingView:
    """Return a part of a meeting; its blob is loaded."""
    return RecordingView(
        id=str(row.id),
        meeting_id=str(row.meeting_id),
        position=row.position,
        filename=row.filename,
        size=row.blob.size,
        sha256=row.sha256,
        created=row.created_at,
        duplicate_of=duplicate_of,
        begins=row.begins,
        duration=row.duration,
        format=row.format,
        gap=gap,
    )


def summary_view(
    meeting: t.Meeting,
    *,
    body: str,
    organization: str,
    processing: t.Processing | None,
    stages: Sequence[t.StageProgressRow],
    parts: int,
    results: bool = False,
) -> MeetingSummary:
    """Return a line in the list of meetings; ``results``: who asks can read what came out."""
    state = state_of(processing, parts, results=results)
    return MeetingSummary(
        id=str(meeting.id),
        title=title_of(organization, meeting.number, body),
        body=body,
        organization=organization,
        number=meeting.number,
        date=meeting.date.isoformat() if meeting.date else None,
        start=meeting.start,
        place=meeting.place,
        public=meeting.public,
        state=state,
        fraction=1.0 if state == "done" else overall_fraction(stages),
        duration=meeting.duration,
        created=meeting.created_at,
        released=meeting.released_at is not None,
    )


def overall_fraction(stages: Sequence[t.StageProgressRow]) -> float:
    """Return how much of everything is done, each stage by its usual share."""
    return min(sum(WEIGHTS.get(stage.name, 0.0) * stage.fraction for stage in stages), 1.0)


def stage_seconds_left(
    stage: t.StageProgressRow, stages: Sequence[t.StageProgressRow], now: datetime
) -> float | None:
    """Return the time left of a stage that runs: what it told, less what has passed since.

    Before it can tell, the stages that are finished show how fast this machine is; None where none is.
    """
    if stage.state != "running":
        return stage.seconds_left
    if stage.seconds_left is not None and stage.told_at is not None:
        passed = max((now - stage.told_at).total_seconds(), 0.0)
        return max(stage.seconds_left - passed, LEAST_SHARE * stage.seconds_left)
    pace = _pace_of_finished(stages)
    if pace is None:
        return None
    passed = (now - stage.started_at).total_seconds() if stage.started_at and not stage.fraction else 0.0
    left = pace * WEIGHTS.get(stage.name, 0.0) * (1.0 - stage.fraction)
    return max(left - max(passed, 0.0), LEAST_SHARE * left)


def overall_seconds_left(stages: Sequence[t.StageProgressRow], now: datetime) -> float | None:
    """Return the time left of everything, worked out from the stage that runs and the usual shares.

    The stage's time left tells how long one unit of weight takes on this machine; None until it does.
    """
    running = next((stage for stage in stages if stage.state == "running"), None)
    left = stage_seconds_left(running, stages, now) if running is not None else None
    if running is None or left is None:
        return None
    pace = _pace_of_finished(stages)
    if pace is None and running.seconds_left is not None and running.fraction < 1.0:
        pace = running.seconds_left / (1.0 - running.fraction) / WEIGHTS.get(running.name, 1.0)
    waiting = sum(WEIGHTS.get(stage.name, 0.0) for stage in stages if stage.state == "waiting")
    return None if pace is None else left + pace * waiting


def _pace_of_finished(stages: Sequence[t.StageProgressRow]) -> float | None:
    """Return seconds per unit of weight over the finished stages that are long enough to tell."""
    spent = weight = 0.0
    for stage in stages:
        if stage.state == "done" and stage.started_at is not None and stage.finished_at is not None:
            spent += (stage.finished_at - stage.started_at).total_seconds()
            weight += WEIGHTS.get(stage.name, 0.0)
    return spent / weight if weight >= TELLING_WEIGHT else None


def progress_view(
    meeting_id: str,
    processing: t.Processing | None,
    stages: Sequence[t.StageProgressRow],
    *,
    parts: int,
    place: int | None,
    now: datetime,
) -> ProgressView:
    """Return how far a meeting is."""
    state = state_of(processing, parts)
    if processing is None:
        return ProgressView(
            meeting_id=meeting_id,
            state=state,
            stages=tuple(StageView(name=name, state="waiting") for name in STAGE_NAMES),
        )
    return ProgressView(
        meeting_id=meeting_id,
        state=state,
        stages=tuple(
            StageView(
                name=stage.name,
                state=cast("StageState", stage.state),
                fraction=stage.fraction,
                seconds_left=stage_seconds_left(stage, stages, now),
                error=stage.error,
            )
            for stage in stages
        ),
        fraction=1.0 if state == "done" else overall_fraction(stages),
        seconds_left=overall_seconds_left(stages, now),
        place=place,
        failure=_failure(processing) if state == "failed" else None,
        updated=processing.updated_at,
    )


def _failure(processing: t.Processing) -> Failure:
    return Failure(
        code=processing.error_code or "internal",
        de=processing.error_de or "",
        en=processing.error_en or "",
    )
