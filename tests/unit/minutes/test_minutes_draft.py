"""The draft: what was found arrives with its evidence, and nothing is made up."""

from __future__ import annotations

import msgspec
import pytest
from minutes_sample import TRICKY, meeting

from minutes.draft import describe_engines, draft_minutes
from minutes.types import (
    Agenda,
    AgendaItem,
    AttendanceChange,
    Decision,
    Minutes,
    Outcomes,
    Provenance,
    Transcript,
    Vote,
)


def item_of(minutes: Minutes, number: str):
    return next(item for item in minutes.items if item.number == number)


def codes(points) -> set[str]:
    return {point.code for point in points}


def test_items_keep_the_order_of_the_agenda():
    """Items taken out of order still stand in the order of the agenda."""
    assert [item.number for item in meeting().draft().items] == ["Ö 1", "Ö 2", "Ö 3", "Ö 4", "Ö 5", "N 1"]


def test_draft_survives_json():
    """The document comes back from minutes.json as it was."""
    draft = meeting().draft()
    assert draft == msgspec.json.decode(msgspec.json.encode(draft), type=Minutes)


def test_same_input_gives_same_draft():
    """Drafting is pure."""
    assert meeting().draft() == meeting().draft()


def test_counts_nobody_stated_stay_empty():
    """A vote without counts keeps None, and the gap is an open point."""
    item = item_of(meeting().draft(), "Ö 3")
    vote = item.votes[0]
    assert (vote.yes, vote.no, vote.abstain) == (None, None, None)
    assert "counts-missing" in codes(item.open_points)


def test_unanimous_vote_misses_no_counts():
    """Unanimity needs no numbers."""
    assert "counts-missing" not in codes(item_of(meeting().draft(), "Ö 5").open_points)


def test_vote_is_paired_with_its_wording():
    """A main vote names the decision it was about, with evidence in seconds."""
    item = item_of(meeting().draft(), "Ö 2")
    assert item.decisions[0].id == item.votes[0].decision
    assert [evidence.second for evidence in item.votes[0].evidence] == [220.0]


def test_several_votes_take_the_wording_before_them():
    """Of two decisions each vote gets the one spoken last before its result."""
    sample = meeting()
    sample.outcomes = Outcomes(
        votes=(
            Vote(item="Ö 2", result="accepted", evidence=("u8",)),
            Vote(item="Ö 2", result="rejected", evidence=("u12",)),
        ),
        decisions=(
            Decision(item="Ö 2", text="Erstens.", evidence=("u7",)),
            Decision(item="Ö 2", text="Zweitens.", evidence=("u10",)),
        ),
    )
    item = item_of(sample.draft(), "Ö 2")
    wording = {decision.id: decision.text for decision in item.decisions}
    assert [wording[vote.decision] for vote in item.votes] == ["Erstens.", "Zweitens."]


def test_missing_wording_quotes_how_it_was_put():
    """Without a wording the chair's question is quoted, and never passed off as a decision."""
    item = item_of(meeting().draft(), "Ö 3")
    assert item.decisions == ()
    assert (
        item.votes[0].question.text
        == "Wir stimmen über die Vorlage 31/2026 in der Fassung des Ausschusses ab."
    )
    assert "wording-missing" in codes(item.open_points)


def test_subject_in_place_of_a_wording_is_told():
    """Where the item's subject stands in for a wording, the question is quoted all the same."""
    sample = meeting()
    subject = Decision(item="Ö 3", text="Gebühren der Gemeindebücherei", origin="derived", evidence=("u15",))
    sample.outcomes = msgspec.structs.replace(sample.outcomes, decisions=(subject,))
    item = item_of(sample.draft(), "Ö 3")
    assert item.decisions[0].id == item.votes[0].decision
    assert "Fassung des Ausschusses" in item.votes[0].question.text
    assert "wording-missing" in codes(item.open_points)


def test_codes_of_warnings_become_sentences():
    """The secretary reads words, not codes."""
    sample = meeting()
    sample.transcript = msgspec.structs.replace(sample.transcript, warnings=("diarization-failed",))
    texts = [point.text for point in sample.draft().open_points if point.code == "contradiction"]
    assert any(text.startswith("Die Stimmen konnten nicht getrennt werden") for text in texts)


