"""What a window left without words is found, and what is taken up again stands in its place."""

from __future__ import annotations

import msgspec
import numpy as np

from transcribe import SAMPLE_RATE, Segment, Window, Word
from transcribe.backends.listening import Listened, placed, stretched, taken_up, uncovered
from transcribe.backends.silero import STEP_SECONDS


def said(*starts, text="w"):
    words = tuple(Word(start=s, end=s + 0.4, text=f"{text}{s:g}", probability=0.9) for s in starts)
    return Segment(
        start=words[0].start,
        end=words[-1].end,
        text=" ".join(word.text for word in words),
        words=words,
        average_logprob=-0.2,
        compression_ratio=1.0,
        no_speech_probability=0.0,
    )


def heard(seconds, speech=((0, 1000),)):
    times = np.arange(round(seconds / STEP_SECONDS)) * STEP_SECONDS
    speaking = np.zeros(len(times), dtype=np.float32)
    for start, end in speech:
        speaking[(times >= start) & (times < end)] = 1.0
    samples = np.zeros(round(seconds * SAMPLE_RATE), dtype=np.float32)
    return Listened(window=Window(index=0, start=0.0, end=seconds), samples=samples, probabilities=speaking)


def test_a_gap_with_speech_is_found_inside_a_segment():
    """Whisper writes one segment from the words before and after what it left out."""
    whole = said(0.1, 0.6, 1.1, 8.1, 8.6, 9.1)
    assert uncovered(heard(9.5), [whole]) == [(1.5, 8.1)]


def test_a_gap_without_speech_is_none():
    """A pause is no gap."""
    whole = said(0.1, 0.6, 1.1, 8.1, 8.6, 9.1)
    assert uncovered(heard(9.5, speech=((0, 1.6), (8, 9.5))), [whole]) == []


def test_a_gap_that_was_filled_is_no_gap_any_more():
    """Words of a later decoding count although their segment begins inside another."""
    whole, later = said(0.1, 0.6, 1.1, 8.1, 8.6, 9.1), said(1.6, 2.6, 3.6, 4.6, 5.6, 6.6, 7.4)
    assert uncovered(heard(9.5), [whole, later]) == []


def test_what_is_taken_up_again_parts_the_segment_around_it():
    """Segments stand in the order of their words, so that no time has to be bent later."""
    whole, later = said(0.1, 1.1, 8.1, 9.1), said(4.0, 5.0, text="neu")
    found = placed([whole, later])
    assert [segment.text for segment in found] == ["w0.1 w1.1", "neu4 neu5", "w8.1 w9.1"]
    assert [(segment.start, segment.end) for segment in found] == [(0.1, 1.5), (4.0, 5.4), (8.1, 9.5)]
    assert found[1] is later


def test_segments_beside_each_other_stay_as_they_are():
    """Nothing is parted without need."""
    one, other = said(0.1, 1.1), said(2.1, 3.1)
    assert [one, other] == placed([other, one])


def lasting(segment, number, start, end):
    words = list(segment.words)
    words[number] = msgspec.structs.replace(words[number], start=start, end=end)
    return msgspec.structs.replace(segment, words=tuple(words))


def test_a_stretched_word_hides_no_gap():
    """The alignment spreads "In" over the sentence that was skipped before it."""
    whole = lasting(said(0.1, 0.6, 1.1, 6.1, 8.1, 8.6, 9.1), 3, 5.0, 7.0)
    assert stretched(whole.words[3])
    assert uncovered(heard(9.5), [whole]) == [(1.5, 8.1)]


def test_long_words_and_slow_speech_are_not_stretched():
    """A word may take its time, the more so the more letters it has."""
    assert not stretched(Word(start=0, end=0.8, text="ja,", probability=0.9))
    assert not stretched(Word(start=0, end=2.0, text="Aufstellungsbeschluss", probability=0.9))


def test_a_stretched_word_gives_way_to_what_is_heard_in_its_place():
    """It is part of the second decoding; kept beside it, it would stand there twice."""
    whole = lasting(said(0.1, 0.6, 1.1, 6.1, 8.1, 8.6, 9.1), 3, 5.0, 7.0)
    later = said(2.1, 3.1, 4.1, 6.6, text="neu")
    found = taken_up([whole], [later], (1.5, 8.1))
    assert [segment.text for segment in found] == [
        "w0.1 w0.6 w1.1",
        "neu2.1 neu3.1 neu4.1 neu6.6",
        "w8.1 w8.6 w9.1",
    ]


def test_a_second_decoding_without_gain_changes_nothing():
    """The stretched word stays where the second decoding finds no more than it."""
    whole = lasting(said(0.1, 0.6, 1.1, 6.1, 8.1, 8.6, 9.1), 3, 5.0, 7.0)
    assert taken_up([whole], [], (1.5, 8.1)) == [whole]
    assert taken_up([whole], [said(6.6, text="neu")], (1.5, 8.1)) == [whole]
