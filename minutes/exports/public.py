"""The public part of a meeting, cut before anything is rendered from it.

What is public is asked of :class:`minutes.draft.sources.Sources`, as for the minutes themselves: what was
said under a non-public item, after the end of the public part, or in doubt, is left out; what is not
there cannot leak from any rendering.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from minutes.draft.sources import Sources
from minutes.render.phrases import CLOSED_TITLE
from minutes.types import Outcomes

if TYPE_CHECKING:
    from minutes.types import Agenda, Transcript


class PublicPart(NamedTuple):
    """What the exports are made from; nothing non-public is in it."""

    transcript: Transcript
    outcomes: Outcomes
    agenda: Agenda


def public_part(transcript: Transcript, outcomes: Outcomes, agenda: Agenda) -> PublicPart | None:
    """Return the public part; None where the whole meeting is public.

    Of non-public items number and time of the call remain, with a title that says nothing, as in the
    agenda of the public minutes.
    """
    sources = Sources(transcript=transcript, outcomes=outcomes, agenda=agenda, roster=None)
    if not sources.has_closed_part and not sources.closed_items:
        return None
    spoken = tuple(one for one in transcript.utterances if sources.is_public(one))
    voices = {one.speaker for one in spoken}
    return PublicPart(
        transcript=msgspec.structs.replace(
            transcript,
            utterances=spoken,
            speakers=tuple(one for one in transcript.speakers if one.id in voices),
            warnings=(),
        ),
        outcomes=Outcomes(items=outcomes.items),
        agenda=msgspec.structs.replace(
            agenda,
            items=tuple(
                item if item.public else msgspec.structs.replace(item, title=CLOSED_TITLE, paper=None)
                for item in agenda.items
            ),
        ),
    )
