"""How many voices there may be: checking and resolving the caller's bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diarize.errors import SpeakerCountInvalid

if TYPE_CHECKING:
    from diarize.types import SpeakerCount


def check_count(speakers: SpeakerCount) -> tuple[int, int | None]:
    """Return (fewest, most) voices; most is None where nothing bounds them.

    Raises:
        SpeakerCountInvalid: a number below one, or bounds that contradict each other.
    """
    lowest = speakers.exact if speakers.exact is not None else (speakers.minimum or 1)
    highest = speakers.exact if speakers.exact is not None else speakers.maximum
    given = [value for value in (speakers.exact, speakers.minimum, speakers.maximum) if value is not None]
    outside = speakers.exact is not None and (
        (speakers.minimum is not None and speakers.exact < speakers.minimum)
        or (speakers.maximum is not None and speakers.exact > speakers.maximum)
    )
    if any(value < 1 for value in given) or (highest is not None and lowest > highest) or outside:
        raise SpeakerCountInvalid(value="/".join(str(value) for value in given))
    return lowest, highest