def test_decision_without_result_is_an_open_point():
    """A wording whose vote was not heard is reported."""
    sample = meeting()
    sample.outcomes = msgspec.structs.replace(sample.outcomes, votes=())
    assert "vote-missing" in codes(item_of(sample.draft(), "Ö 2").open_points)


def test_every_extract_is_in_the_speakers_words():
    """Each piece of a quotation stands literally in the utterances it names."""
    sample = meeting()
    text = {utterance.id: utterance.text for utterance in sample.transcript.utterances}
    extracts = [extract for item in sample.draft().items for extract in item.course]
    assert len(extracts) >= 6
    for extract in extracts:
        source = " ".join(text[evidence.utterance] for evidence in extract.evidence)
        for piece in extract.text.split(" […] "):
            assert piece in source


def test_course_chooses_content():
    """Figures, positions and reasons are kept; thanks, small talk and interjections are not."""
    quoted = " ".join(extract.text for extract in item_of(meeting().draft(), "Ö 2").course)
    for kept in ("1,2 Millionen Euro", "Förderung am 31. Dezember endet", "lehnt den Ausbau"):
        assert kept in quoted
    for left in ("Vielen Dank", "Das Wetter", "Hört", "Zuschauen", "Wer ist dafür"):
        assert left not in quoted


def test_gap_in_a_quotation_is_marked():
    """Where a sentence in between is left out, the quotation says so."""
    assert "60 Prozent. […] Die Verwaltung" in item_of(meeting().draft(), "Ö 2").course[0].text


def test_motion_is_not_quoted_twice():
    """What is printed as a motion does not come again in the course."""
    item = item_of(meeting().draft(), "Ö 2")
    assert item.motions[0].mover == "Mia Sander"
    assert not any(item.motions[0].text in extract.text for extract in item.course)


def test_requests_and_assignments_stand_in_the_minutes():
    """Who wants something in the minutes, and who is to do what until when, is kept with its evidence."""
    item = item_of(meeting().draft(), "Ö 2")
    (statement,), (assignment,) = item.statements, item.assignments
    assert (statement.speaker, statement.evidence[0].utterance) == ("Ruth Ahlers", "u10")
    assert (assignment.who, assignment.until) == ("Dirk Pohlmann", "noch in diesem Jahr")
    assert (statement.public, assignment.public) == (True, True)
    (secret,) = item_of(meeting().draft(), "N 1").assignments
    assert (secret.who, secret.public) == (None, False)


def test_extract_starts_at_its_own_second():
    """The second is that of the first quoted sentence, not of the utterance."""
    utterance = meeting().transcript.utterances[5]
    start = item_of(meeting().draft(), "Ö 2").course[0].start
    assert utterance.start < start < utterance.start + 5


def test_unknown_voice_and_doubtful_words_are_marked():
    """An unknown speaker stays unknown; unsure recognition is said."""
    item = item_of(meeting().draft(), "Ö 3")
    assert (item.course[0].speaker, item.course[0].doubtful) == (None, True)
    assert {"speaker-unknown", "doubtful-text"} <= codes(item.open_points)


def test_attendance_puts_the_meeting_before_the_list():
    """Excused by word, arrived by word, heard though listed absent, and not known at all."""
    draft = meeting().draft()
    states = {attendee.name: (attendee.state, attendee.origin) for attendee in draft.attendees}
    assert states["Olga Winkler"] == ("excused", "stated")
    assert states["Sepp Brandl"] == ("present", "stated")
    assert states["Ruth Ahlers"] == ("present", "derived")
    assert states["Tilo Graf"] == ("unknown", "entered by hand")
    assert {"absent-but-speaks", "attendance-unknown"} <= codes(draft.open_points)


def test_arrival_has_time_item_and_evidence():
    """An arrival names when and during which item."""
    move = meeting().draft().moves[0]
    assert (
        move.person,
        move.kind,
        move.time,
        move.item,
        move.evidence[0].second,
    ) == ("Sepp Brandl", "arrived", "18:31", "Ö 3", 240.0)


def test_somebody_not_on_the_list_is_reported():
    """A person heard of but not on the list appears, without a vote, and is an open point."""
    sample = meeting()
    change = AttendanceChange(person="Frau Neu", state="arrived", evidence=("u13",))
    sample.outcomes = msgspec.structs.replace(sample.outcomes, attendance=(change,))
    draft = sample.draft()
    stranger = next(a for a in draft.attendees if a.name == "Frau Neu")
    assert (stranger.role, stranger.votes) == (None, False)
    assert "not-on-roster" in codes(draft.open_points)


