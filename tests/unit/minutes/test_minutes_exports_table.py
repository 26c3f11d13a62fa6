"""Tables and SubRip: what is in them, and that nothing in them is mistaken for something else."""

from __future__ import annotations

import csv
import io
import re

from minutes_sample import meeting

from diarize.types import Utterance
from minutes.exports import transcript_csv, transcript_srt, transcript_vtt, votes_csv
from minutes.types import (
    Agenda,
    AgendaItem,
    Minutes,
    MinutesDecision,
    MinutesItem,
    MinutesVote,
    Speaker,
    Transcript,
)

TIME = re.compile(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}")


def rows(text):
    """Return a table as a list of lines by name."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_utterance_is_a_line():
    """Nothing is lost, with the name and the title of the item; what has no time has an empty cell."""
    sample = meeting()
    found = rows(transcript_csv(sample.transcript, sample.agenda))
    assert [one["text"].split() for one in found] == [
        one.text.split() for one in sample.transcript.utterances
    ]
    titles = {item.number: item.title for item in sample.agenda.items}
    assert all(one["title"] == titles.get(one["item"], "") for one in found)
    bare = Transcript(utterances=(Utterance(id="u1", text="Ja", start=None, end=None),))
    assert rows(transcript_csv(bare, Agenda()))[0]["start"] == ""


def test_no_cell_is_a_formula():
    """What a spreadsheet would compute is text; quotes, commas and line breaks come back whole."""
    said = '=HYPERLINK("http://x"),\nmit "Komma"'
    made = Transcript(utterances=(Utterance(id="u1", text=said, start=0.0, end=1.0, speaker="S1", item="1"),),
                      speakers=(Speaker(id="S1", name="@Name"),))  # fmt: skip
    agenda = Agenda(items=(AgendaItem(number="1", title="+Titel"),))
    line = rows(transcript_csv(made, agenda))[0]
    assert line["text"] == "'" + " ".join(said.split())
    assert (line["name"], line["title"]) == ("'@Name", "'+Titel")


def test_every_vote_is_a_line():
    """Counts that nobody stated are empty; the public table holds public votes alone."""
    minutes = Minutes(
        items=(
            MinutesItem(
                number="Ö 1",
                title="Haushalt",
                decisions=(MinutesDecision(id="d1", text="Wird beschlossen."),),
                votes=(MinutesVote(id="v1", result="accepted", yes=8, unanimous=False, decision="d1"),),
            ),
            MinutesItem(
                number="N 1",
                title="MARKGEHEIM",
                public=False,
                votes=(MinutesVote(id="v2", result="rejected", public=False),),
            ),
        )
    )
    whole, public = rows(votes_csv(minutes)), rows(votes_csv(minutes, part="public"))
    assert [one["item"] for one in whole] == ["Ö 1", "N 1"]
    assert public == whole[:1]
    line = public[0]
    assert (line["result"], line["unanimous"], line["yes"], line["no"]) == ("angenommen", "nein", "8", "")
    assert line["decision"] == "Wird beschlossen."


def test_subrip_holds_the_same_captions():
    """As many captions at the same times as WebVTT, numbered from 1, a name where the voice changes."""
    transcript = meeting().transcript
    blocks = [one.split("\n") for one in transcript_srt(transcript).strip().split("\n\n")]
    assert [one[0] for one in blocks] == [str(number) for number in range(1, len(blocks) + 1)]
    assert all(TIME.fullmatch(one[1]) for one in blocks)
    spans = [line for line in transcript_vtt(transcript).split("\n") if "-->" in line]
    assert [one[1].replace(",", ".") for one in blocks] == spans
    first = next(one.name for one in transcript.speakers if one.id == transcript.utterances[0].speaker)
    assert first is None or blocks[0][2].startswith(f"{first}: ")
    assert transcript_srt(Transcript()) == ""
