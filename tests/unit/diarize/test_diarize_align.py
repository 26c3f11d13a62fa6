"""Words and turns to utterances."""

from __future__ import annotations

import pytest

from diarize import Diarization, EngineInfo, Turn
from diarize.align import build_utterances, join_text
from diarize.attribution import attribute, ends_sentence
from transcribe import Segment, Transcription, Word

ENGINE = EngineInfo(name="test", version="1")


def word(start, end, text, probability=0.9):
    return Word(start=start, end=end, text=text, probability=probability)


def speak(text, start=0.0, pace=0.4):
    """Return the words of ``text``, one every ``pace`` seconds from ``start``."""
    return [word(start + i * pace, start + (i + 0.9) * pace, each) for i, each in enumerate(text.split())]


def segment(words, flags=()):
    return Segment(
        start=words[0].start,
        end=words[-1].end,
        text=" ".join(each.text for each in words),
        words=tuple(words),
        average_logprob=-0.2,
        compression_ratio=1.2,
        no_speech_probability=0.0,
        flags=flags,
    )


def build(words, exclusive, turns=None, flags=(), doubled=()):
    segments = tuple(words) if isinstance(words[0], Segment) else (segment(words, flags),)
    transcription = Transcription(language="de", duration=60.0, engine=ENGINE, segments=segments)
    return build_utterances(
        transcription,
        Diarization(
            turns=tuple(turns or exclusive),
            exclusive=tuple(exclusive),
            engine=ENGINE,
            doubled=tuple(doubled),
        ),
    )


def turn(start, end, speaker):
    return Turn(start=start, end=end, speaker=speaker)


def test_a_change_of_voice_inside_a_segment_splits_it():
    """Words are given to voices one by one, not by the recogniser's segment."""
    words = speak("Wer ist dafür? Ich bin dagegen.")
    found = build(words, [turn(0, 1.15, "S1"), turn(1.2, 3, "S2")])
    assert [(each.id, each.speaker, each.text) for each in found] == [
        ("u1", "S1", "Wer ist dafür?"),
        ("u2", "S2", "Ich bin dagegen."),
    ]


@pytest.mark.parametrize("border", [0.85, 1.0, 1.15, 1.3, 1.5])
def test_a_border_off_by_less_than_a_word_does_not_move_the_sentence_end(border):
    """The last word of a sentence stays with it, and the first of the next with the next."""
    words = speak("Wer ist dafür? Ich bin dagegen.")
    found = build(words, [turn(0, border, "S1"), turn(border, 3, "S2")])
    assert [each.text for each in found] == ["Wer ist dafür?", "Ich bin dagegen."]


def test_a_single_word_of_another_voice_inside_a_sentence_is_smoothed():
    """A flip of one word in mid-sentence is the diarizer's slip."""
    words = speak("Die Kosten liegen bei rund zweihunderttausend Euro im Jahr.")
    exclusive = [turn(0, 1.2, "S1"), turn(1.2, 1.6, "S2"), turn(1.6, 4, "S1")]
    assert {each.speaker for each in build(words, exclusive)} == {"S1"}


def test_an_interjection_between_sentences_keeps_its_voice():
    """One word is enough where a sentence ends before and after it."""
    words = speak("Das war alles. Richtig! Dann stimmen wir ab.")
    exclusive = [turn(0, 1.2, "S1"), turn(1.2, 1.6, "S2"), turn(1.6, 4, "S1")]
    assert [(each.speaker, each.text) for each in build(words, exclusive)] == [
        ("S1", "Das war alles."),
        ("S2", "Richtig!"),
        ("S1", "Dann stimmen wir ab."),
    ]


def test_words_outside_all_turns_go_to_the_nearest_voice():
    """No word is left without a voice where there is any."""
    words = speak("Guten Abend.", start=3.0)
    assert attribute(words, [turn(0, 1, "S1"), turn(4.5, 9, "S2")]) == ["S2", "S2"]


def test_without_turns_there_are_no_voices_but_all_words():
    """An empty diarization leaves text without speakers."""
    (only,) = build(speak("Guten Abend."), [])
    assert (only.speaker, only.text, only.confidence) == (None, "Guten Abend.", 0.9)


