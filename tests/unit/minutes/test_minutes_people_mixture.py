"""Voices that a diarizer laid together or splintered: they had better stay unnamed."""

from __future__ import annotations

from diarize.types import Utterance
from minutes.people import name_speakers
from minutes.types import Person, Roster

ROSTER = Roster(
    people=(
        Person(name="Catherine Read", role="chair", office="Mayor"),
        Person(name="Billy Bates"),
        Person(name="Stacy Hall"),
        Person(name="Tom Peterson"),
    )
)
OPENING = ("C", "I call the meeting to order. The next item is the budget. All in favor? Any opposed?")
PRESENTS = ("M", "Good evening. The green building policy is a practical tool to deliver on city goals.")
ASKS = ("M", "I appreciate the presentation very much and only want to clarify a few things about it.")


def names(*lines: tuple[str, str]) -> dict[str, str | None]:
    said = tuple(Utterance(id=f"u{n}", speaker=voice, text=text) for n, (voice, text) in enumerate(lines, 1))
    return {speaker.id: speaker.name for speaker in name_speakers(said, ROSTER, chair="C")}


def test_a_splinter_of_the_chair_does_not_name_a_voice_that_is_called_by_others_too():
    """Three calls and nothing else are no sign of presiding; the voice is a mixture of several members."""
    mixture = (
        *(OPENING, ("X", "Councilmember Bates, Councilmember Bates."), PRESENTS),
        *(("C", "Councilmember Hall."), ASKS),
        *(("X", "Councilmember Bates."), ASKS),
        *(("C", "Councilmember Peterson."), PRESENTS),
    )
    assert names(*mixture)["M"] is None


def test_a_voice_that_most_calls_mean_keeps_its_name():
    """One call for somebody else is the diarizer's slip."""
    lines = (
        *(OPENING, ("C", "Councilmember Bates."), ASKS),
        *(("C", "Councilmember Hall."), ASKS),
        *(("C", "Councilmember Bates."), PRESENTS),
        *(("C", "Councilmember Bates."), ASKS),
    )
    assert names(*lines)["M"] == "Billy Bates"
