"""Use-cases of meetings: enter one, list them, show one, delete one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.views import MeetingSummary, MeetingView
    from minutes.types import Agenda, Roster


class MeetingService:
    """Enters and shows meetings."""

    async def list_meetings(self, *, limit: int = 100, offset: int = 0) -> tuple[MeetingSummary, ...]:
        """Return the meetings, the latest first."""
        raise NotImplementedError

    async def create_meeting(
        self,
        agenda: Agenda,
        roster: Roster,
        *,
        glossary: Sequence[str] = (),
        language: str = "de",
        profile: str = "open-base",
    ) -> MeetingView:
        """Enter a meeting; its municipality and council are found by name or entered too."""
        raise NotImplementedError

    async def get_meeting(self, meeting_id: str) -> MeetingView:
        """Return one meeting.

        Raises:
            MeetingNotFound: no meeting has the id (or it is no id at all).
        """
        raise NotImplementedError

    async def delete_meeting(self, meeting_id: str) -> None:
        """Delete a meeting with its recordings and results.

        Raises:
            MeetingNotFound: no meeting has the id.
            AlreadyRunning: it is being processed; cancel first.
        """
        raise NotImplementedError
