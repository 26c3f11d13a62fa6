"""Puts the draft together; every part of it is worked out in a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from minutes.draft.attendance import draft_attendance
from minutes.draft.gaps import item_gaps, meeting_gaps
from minutes.draft.head import draft_findings, draft_head, named_role
from minutes.draft.items import draft_items
from minutes.draft.sources import Sources
from minutes.draft.verbatim import draft_verbatim
from minutes.profiles import find_profile, missing_fields
from minutes.types import Minutes, OpenPoint

if TYPE_CHECKING:
    from minutes.profiles import Profile
    from minutes.types import Agenda, Outcomes, Provenance, Roster, Transcript


def draft_minutes(
    transcript: Transcript,
    outcomes: Outcomes,
    agenda: Agenda,
    roster: Roster | None,
    *,
    provenance: Provenance,
    state: str | None = None,
) -> Minutes:
    """Draft the minutes from what was said, found and known beforehand.

    Pure: the same input gives the same draft. Nothing is claimed that the input does not hold; what
    is missing or doubtful is listed as open points.

    Args:
        transcript: With names and items.
        outcomes: Votes, motions, decisions, attendance and formal findings with their evidence.
        agenda: Of the invitation.
        roster: People, None where unknown.
        provenance: How the transcript came about (see :func:`minutes.draft.provenance_of`).
        state: Code or name of the state whose law the minutes follow; that of the agenda where None.

    Raises:
        UnknownStateError: there is no profile of that state.
    """
    wanted = state or agenda.meeting.state
    profile = find_profile(wanted) if wanted else None
    sources = Sources(transcript, outcomes, agenda, roster)
    chair = named_role(sources, "chair")
    head = draft_head(sources)
    attendees, moves = draft_attendance(sources)
    invited, quorum = draft_findings(sources)
    draft = Minutes(
        language=transcript.language,
        head=head,
        chair=chair,
        clerk=named_role(sources, "clerk"),
        attendees=attendees,
        moves=moves,
        invited_in_form=invited,
        quorum=quorum,
        items=tuple(draft_items(sources, chair=chair)),
        verbatim=draft_verbatim(sources, None),
        state=profile.code if profile else None,
        unassigned=sum(utterance.item is None for utterance in transcript.utterances),
        provenance=provenance,
        warnings=tuple(dict.fromkeys((*transcript.warnings, *outcomes.warnings))),
    )
    return with_open_points(draft, sources, profile)


def with_open_points(minutes: Minutes, sources: Sources, profile: Profile | None) -> Minutes:
    """Return the minutes with what is missing or doubtful in them as they stand now.

    Args:
        minutes: as drafted, or as a person changed them.
        sources: what the draft was made from.
        profile: of the state whose law they follow.
    """
    items = tuple(item_gaps(sources, item) for item in minutes.items)
    checked = meeting_gaps(sources, msgspec.structs.replace(minutes, items=items))
    if profile is None:
        return checked
    told = tuple(
        OpenPoint(code="state-law", text=missing.text(law=True), public=False)
        for missing in missing_fields(checked, profile)
    )
    return msgspec.structs.replace(checked, open_points=(*checked.open_points, *told))
