"""What is corrected in public items goes into the municipality's glossary, for the next meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db.mapping import WHOLE_MEETING, agenda_of, roster_of
from app.services.glossary import may_teach
from minutes.correcting import lessons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.services.glossary import GlossaryService
    from minutes.correcting import Corrected, Lesson

MOST = 5
"""Lessons of one call; a text replaced at hundreds of places is one lesson, told a few times."""


class Teacher:
    """Hands corrections on to the glossary."""

    def __init__(self, glossary: GlossaryService) -> None:
        self._glossary = glossary

    async def learn(
        self, session: AsyncSession, meeting_id: UUID, reworded: Sequence[tuple[str, Corrected, Corrected]]
    ) -> None:
        """Learn from corrected texts.

        A whole municipality reads its glossary, a committee's secretary too: what is said outside of public
        items, or where the item is not known, teaches nothing.

        Args:
            session: in which the corrections were made.
            meeting_id: the meeting.
            reworded: an utterance, the transcript before and the transcript after, for each correction.
        """
        if not reworded:
            return
        meeting = (await session.scalars(WHOLE_MEETING, {"meeting": meeting_id})).one()
        if not may_teach(meeting.body.id):
            return
        public = {item.number for item in agenda_of(meeting).items if item.public}
        roster = roster_of(meeting)
        names = tuple(person.name for person in roster.people) if roster else ()
        found: list[Lesson] = []
        for utterance, before, after in reworded:
            was, now = (state.lines[state.index()[utterance]] for state in (before, after))
            if now.item in public:
                found += lessons(was.text, now.text, names=names)
        for lesson in found[:MOST]:
            kind = "name" if lesson.name else "term"
            await self._glossary.correct(str(meeting.body.id), lesson.heard, lesson.written, kind)
