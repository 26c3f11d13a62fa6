"""Corrections of a transcript: nothing is lost, everything can be taken back."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.correcting import (
    BeginItem,
    Corrected,
    EditNotPossibleError,
    Join,
    Line,
    Mark,
    MergeSpeakers,
    Mute,
    NoSuchUtteranceError,
    RenameSpeaker,
    SetItem,
    SetSpeaker,
    SetText,
    Split,
    apply_edit,
    carried_over,
    edit_from,
    from_transcript,
    retimed,
    settled,
    to_transcript,
)
from minutes.types import Speaker, Transcript
from transcribe.types import Word

TEXTS = (
    "Ich eröffne die Sitzung",
    "Danke sehr Herr Vorsitzender",
    "Wir kommen zu Punkt zwei",
    "Ich bin dagegen und zwar ganz entschieden",
    "Wer stimmt zu",
)


def timed(text: str, since: float) -> tuple[Word, ...]:
    return tuple(
        Word(start=since + n * 0.5, end=since + n * 0.5 + 0.4, text=one, probability=0.8)
        for n, one in enumerate(text.split())
    )


def meeting() -> Corrected:
    lines = []
    for n, text in enumerate(TEXTS):
        words = timed(text, n * 10.0)
        lines.append(
            Line(
                id=f"u{n + 1}",
                text=text,
                speaker="S1" if n % 2 == 0 else "S2",
                start=words[0].start,
                end=words[-1].end,
                item="1" if n < 2 else "2",
                words=words,
            )
        )
    voices = (Speaker(id="S1", name="Ada Lang", origin="role"), Speaker(id="S2"))
    return Corrected(lines=tuple(lines), speakers=voices)


def said(corrected: Corrected) -> list[str]:
    return [line.text for line in corrected.lines]


def bare(corrected: Corrected) -> Corrected:
    """Without revisions, and with voices in an order of their own."""
    lines = tuple(msgspec.structs.replace(line, revision=0) for line in corrected.lines)
    voices = tuple(sorted(corrected.speakers, key=lambda one: one.id))
    return msgspec.structs.replace(corrected, lines=lines, speakers=voices)


places = st.sampled_from([f"u{n}" for n in range(1, 6)])
several = st.lists(places, min_size=1, max_size=3, unique=True).map(tuple)
edits = st.one_of(
    st.builds(SetText, utterance=places, text=st.text("abc ä.", max_size=30)),
    st.builds(Split, utterance=places, word=st.integers(0, 8)),
    st.builds(Join, utterance=places),
    st.builds(SetSpeaker, utterances=several, speaker=st.sampled_from(["S1", "S2", None])),
    st.builds(SetSpeaker, utterances=several, name=st.sampled_from(["Ada Lang", "Ben Roth"])),
    st.builds(RenameSpeaker, speaker=st.sampled_from(["S1", "S2"]), name=st.sampled_from(["X", None])),
    st.builds(MergeSpeakers, speaker=st.just("S1"), into=st.just("S2")),
    st.builds(SetItem, utterances=several, item=st.sampled_from(["1", "2", None])),
    st.builds(BeginItem, utterance=places, item=st.sampled_from(["1", "2", None])),
    st.builds(Mark, utterances=several, checked=st.booleans(), overlap=st.none() | st.booleans()),
    st.builds(Mute, utterance=places, first=st.integers(0, 3), last=st.integers(0, 5)),
)


@given(st.lists(edits, max_size=12))
def test_everything_can_be_taken_back_in_turn(wished):
    """Taking all edits back, the last first, gives what there was; taking that back too makes them again."""
    state, back = meeting(), []
    for seq, edit in enumerate(wished, start=1):
        try:
            made = apply_edit(state, settled(state, edit), seq=seq)
        except (EditNotPossibleError, NoSuchUtteranceError):
            continue
        undone = apply_edit(made.corrected, made.inverse, seq=seq)
        assert bare(undone.corrected) == bare(state)
        redone = apply_edit(undone.corrected, undone.inverse, seq=seq)
        assert bare(redone.corrected) == bare(made.corrected)
        state = made.corrected
        back.append(made.inverse)
    for inverse in reversed(back):
        state = apply_edit(state, inverse, seq=0).corrected
    assert bare(meeting()) == bare(state)


@given(st.lists(edits, max_size=12))
def test_times_stay_in_order_and_words_are_the_text(wished):
    """Whatever is edited, words lie in their utterance, in order, and read as its text does."""
    state = meeting()
    for seq, edit in enumerate(wished, start=1):
        try:
            state = apply_edit(state, settled(state, edit), seq=seq).corrected
        except (EditNotPossibleError, NoSuchUtteranceError):
            continue
    for line in state.lines:
        assert line.text == " ".join(word.text for word in line.words)
        moments = [line.start, *(at for word in line.words for at in (word.start, word.end)), line.end]
        assert sorted(moments) == moments
    assert len({line.id for line in state.lines}) == len(state.lines)


@given(st.text("ab c", max_size=40))
def test_words_that_stay_keep_their_time(text):
    """Times of a text that was not changed are those it had."""
    words = timed(text, 3.0)
    assert words == retimed(words, text, start=3.0, end=99.0)


def test_a_replaced_word_has_the_time_of_the_one_before():
    """A corrected name sounds where the misheard one stood."""
    words = timed("Herr Pakulat hat das Wort", 0.0)
    after = retimed(words, "Herr Bakulat hat das Wort", start=0.0, end=2.4)
    assert (words[1].start, words[1].end, "Bakulat") == (after[1].start, after[1].end, after[1].text)
    assert (*words[:1], *words[2:]) == (*after[:1], *after[2:])


def test_an_item_begins_earlier_or_later():
    """Moving a border gives the stretch between to one item or the other."""
    earlier = apply_edit(meeting(), BeginItem(utterance="u2", item="2"), seq=1).corrected
    later = apply_edit(meeting(), BeginItem(utterance="u4", item="2"), seq=1).corrected
    assert [line.item for line in earlier.lines] == ["1", "2", "2", "2", "2"]
    assert [line.item for line in later.lines] == ["1", "1", "1", "2", "2"]


def test_what_is_muted_has_neither_words_nor_sound():
    """The words are out of the text, and the passage is named for the sound to be taken out."""
    made = apply_edit(meeting(), Mute(utterance="u4", first=3, last=6), seq=1).corrected
    assert made.lines[3].text == "Ich bin dagegen […]"
    assert made.muted == ((31.5, 33.4),)


def test_a_person_gets_one_voice():
    """Named twice, a person who had no voice has one."""
    state = meeting()
    for seq, utterance in enumerate(("u2", "u4"), start=1):
        edit = settled(state, SetSpeaker(utterances=(utterance,), name="Ben Roth"))
        state = apply_edit(state, edit, seq=seq).corrected
    assert [line.speaker for line in state.lines] == ["S1", "P1", "S1", "P1", "S1"]
    assert [one.name for one in state.speakers] == ["Ada Lang", None, "Ben Roth"]


def test_what_was_taken_out_is_not_in_the_transcript():
    """An utterance without text is kept for undoing, and nowhere else."""
    state = apply_edit(meeting(), SetText(utterance="u3", text=" "), seq=1).corrected
    assert len(state.lines) == 5
    assert [one.id for one in to_transcript(state, Transcript()).utterances] == ["u1", "u2", "u4", "u5"]


def test_a_transcript_comes_back_as_it_was():
    """Without edits nothing changes."""
    transcript = to_transcript(meeting(), Transcript())
    assert transcript == to_transcript(from_transcript(transcript), transcript)


def test_edits_outlive_their_json():
    """What is kept in the log reads as what was made."""
    made = apply_edit(meeting(), Split(utterance="u4", word=3, into="u4.2"), seq=4)
    assert made.inverse == edit_from(msgspec.json.decode(msgspec.json.encode(made.inverse)))


def test_corrections_outlive_a_new_recognition():
    """Touched utterances stand as they were left; the rest is new, and no word is there twice."""
    old = meeting()
    for seq, edit in enumerate(
        (
            SetText(utterance="u2", text="Danke sehr Frau Vorsitzende"),
            RenameSpeaker(speaker="S2", name="Ben Roth"),
        ),
        start=1,
    ):
        old = apply_edit(old, edit, seq=seq).corrected
    text = " ".join(TEXTS[:2])
    words = (*timed(TEXTS[0], 0.0), *timed(TEXTS[1], 10.0))
    first = Line(id="u1", text=text, speaker="B", start=0.0, end=words[-1].end, words=words)
    rest = [
        msgspec.structs.replace(line, id=f"u{n}", speaker="A" if line.speaker == "S2" else "B")
        for n, line in enumerate(meeting().lines[2:], start=2)
    ]
    fresh = Corrected(lines=(first, *rest), speakers=(Speaker(id="A"), Speaker(id="B")))
    carried = carried_over(old, fresh)
    assert [TEXTS[0], "Danke sehr Frau Vorsitzende", *TEXTS[2:]] == said(carried)
    assert {one.id: one.name for one in carried.speakers} == {"A": "Ben Roth", "B": None}
    assert len({line.id for line in carried.lines}) == len(carried.lines)


@pytest.mark.parametrize(
    "edit", [SetText(utterance="u9", text="x"), RenameSpeaker(speaker="S9", name=None), Join(utterance="u9")]
)
def test_a_place_that_is_not_there_is_named(edit):
    """Nothing is guessed."""
    with pytest.raises(NoSuchUtteranceError):
        apply_edit(meeting(), edit, seq=1)