def test_head_tells_both_ends():
    """The public part ends at its own time; the end of the meeting is known as not public."""
    head = meeting().draft().head
    assert (head.begin.value, head.public_end.value, head.end.value) == ("18:04", "19:12", "19:47")
    assert (head.public_end.public, head.end.public) == (True, False)


def test_parts_are_kept_apart():
    """Everything resting on the non-public part says so."""
    draft = meeting().draft()
    closed = item_of(draft, "N 1")
    said = [*closed.course, *closed.votes, *closed.open_points]
    assert said
    assert {False} == {one.public for one in said}
    assert not next(a for a in draft.attendees if a.name == "Gustav Zwirnbach").public


def test_stranger_of_the_other_part_is_not_public():
    """Somebody who is only mentioned as arriving in the non-public part stays out of the public list."""
    sample = meeting()
    change = AttendanceChange(person="Frau Neu", state="arrived", evidence=("u19",))
    sample.outcomes = msgspec.structs.replace(sample.outcomes, attendance=(change,))
    draft = sample.draft()
    assert not next(a for a in draft.attendees if a.name == "Frau Neu").public
    assert not draft.moves[0].public


def test_speech_after_the_public_end_is_held_back():
    """A public item talked about after the public part is closed does not slip into public minutes."""
    sample = meeting()
    spoken = list(sample.transcript.utterances)
    spoken[19] = msgspec.structs.replace(spoken[19], item="Ö 2")
    sample.transcript = msgspec.structs.replace(sample.transcript, utterances=tuple(spoken))
    item = item_of(sample.draft(), "Ö 2")
    assert [extract.public for extract in item.course if "412.000" in extract.text] == [False]
    assert "spoken-after-public-end" in codes(item.open_points)


def test_item_not_on_the_agenda_is_kept():
    """Utterances of an item the agenda does not know are not lost."""
    sample = meeting()
    sample.agenda = Agenda(items=tuple(item for item in sample.agenda.items if item.number != "Ö 3"))
    draft = sample.draft()
    assert draft.items[-1].number == "Ö 3"
    assert draft.items[-1].course


def test_unassigned_utterances_are_counted():
    """What belongs to no item is counted and reported."""
    draft = meeting().draft()
    assert draft.unassigned == 1
    assert "unassigned" in codes(draft.open_points)


def test_silence_gives_valid_minutes_full_of_gaps():
    """A recording without speech gives a draft that names what is missing."""
    draft = draft_minutes(
        Transcript(),
        Outcomes(),
        Agenda(items=(AgendaItem(number="1", title="Haushalt"),)),
        None,
        provenance=Provenance(),
    )
    assert [item.state for item in draft.items] == ["not reached"]
    assert {"begin-missing", "end-missing", "chair-missing", "clerk-missing", "quorum-missing"} <= codes(
        draft.open_points
    )


@pytest.mark.parametrize("unknown", ["u99", ""])
def test_evidence_that_does_not_exist_is_left_out(unknown):
    """An id that is not in the transcript is dropped, not followed."""
    sample = meeting()
    vote = Vote(item="Ö 2", result="accepted", evidence=(unknown, "u12"))
    sample.outcomes = Outcomes(votes=(vote,))
    assert [e.utterance for e in item_of(sample.draft(), "Ö 2").votes[0].evidence] == ["u12"]


def test_transcript_without_times_is_drafted():
    """Text-only input gives a draft without seconds."""
    sample = meeting()
    spoken = tuple(
        msgspec.structs.replace(u, start=None, end=None, confidence=None)
        for u in sample.transcript.utterances
    )
    sample.transcript = msgspec.structs.replace(sample.transcript, utterances=spoken)
    item = item_of(sample.draft(), "Ö 2")
    assert TRICKY in [extract.text for extract in item.course]
    assert {None} == {extract.start for extract in item.course}


def test_engines_are_told_in_words():
    """The provenance names back-end, version and models."""
    told = describe_engines({"transcriber": {"name": "a", "version": "1", "models": {"m": "x"}}, "odd": 3})
    assert told == {"Spracherkennung": "a 1 (m)"}
