"""The result page as values: runs, overview, voices, and words as HTML."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from app.services import MeetingSummary, MeetingView
from app.web.desk import build_desk
from app.web.pages import words
from diarize.types import Utterance
from minutes.draft import draft_minutes
from minutes.types import (
    Agenda,
    AgendaItem,
    ItemOutcome,
    MeetingFacts,
    Outcomes,
    RecordingInfo,
    Roster,
    Speaker,
    Transcript,
)
from minutes.types.minutes import Provenance
from transcribe.types import Word

AGENDA = Agenda(
    items=(
        AgendaItem(number="Ö 1", title="Eröffnung"),
        AgendaItem(number="Ö 2", title="Haushalt"),
        AgendaItem(number="N 1", title="Grundstück", public=False),
    )
)


def said(number, item, speaker="S1", **more):
    return Utterance(
        id=f"u{number}",
        text=f"Satz {number}.",
        speaker=speaker,
        start=number * 10.0,
        end=number * 10.0 + 8,
        item=item,
        **more,
    )


def desk(*utterances, outcomes=Outcomes(), warnings=()):  # noqa: B008 - frozen
    summary = MeetingSummary(
        id="m", title="Rat", body="Stadt", organization="Rat", number=None, date=None, start=None, place=None,
        public=True, state="done", fraction=1, duration=60, created=datetime(2026, 5, 21, tzinfo=UTC),
    )  # fmt: skip
    meeting = MeetingView(
        summary=summary,
        agenda=AGENDA,
        roster=Roster(),
        glossary=(),
        language="de",
        profile="p",
        recordings=(),
    )
    transcript = Transcript(
        recording=RecordingInfo(duration=60.0),
        speakers=(Speaker(id="S1", name="Sabine Möller", confidence=0.9),),
        utterances=utterances,
        warnings=warnings,
    )
    minutes = draft_minutes(transcript, outcomes, AGENDA, Roster(), provenance=Provenance())
    return build_desk(meeting, transcript, outcomes, minutes)


def test_nothing_said_is_lost_and_the_order_of_the_sound_is_kept():
    """Every utterance is in exactly one run, also the unassigned ones and those of an item taken up again."""
    made = desk(said(1, None), said(2, "Ö 1"), said(3, "Ö 2"), said(4, "Ö 1"), said(5, "Ö 1"))
    assert [[line.utterance.id for line in run.lines] for run in made.runs] == [
        ["u1"],
        ["u2"],
        ["u3"],
        ["u4", "u5"],
    ]
    assert [run.number for run in made.runs] == [None, "Ö 1", "Ö 2", "Ö 1"]
    assert [run.continued for run in made.runs] == [False, False, False, True]
    assert [run.lines[0].utterance.id for run in made.unassigned] == ["u1"]


def test_overview_leads_to_the_first_run_of_each_item():
    """Items that nobody dealt with lead nowhere."""
    outcomes = Outcomes(items=(ItemOutcome(number="Ö 2", state="handled", start=30.0, end=38.0),))
    made = desk(said(2, "Ö 1"), said(3, "Ö 2"), outcomes=outcomes)
    found = {entry.item.number: (entry.anchor, entry.start, entry.end) for entry in made.entries}
    assert found["Ö 2"] == ("run-2", 30.0, 38.0)
    assert found["N 1"][0] is None


def test_what_is_not_public_is_marked():
    """By its item, and by the end of the public part."""
    made = desk(
        said(1, "Ö 1"),
        said(2, "Ö 2"),
        said(3, "N 1"),
        outcomes=Outcomes(meeting=MeetingFacts(public_until="u1")),
    )
    assert [run.public for run in made.runs] == [True, False, False]
    assert [run.public for run in desk(said(1, "Ö 1"), said(2, None), said(3, "N 1")).runs] == [
        True,
        True,
        False,
    ]


def test_doubtful_places_and_voices_are_listed():
    """Overlap does not make a text doubtful; a voice without a name stays without."""
    made = desk(
        said(1, "Ö 1", flags=("overlap",)),
        said(2, "Ö 1", flags=("low-confidence",)),
        said(3, "Ö 1", "S2"),
        said(4, "Ö 1", "S2"),
        said(5, "Ö 1", "S2"),
    )
    assert [line.utterance.id for line in made.doubtful] == ["u2"]
    assert [(voice.label, voice.name, voice.seconds) for voice in made.voices] == [
        ("S2", None, 24.0),
        ("S1", "Sabine Möller", 16.0),
    ]
    assert [line.new_speaker for line in made.runs[0].lines] == [True, False, True, False, False]


def test_words_carry_their_second_and_are_escaped():
    """A word that looks like markup is shown, not obeyed; a doubtful one is marked."""
    spoken = (
        Word(start=1.5, end=2, text="<b>", probability=0.9),
        Word(start=2.25, end=3, text='"Ja"', probability=0.1),
    )
    text = words(said(1, None, words=spoken))
    assert text == (
        '<span data-start="1.50">&lt;b&gt;</span> <span data-start="2.25" class="unsure">&#34;Ja&#34;</span>'
    )
    assert words(Utterance(id="u1", text="a < b")) == "a &lt; b"


def test_eight_hours_are_put_together_quickly():
    """Seventy thousand words: the page must not make anybody wait for it."""
    spoken = tuple(Word(start=i, end=i + 0.5, text="Wort", probability=0.9) for i in range(10))
    utterances = [said(i, "Ö 1" if i % 50 < 40 else "Ö 2", f"S{i % 9}", words=spoken) for i in range(7000)]
    made = desk(*utterances)
    begun = time.process_time()
    length = sum(len(words(line.utterance)) for run in made.runs for line in run.lines)
    assert length > 2_000_000
    assert time.process_time() - begun < 2.0


def test_warnings_are_said_in_the_readers_language_and_once():
    """A code becomes a sentence; the open points do not repeat it."""
    made = desk(
        said(1, "Ö 1"), outcomes=Outcomes(warnings=("Punkt Ö 2 fehlt.",)), warnings=("sound-filled:3.0",)
    )
    assert made.notices("de")[0][1].startswith("Die Aufnahme hat Lücken von zusammen 3,0 Sekunden")
    assert made.notices("en")[0][1].startswith("The recording has gaps of 3.0 seconds")
    assert made.notices("en")[1] == ("de", "Punkt Ö 2 fehlt.")
    assert not any("Lücken" in point.text or "fehlt." in point.text for point in made.open_points)
