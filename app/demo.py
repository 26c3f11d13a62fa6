"""The fictional municipality that ``serve --demo`` shows: one council meeting, entered as a clerk would.

Its accounts exist by ``--demo`` alone. They have one password, made anew at each start and printed in the
terminal, and the secretary comes in by a link that holds once.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from app.access import acting_as
from app.commands.errors import DemoMissingError
from app.services.access.demonstration import enter_people, renew_password
from minutes.inputs import read_agenda, read_roster

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.services import MeetingView, Services

DEMO = Path(__file__).parents[1] / "demo"
"""Folder of the demonstration."""

PIECE = 256 * 1024
"""Bytes read at once."""


async def enter_demo(services: Services, folder: Path = DEMO) -> str:
    """Enter the meeting, unless it is there already, start its processing and return its id.

    Raises:
        DemoMissingError: a file of the demonstration is missing.
    """
    recording = _require(folder / "recording.opus")
    agenda, roster = _require(folder / "agenda.json"), _require(folder / "roster.json")
    with recording.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    plan = read_agenda(agenda)
    info = plan.meeting
    with acting_as(await enter_people(services.database, info.body or "", info.organization or "")):
        meeting = await _find(services, sha256)
        if meeting is None:
            meeting = await services.meetings.create_meeting(plan, read_roster(roster))
            await services.recordings.add(meeting.summary.id, recording.name, _pieces(recording))
            meeting = await services.meetings.get_meeting(meeting.summary.id)
        if meeting.summary.state in {"recorded", "cancelled", "failed"}:
            await services.processing.start(meeting.summary.id)
    return meeting.summary.id


async def open_demo(services: Services, meeting: str) -> tuple[str, str]:
    """Return the path by which the secretary comes in, once, and the accounts' password, made now."""
    password, secretary = await renew_password(services.database)
    return await services.entrance.setup.make_demo_link(secretary, f"/meetings/{meeting}"), password


async def _find(services: Services, sha256: str) -> MeetingView | None:
    for summary in await services.meetings.list_meetings():
        meeting = await services.meetings.get_meeting(summary.id)
        if any(part.sha256 == sha256 for part in meeting.recordings):
            return meeting
    return None


def _require(path: Path) -> Path:
    if not path.is_file():
        raise DemoMissingError(path=path)
    return path


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
