"""Captions, chapters and the readable transcript."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec
import pytest
from minutes_sample import TRICKY, meeting

from diarize.types import Utterance
from minutes.exports import chapters_vtt, public_part, transcript_txt, transcript_vtt
from minutes.render.phrases import CLOSED_TITLE
from minutes.types import (
    Agenda,
    AgendaItem,
    ItemOutcome,
    MeetingFacts,
    Outcomes,
    RecordingInfo,
    Speaker,
    Transcript,
)
from transcribe.types import Word

TIMES = re.compile(r"^(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})$")


def cues(text: str) -> list[tuple[float, float, list[str]]]:
    head, *blocks = text.rstrip("\n").split("\n\n")
    assert head == "WEBVTT"
    read = []
    for block in blocks:
        _, times, *lines = block.split("\n")
        parts = [int(part) for part in TIMES.fullmatch(times).groups()]
        start, end = (h * 3600 + m * 60 + s + ms / 1000 for h, m, s, ms in (parts[:4], parts[4:]))
        read.append((start, end, lines))
    return read


def test_captions_are_short_enough_to_read():
    """Two lines of 42 characters at most, at most seven seconds, in order of time."""
    found = cues(transcript_vtt(meeting().transcript))
    assert [start for start, _, _ in found] == sorted(start for start, _, _ in found)
    for start, end, lines in found:
        words = [re.sub(r"^<v [^>]*>", "", line) for line in lines]
        assert len(words) <= 2
        assert (
            max(len(line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) for line in words)
            <= 42
        )
        assert 0 < end - start <= 7.001


def test_captions_say_everything():
    """No word of the transcript is missing from the captions."""
    transcript = meeting().transcript
    said = " ".join(" ".join(lines) for _, _, lines in cues(transcript_vtt(transcript)))
    said = re.sub(r"<v [^>]*>", "", said).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert " ".join(u.text for u in transcript.utterances).split() == said.split()


def test_captions_escape_tags():
    """What looks like a tag is text, in words and in names."""
    spoken = Utterance(id="u1", text="a --> b <i>c</i> & d", speaker="S1", start=0.0, end=4.0)
    text = transcript_vtt(Transcript(speakers=(Speaker(id="S1", name="X > Y\n& Z"),), utterances=(spoken,)))
    assert "<v X &gt; Y &amp; Z>a --&gt; b &lt;i&gt;c&lt;/i&gt; &amp; d" in text


def test_captions_follow_the_words():
    """Cues begin and end with their words; a pause ends a cue."""
    words = (
        Word(start=1.0, end=1.4, text="Guten", probability=0.9),
        Word(start=1.5, end=2.0, text="Abend.", probability=0.9),
        Word(start=6.0, end=6.8, text="Danke.", probability=0.9),
    )
    spoken = Utterance(id="u1", text="Guten Abend. Danke.", speaker=None, start=1.0, end=6.8, words=words)
    found = cues(transcript_vtt(Transcript(utterances=(spoken,))))
    assert found == [(1.0, 2.0, ["Guten Abend."]), (6.0, 6.8, ["Danke."])]


def test_captions_of_nothing():
    """A transcript without times gives an empty but valid file."""
    assert transcript_vtt(Transcript(utterances=(Utterance(id="u1", text="a"),))) == "WEBVTT\n"


def test_chapters_follow_each_other():
    """One chapter per call, items called together in one, no two at the same time."""
    sample = meeting()
    found = cues(chapters_vtt(sample.transcript, sample.outcomes, sample.agenda))
    assert len(found) == 5
    assert found[2][2] == ["Ö 3 Gebühren der Gemeindebücherei / Ö 5 Benutzungsordnung der Gemeindebücherei"]
    assert all(earlier[1] == later[0] for earlier, later in pairwise(found))
    assert sample.transcript.recording.duration == found[-1][1]


def test_chapters_of_nothing():
    """Without calls there are no chapters."""
    assert chapters_vtt(Transcript(), Outcomes(), Agenda()) == "WEBVTT\n"


def test_text_has_items_speakers_and_every_word():
    """The readable transcript keeps order and words; the unassigned stand under their own heading."""
    sample = meeting()
    text = transcript_txt(sample.transcript, sample.agenda)
    assert text.startswith("Keinem Tagesordnungspunkt zugeordnet\n====")
    assert "Ö 2 Ausbau des Radwegs „Süd“\n====" in text
    assert f"Mia Sander [0:02:00]\n{TRICKY}" in text
    for utterance in sample.transcript.utterances:
        assert utterance.text in text


def test_text_joins_one_voice():
    """Consecutive utterances of one voice in one item stand together under one name."""
    sample = meeting()
    own = msgspec.structs.replace(sample.transcript, utterances=sample.transcript.utterances[1:4])
    assert transcript_txt(own, sample.agenda).count("Eva Kornblum") == 1


MARK = "ZWIEBELTURM"
"""Stands wherever something is not public."""


def closed_meeting(*, public_until=None, unassigned=None) -> tuple[Transcript, Outcomes, Agenda]:
    """A meeting whose non-public part holds the mark in every place that an export could read."""
    said = [("u1", "Ö 1", "S1", "Guten Abend."), ("u2", "Ö 2", "S2", "Zum Haushalt.")]
    said += [("u3", unassigned, "S1", f"{MARK} zwischendurch.")] if unassigned != "no" else []
    said += [("u4", "N 1", "S3", f"{MARK} kostet viel."), ("u5", None, "S1", f"{MARK} danach.")]
    utterances = tuple(
        Utterance(
            id=name,
            item=item,
            speaker=voice,
            text=text,
            start=10.0 * place,
            end=10.0 * place + 5,
            words=tuple(
                Word(start=10.0 * place + n, end=10.0 * place + n + 0.5, text=word, probability=0.9)
                for n, word in enumerate(text.split())
            ),
        )
        for place, (name, item, voice, text) in enumerate(said)
    )
    items = tuple(
        ItemOutcome(number=number, state="handled", start=start)
        for number, start in (("Ö 1", 0.0), ("Ö 2", 10.0), ("N 1", 30.0))
    )
    agenda = Agenda(
        items=(
            AgendaItem(number="Ö 1", title="Eröffnung"),
            AgendaItem(number="Ö 2", title="Haushalt"),
            AgendaItem(number="N 1", title=f"Verkauf {MARK}", public=False, paper=MARK),
        )
    )
    speakers = (
        Speaker(id="S1", name="Eva"),
        Speaker(id="S2", name="Jens"),
        Speaker(id="S3", name=f"Dr. {MARK}"),
    )
    recording = RecordingInfo(duration=60.0)
    transcript = Transcript(utterances=utterances, speakers=speakers, recording=recording, warnings=(MARK,))
    return transcript, Outcomes(items=items, meeting=MeetingFacts(public_until=public_until)), agenda


@pytest.mark.parametrize(
    "meeting_parts",
    [closed_meeting(public_until="u2"), closed_meeting(unassigned="no"), closed_meeting(unassigned="N 1")],
    ids=["end announced", "end not heard", "by the item alone"],
)
def test_nothing_non_public_reaches_a_public_export(meeting_parts):
    """Neither words nor names, titles or papers of the non-public part are in any public form."""
    cut = public_part(*meeting_parts)
    transcript, outcomes, agenda = cut
    made = (transcript_vtt(transcript), chapters_vtt(*cut), transcript_txt(transcript, agenda))
    assert not any(MARK in text for text in made)
    assert MARK.encode() not in msgspec.json.encode((transcript, outcomes, agenda))
    assert all("Zum Haushalt." in text for text in (made[0], made[2]))


def test_a_closed_item_keeps_number_and_time():
    """The chapter of the item before ends where the closed one begins, whose title says nothing."""
    found = cues(chapters_vtt(*public_part(*closed_meeting(public_until="u2"))))
    assert found[1:] == [(10.0, 30.0, ["Ö 2 Haushalt"]), (30.0, 60.0, [f"N 1 {CLOSED_TITLE}"])]


def test_the_complete_exports_stay_complete():
    """Cutting changes nothing of what it is given."""
    transcript, outcomes, agenda = closed_meeting(public_until="u2")
    public_part(transcript, outcomes, agenda)
    assert all(MARK in text for text in (transcript_vtt(transcript), transcript_txt(transcript, agenda)))
    assert MARK in chapters_vtt(transcript, outcomes, agenda)


def test_a_public_meeting_has_no_second_form():
    """Where everything is public nothing is cut."""
    transcript = Transcript(utterances=(Utterance(id="u1", text="a", item="1"),))
    assert public_part(transcript, Outcomes(), Agenda(items=(AgendaItem(number="1", title="A"),))) is None
