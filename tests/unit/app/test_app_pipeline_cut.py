"""The public part of what was found: nothing of the other part is in it, in no form."""

from __future__ import annotations

import io
import re
import zipfile

import av
import msgspec
import numpy as np
import pytest

from app.pipeline.cut import public_cut
from app.pipeline.playback import cut_playback, encode_playback
from app.pipeline.text import DOCUMENTS, write_up
from diarize.types import Utterance
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster, Speaker, Transcript
from models.control import NeverCancelled, no_progress
from transcribe import SAMPLE_RATE

MARK = "ZWIEBELTURM"

AGENDA = Agenda(
    meeting=MeetingInfo(body="Aheim", organization="Rat", number="1", date="2026-05-21"),
    items=(
        AgendaItem(number="Ö 1", title="Haushalt"),
        AgendaItem(number="N 1", title=f"Grundstück {MARK}", public=False),
    ),
)
ROSTER = Roster(
    people=(
        Person(name="Sabine Möller", role="chair"),
        Person(name="Jens Krüger"),
        Person(name=f"Gast {MARK}", role="guest"),
    )
)
SAID = (
    (
        "Ich eröffne die Sitzung. Wir sind beschlussfähig. Ich rufe auf Tagesordnungspunkt Ö 1, Haushalt.",
        "S1",
    ),
    ("Ich beantrage, den Haushalt anzunehmen.", "S2"),
    (
        "Wer stimmt dafür? Gegenstimmen? Keine. Enthaltungen? Keine. Das ist einstimmig beschlossen.",
        "S1",
    ),
    ("Damit schließe ich den öffentlichen Teil der Sitzung.", "S1"),
    (f"Ich rufe auf Tagesordnungspunkt N 1, Grundstück {MARK}. Herr {MARK}, Sie haben das Wort.", "S1"),
    (f"Der {MARK} kostet vier Millionen. Ich beantrage den Kauf des {MARK}.", "S3"),
    (f"Wer stimmt dafür? Gegenstimmen? Keine. Der Kauf des {MARK} ist einstimmig beschlossen.", "S1"),
    ("Ich schließe die Sitzung um 21 Uhr.", "S1"),
)


def results(agenda=AGENDA, said=SAID):
    """Return what the pipeline makes of words."""
    utterances = tuple(
        Utterance(id=f"u{number}", speaker=voice, text=text, start=number * 10.0, end=number * 10.0 + 8)
        for number, (text, voice) in enumerate(said)
    )
    voices = dict.fromkeys(voice for _, voice in said)
    transcript = Transcript(utterances=utterances, speakers=tuple(Speaker(id=voice) for voice in voices))
    return write_up(transcript, agenda, ROSTER)


@pytest.fixture(scope="module")
def cut():
    made = public_cut(*results(), AGENDA)
    assert made is not None
    return made


def test_the_other_part_is_there_to_begin_with():
    """The whole result names what must not be seen; else the other tests show nothing."""
    for value in results():
        assert MARK in msgspec.json.encode(value).decode()


@pytest.mark.parametrize("kind", ["transcript", "outcomes", "minutes"])
def test_no_structure_names_it(cut, kind):
    """Titles, words, votes, motions, guests and names of the other part are gone."""
    assert MARK not in msgspec.json.encode(getattr(cut, kind)).decode()


def test_what_is_public_stays(cut):
    """Words, the vote and the wording of the public item are all there."""
    assert "Ich beantrage, den Haushalt anzunehmen." in [one.text for one in cut.transcript.utterances]
    assert [vote.item for vote in cut.outcomes.votes] == ["Ö 1"]
    assert [item.title for item in cut.minutes.items] == ["Haushalt", "Nichtöffentlicher Tagesordnungspunkt"]
    assert len(cut.minutes.items[0].votes) == 1


def test_no_evidence_points_beyond_the_border(cut):
    """Every utterance that anything rests on is one that may be read."""
    public = {one.id for one in cut.transcript.utterances}
    text = msgspec.json.encode((cut.outcomes, cut.minutes)).decode()
    named = set(re.findall(r'"(u\d+(?:\.\d+)?)"', text))
    assert named <= public
    assert {key.partition(".")[0] for key in public} == {"u0", "u1", "u2", "u3"}


def test_no_file_names_it(cut):
    """HTML, JSON, Word, PDF and the table of the public part hold nothing of the other."""
    assert {name.rpartition(".")[2] for name in cut.files} == {"csv", "docx", "html", "json", "pdf"}
    for name, data in cut.files.items():
        texts = [data]
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                texts = [archive.read(one) for one in archive.namelist()]
        assert not any(MARK.encode() in text for text in texts), name


def test_sound_ends_with_the_last_public_word(cut):
    """The stretch up to the first non-public utterance, and not the pause after it."""
    assert cut.sound_until == 38.0


def test_wholly_public_meeting_is_not_cut():
    """Where everything is public the results are the public part."""
    agenda = msgspec.structs.replace(AGENDA, items=AGENDA.items[:1])
    whole = results(agenda, SAID[:3])
    made = public_cut(*whole, agenda)
    assert made is not None
    assert (made.whole, made.minutes, made.files) == (True, whole[2], {})


def test_unknown_border_leaves_nothing_public():
    """With non-public items and no sign of where they begin, nothing is taken for public."""
    assert public_cut(*results(AGENDA, SAID[:3]), AGENDA) is None


def test_wholly_closed_meeting_has_no_public_part():
    """A meeting of non-public items has nothing to show."""
    agenda = msgspec.structs.replace(AGENDA, items=AGENDA.items[1:])
    assert public_cut(*results(agenda, SAID[4:]), agenda) is None


class Tone:
    """Ten seconds of a tone."""

    duration = 10.0

    def read(self, start, end):
        times = np.arange(int(start * SAMPLE_RATE), int(min(end, self.duration) * SAMPLE_RATE)) / SAMPLE_RATE
        return np.sin(440 * 2 * np.pi * times).astype(np.float32)


def test_sound_is_cut_without_encoding_again(tmp_path):
    """The copy ends before the border, by less than two packets, and plays."""
    whole = encode_playback(Tone(), tmp_path / "whole.m4a", progress=no_progress, cancel=NeverCancelled())
    made = cut_playback(whole, tmp_path / "public.m4a", 4.0)
    with av.open(str(made)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert 4.0 - 2 * 1024 / SAMPLE_RATE <= samples / SAMPLE_RATE <= 4.0 + 1024 / SAMPLE_RATE


def test_the_public_wortprotokoll_holds_the_public_words(cut):
    """Everything said in public stands in the public form of every kind that quotes, nothing else."""
    said = [one for item in cut.minutes.items for one in item.verbatim]
    assert said
    assert all(one.public for one in said)
    assert said[0].text.split()[0] in cut.files["verbatim.public.html"].decode()
    assert set(DOCUMENTS) == {
        ("minutes", "course"),
        ("decisions", "decisions"),
        ("results", "results"),
        ("verbatim", "verbatim"),
    }
    assert {f"{stem}.public.{kind}" for stem, _ in DOCUMENTS for kind in ("docx", "html", "pdf")} <= set(
        cut.files
    )
