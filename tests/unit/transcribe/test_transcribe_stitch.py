"""Stitching: in order, within the recording, never backwards."""

from __future__ import annotations

from transcribe import EngineInfo, Segment, Window, WindowResult, Word, stitch

ENGINE = EngineInfo(name="scripted", version="1")


def result(index, *spans):
    words = tuple(Word(start=a, end=b, text=f"w{a}", probability=1.0) for a, b in spans)
    segment = Segment(
        start=spans[0][0],
        end=spans[-1][1],
        text="…",
        words=words,
        average_logprob=0.0,
        compression_ratio=1.0,
        no_speech_probability=0.0,
    )
    window = Window(index=index, start=spans[0][0], end=spans[-1][1])
    return WindowResult(window=window, segments=(segment,))


def test_windows_are_joined_in_order_of_their_index():
    """The order in which they were finished does not matter."""
    one, two = result(0, (0, 1), (1, 2)), result(1, (3, 4))
    expected = stitch([one, two], language="de", duration=5, engine=ENGINE)
    assert expected == stitch([two, one], language="de", duration=5, engine=ENGINE)
    assert [word.start for word in expected.words] == [0, 1, 3]


def test_times_never_run_backwards_or_out_of_the_recording():
    """A word that begins before its neighbour or ends after the sound is put right, not dropped."""
    found = stitch([result(0, (0, 2), (1.5, 1.2), (4.8, 6))], language="de", duration=5, engine=ENGINE)
    assert [(word.start, word.end) for word in found.words] == [(0, 2), (1.5, 1.5), (4.8, 5)]
