"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from diarize import SpeakerCount
from minutes.profiles import find_profile
from minutes.types import Agenda
from models.errors import InputError

EXISTING = click.Path(path_type=Path)
SPEAKERS_LOG = click.option(
    "--speakers-log",
    type=EXISTING,
    help="Who had the floor when: list of speakers or microphone log, CSV with name, begin, end.",
)
"""A list of speakers as evidence for names; read with :func:`minutes.inputs.read_speakers_log`."""


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


def with_state(agenda: Agenda, state: str | None) -> Agenda:
    """Return the agenda with the state whose law the minutes follow; its own where none is given.

    Raises:
        UnknownStateError: there is no profile of that state.
    """
    wanted = state or agenda.meeting.state
    if wanted is None:
        return agenda
    meeting = msgspec.structs.replace(agenda.meeting, state=find_profile(wanted).code)
    return msgspec.structs.replace(agenda, meeting=meeting)
