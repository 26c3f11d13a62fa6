"""The translation keeps voices, items and the public part, and marks what does not agree."""

from __future__ import annotations

import pytest

from app.pipeline.checkpoints import FileCheckpoints
from app.pipeline.translation import DOUBT, NOTHING, Found, pieces_of, translate_transcript, translation_files
from diarize.types import Utterance
from minutes.draft.sources import Sources
from minutes.types import (
    Agenda,
    AgendaItem,
    MeetingFacts,
    Outcomes,
    RecordingInfo,
    Roster,
    Speaker,
    Transcript,
)
from models.control import NeverCancelled, no_progress
from transcribe.audio import Audio

AGENDA = Agenda(
    items=(AgendaItem(number="Ö 1", title="Radweg"), AgendaItem(number="N 1", title="Verkauf", public=False))
)
OUTCOMES = Outcomes(meeting=MeetingFacts(public_until="u4"))
SAID = (
    ("u1", "S1", "Ö 1", 0.0, 4.0, "Wir kommen zum Radweg.", ()),
    ("u2", "S1", "Ö 1", 4.5, 9.0, "Er kostet 250.000 Euro.", ()),
    ("u3", "S2", "Ö 1", 9.5, 9.9, "Hm.", ()),
    ("u4", "S1", "Ö 1", 10.0, 14.0, "Das ist beschlossen.", ()),
    ("u5", "S1", "N 1", 14.5, 19.0, "Das Grundstück kostet 90.000 Euro.", ()),
    ("u6", "S2", "N 1", 20.0, 24.0, "Vielen Dank. Vielen Dank.", ("loop",)),
)
TRANSCRIPT = Transcript(
    recording=RecordingInfo(sha256="ab", duration=25.0),
    speakers=(Speaker(id="S1", name="Petra Albrecht"), Speaker(id="S2")),
    utterances=tuple(
        Utterance(id=key, speaker=voice, item=item, start=start, end=end, text=text, flags=flags)
        for key, voice, item, start, end, text, flags in SAID
    ),
)
ENGLISH = (
    "We come to the cycle path. It costs 250,000 euros.",
    "That is decided.",
    "The plot costs 95,000 euros.",
)


class Scripted:
    """Says its sentences in order and remembers what it was asked for."""

    def __init__(self, sentences, breaks_after=None):
        self.sentences, self.asked, self.breaks_after = list(sentences), [], breaks_after

    def translate(self, audio, stretches, *, language, cancel):  # noqa: ARG002 - the protocol's
        for stretch in stretches:
            if self.breaks_after is not None and len(self.asked) == self.breaks_after:
                raise KeyboardInterrupt
            self.asked.append((stretch.start, stretch.end))
            yield self.sentences.pop(0)


def translated(translator, folder):
    return translate_transcript(
        translator, Audio(folder / "sound"), Found(TRANSCRIPT, OUTCOMES, AGENDA, Roster()),
        checkpoints=FileCheckpoints(folder / "kept"), key="ab", progress=no_progress, cancel=NeverCancelled(),
    )  # fmt: skip


def test_a_piece_is_of_one_voice_one_item_and_one_part():
    """Coughs and invented text are left out; the border of the public part is never crossed."""
    pieces = pieces_of(TRANSCRIPT, Sources(TRANSCRIPT, OUTCOMES, AGENDA, None))
    assert [tuple(one.id for one in piece.said) for piece in pieces] == [("u1", "u2"), ("u4",), ("u5",)]


def test_what_does_not_agree_is_marked(tmp_path):
    """A wrong sum is doubted, right ones are not; voice, item and times stay."""
    made = translated(Scripted(ENGLISH), tmp_path)
    assert [one.text for one in made.utterances] == [*ENGLISH[:2], f"{DOUBT} {ENGLISH[2]}"]
    assert [(one.id, one.speaker, one.item, one.start, one.end) for one in made.utterances] == [
        ("u1", "S1", "Ö 1", 0.0, 9.0),
        ("u4", "S1", "Ö 1", 10.0, 14.0),
        ("u5", "S1", "N 1", 14.5, 19.0),
    ]
    assert made.language == "en"


def test_what_was_not_understood_is_told(tmp_path):
    """A piece without words stays in its place and says so."""
    made = translated(Scripted((ENGLISH[0], "", ENGLISH[2])), tmp_path)
    assert made.utterances[1].text == NOTHING


def test_the_public_form_holds_the_public_part_alone(tmp_path):
    """Captions and text in both forms; nothing of the closed part in the public one."""
    files = translation_files(translated(Scripted(ENGLISH), tmp_path), TRANSCRIPT, OUTCOMES, AGENDA)
    assert set(files) == {
        "translation.en.vtt", "translation.en.txt", "translation.en.public.vtt", "translation.en.public.txt",
    }  # fmt: skip
    for name, data in files.items():
        assert (b"plot" in data) == (".public." not in name), name
        assert b"cycle path" in data
        assert b"Verkauf" not in data or ".public." not in name
    assert files["translation.en.txt"].startswith(b"Machine translation")


def test_a_broken_run_goes_on_where_it_stopped(tmp_path):
    """Pieces that are finished are not heard again."""
    with pytest.raises(KeyboardInterrupt):
        translated(Scripted(ENGLISH, breaks_after=2), tmp_path)
    rest = Scripted(ENGLISH[2:])
    made = translated(rest, tmp_path)
    assert rest.asked == [(14.5, 19.0)]
    assert len(made.utterances) == 3
