"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from diarize import SpeakerCount
from models.errors import InputError

EXISTING = click.Path(path_type=Path)


class SpeakerBoundsError(InputError):
    """The numbers of speakers asked for contradict each other."""

    code = "speaker-bounds"
    de = "Die Zahl der Sprecher ist widersprüchlich: {detail}. Bitte die Angabe ändern."
    en = "The number of speakers contradicts itself: {detail}. Change the --…speakers options."


def speaker_count(exact: int | None, minimum: int | None, maximum: int | None) -> SpeakerCount:
    """Return the bounds as a value.

    Raises:
        SpeakerBoundsError: they exclude each other.
    """
    if exact is not None and (minimum is not None or maximum is not None):
        raise SpeakerBoundsError(detail="--speakers with --min-speakers/--max-speakers")
    if minimum is not None and maximum is not None and minimum > maximum:
        raise SpeakerBoundsError(detail=f"{minimum} > {maximum}")
    return SpeakerCount(exact=exact, minimum=minimum, maximum=maximum)
