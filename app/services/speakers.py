"""How many people speak in a meeting: unknown, exactly so many, or between two numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.errors import SpeakersContradict

if TYPE_CHECKING:
    from diarize import SpeakerCount

MOST = 100
"""More voices than any meeting has; a slip of the keyboard."""


def bounds_of(count: SpeakerCount) -> tuple[int | None, int | None]:
    """Return the least and the greatest number of voices; both are the same where it is known exactly.

    Raises:
        SpeakersContradict: the numbers exclude each other, or no meeting has so many voices.
    """
    if count.exact is not None and (count.minimum is not None or count.maximum is not None):
        raise SpeakersContradict(detail=f"{count.exact}, {count.minimum or '–'} … {count.maximum or '–'}")
    least, most = (count.exact, count.exact) if count.exact is not None else (count.minimum, count.maximum)
    if any(number is not None and not 1 <= number <= MOST for number in (least, most)):
        raise SpeakersContradict(detail=" … ".join(str(number) for number in (least, most) if number))
    if least is not None and most is not None and least > most:
        raise SpeakersContradict(detail=f"{least} > {most}")
    return least, most