def test_a_pause_ends_an_utterance():
    """Silence of more than a second separates."""
    found = build(speak("Ich rufe auf", 0.0) + speak("den nächsten Punkt.", 3.0), [turn(0, 5, "S1")])
    assert [each.text for each in found] == ["Ich rufe auf", "den nächsten Punkt."]


def test_a_long_speech_is_cut_at_sentence_ends_into_readable_pieces():
    """Utterances of one voice are a sentence or a few, and no word is lost."""
    words = speak("Das ist ein Satz mit acht Wörtern hier. " * 30)
    found = build(words, [turn(0, 200, "S1")])
    assert all(each.text.endswith("hier.") for each in found)
    assert all(each.end - each.start < 16 for each in found)
    assert [each for part in found for each in part.words] == words
    assert [each.id for each in found] == [f"u{i + 1}" for i in range(len(found))]


def test_words_of_two_voices_at_once_have_no_speaker():
    """Whose they are is not known: they are an utterance of their own that says so, others are not."""
    words = speak("Eins zwei drei vier.") + speak("Fünf sechs sieben acht.", 10.0)
    exclusive = [turn(0, 2, "S1"), turn(10, 12, "S1")]
    found = build(words, exclusive, [*exclusive, turn(0.4, 1.2, "S2")])
    assert [(each.speaker, each.text, each.flags) for each in found] == [
        ("S1", "Eins", ()),
        (None, "zwei drei", ("overlap",)),
        ("S1", "vier.", ()),
        ("S1", "Fünf sechs sieben acht.", ()),
    ]


def test_a_second_voice_without_a_name_counts_as_well():
    """A voice that is heard only under another's has no turn; the diarizer tells where it was."""
    words = speak("Eins zwei drei vier.")
    found = build(words, [turn(0, 2, "S1")], doubled=[(0.75, 1.7)])
    assert [(each.speaker, each.text) for each in found] == [("S1", "Eins zwei"), (None, "drei vier.")]


def test_a_moment_of_overlap_takes_nobodys_words():
    """Voices touch at every change; only from three tenths of a second on is it an overlap."""
    words = speak("Eins zwei drei vier.")
    (only,) = build(words, [turn(0, 2, "S1")], doubled=[(0.45, 0.7)])
    assert (only.speaker, only.flags) == ("S1", ())


def test_a_flag_tells_of_an_overlap_that_takes_no_word():
    """Two voices in the pause behind a word still mark the utterance."""
    words = [*speak("Eins zwei"), *speak("drei vier.", 1.3)]
    (only,) = build(words, [turn(0, 3, "S1")], doubled=[(0.7, 1.35)])
    assert (only.speaker, only.flags) == ("S1", ("overlap",))


def test_flags_of_a_segment_stay_on_its_words():
    """A doubtful segment does not mark its neighbours."""
    parts = [segment(speak("Ich komme zum Ende")), segment(speak("Vielen Dank.", 1.7), ("loop",))]
    found = build(parts, [turn(0, 9, "S1")])
    assert [(each.text, each.flags) for each in found] == [
        ("Ich komme zum Ende", ()),
        ("Vielen Dank.", ("loop",)),
    ]


def test_a_segment_without_words_is_not_lost():
    """Text without word times is spread over the segment's time."""
    whole = Segment(
        start=1.0,
        end=3.0,
        text="Guten Abend",
        words=(),
        average_logprob=-1,
        compression_ratio=1,
        no_speech_probability=0,
    )
    (only,) = build([whole], [turn(0, 9, "S1")])
    assert (only.text, only.start, only.end) == ("Guten Abend", 1.0, pytest.approx(3.0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Euro.", True),
        ("dafür?", True),
        ("5.", False),
        ("Nr.", False),
        ("J.", False),
        ("auf", False),
        ("ab.“", True),
    ],
)
def test_sentence_ends_are_told_from_ordinals_and_abbreviations(text, expected):
    """A dot ends a sentence only after a word."""
    assert ends_sentence(text) == expected


def test_the_rest_of_a_word_sticks_to_it():
    """Pieces of figures and compounds are written together, dashes between words apart."""
    assert join_text(["200", ".000", "Euro", "–", "Stimm", "-Recht", "?"]) == "200.000 Euro – Stimm-Recht?"
