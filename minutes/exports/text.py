"""The transcript as a text to read: by item and speaker."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from minutes.people import whole_sentences

if TYPE_CHECKING:
    from diarize.types import Utterance
    from minutes.types import Agenda, Transcript

UNASSIGNED = "Keinem Tagesordnungspunkt zugeordnet"


def transcript_txt(transcript: Transcript, agenda: Agenda) -> str:
    """Return everything said, in order; a heading where the item changes, a name where the voice does.

    Sentences that an overlap cuts stand whole, under the voice that has the floor.

    Args:
        transcript: With items and names, as far as known.
        agenda: For the titles.
    """
    titles = {item.number: item.title for item in agenda.items}
    names = {speaker.id: speaker.name for speaker in transcript.speakers}
    read = [utterance for utterance in whole_sentences(transcript.utterances) if utterance.text.strip()]
    blocks: list[str] = []
    for number, spoken in groupby(read, key=lambda utterance: utterance.item):
        heading = UNASSIGNED if number is None else f"{number} {titles.get(number, '')}".strip()
        blocks.append(f"{heading}\n{'=' * len(heading)}")
        for label, own in groupby(spoken, key=lambda utterance: utterance.speaker):
            blocks.append(_speech(names.get(label or "") or label or "Unbekannt", list(own)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _speech(name: str, spoken: list[Utterance]) -> str:
    second = spoken[0].start
    time = (
        ""
        if second is None
        else f" [{int(second) // 3600}:{int(second) // 60 % 60:02d}:{int(second) % 60:02d}]"
    )
    text = " ".join(" ".join(utterance.text.split()) for utterance in spoken)
    return f"{name}{time}\n{text}"
