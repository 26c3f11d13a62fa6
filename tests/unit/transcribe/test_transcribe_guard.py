"""The guard: inventions are found, what people really say stays."""

from __future__ import annotations

import pytest

from transcribe import Segment, Word
from transcribe.guard import doubts, examined, is_invention, is_loop, needs_another_look, score, too_fast


def segment(text, *, start=0.0, seconds=None, probability=0.9, logprob=-0.2, no_speech=0.0):
    texts = text.split()
    step = (seconds or 0.35 * len(texts)) / len(texts)
    words = tuple(
        Word(start=start + i * step, end=start + (i + 1) * step, text=one, probability=probability)
        for i, one in enumerate(texts)
    )
    return Segment(
        start=start,
        end=words[-1].end,
        text=text,
        words=words,
        average_logprob=logprob,
        compression_ratio=1.0,
        no_speech_probability=no_speech,
    )


def all_speech(start, end):
    return max(0.0, end - start)


def no_speech(start, end):
    return 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Wir kommen zur Abstimmung. " * 6,
        "die Stadt die Stadt die Stadt die Stadt die Stadt",
        "Ich bitte um das Handzeichen und ich bitte um das Handzeichen und ich bitte um das Handzeichen und",
        "ja ja ja ja ja ja ja ja",
    ],
)
def test_loops_are_found(text):
    """Repetition beyond what people do is a loop."""
    assert is_loop(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ja, ja, ja, das ist richtig.",
        "Wer ist dafür? Wer ist dagegen? Wer enthält sich? Das sind 15 Stimmen dafür und 15 dagegen.",
        "Nein, nein, nein, nein, so geht das nicht.",
        "",
    ],
)
def test_human_repetition_is_no_loop(text):
    """A person may say a word three or four times."""
    assert not is_loop(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vielen Dank.",
        "Untertitel im Auftrag des ZDF für funk, 2017",
        "Untertitel der Amara.org-Community",
        "Untertitelung des ZDF, 2020",
        "Thanks for watching!",
        "Vielen Dank fürs Zuschauen!",
    ],
)
def test_inventions_in_silence_are_left_out_and_kept_in_speech(text):
    """The same words are dropped where nobody speaks and stay where somebody does."""
    assert is_invention(text)
    assert examined([segment(text)], no_speech) == ()
    assert examined([segment(text)], all_speech) == (segment(text),)


def test_ordinary_sentences_are_no_inventions():
    """Thanks within a sentence are part of it."""
    assert not is_invention("Vielen Dank, Frau Bürgermeisterin, ich komme zum Haushalt.")
    assert not is_invention("Die Untertitel der Übertragung sind ausgefallen.")


def test_impossible_rates_and_guesses_are_flagged():
    """Twenty words in a second and words of no probability are doubtful."""
    fast = segment("so viele Wörter kann niemand in einer einzigen Sekunde sagen", seconds=1.0)
    assert too_fast(fast.words)
    assert doubts(fast, all_speech) == ("low-confidence",)
    assert doubts(segment("unklar", probability=0.1), all_speech) == ("low-confidence",)
    assert doubts(segment("Das ist klar.", logprob=-1.5), all_speech) == ("low-confidence",)
    assert doubts(segment("Das ist klar."), all_speech) == ()


def test_a_loop_over_several_segments_is_found():
    """Segments that are innocent alone are a loop together."""
    found = examined([segment("Das ist so.", start=i) for i in range(8)], all_speech)
    assert all("loop" in one.flags for one in found)


def test_the_better_decoding_wins():
    """Clean text beats a loop, some text beats none where somebody speaks, none beats a doubt in silence."""
    clean = examined([segment("Das ist klar.")], all_speech)
    loop = examined([segment("ja " * 20)], all_speech)
    assert score(clean, 5.0) > score(loop, 5.0)
    assert score(clean, 5.0) > score((), 5.0)
    assert score((), 0.0) > score(loop, 0.0)


def test_a_text_that_leaves_something_out_is_the_worse_one():
    """Fewer words, each a little surer, do not make a better transcript."""
    whole = (segment("Der Antrag ist mit den Stimmen aller angenommen.", probability=0.8),)
    half = (segment("Der Antrag ist", probability=0.95),)
    assert score(whole, 3.0) > score(half, 3.0)


def test_guesses_do_not_make_a_text_better():
    """Words that are more likely wrong than right count against a text."""
    clean = segment("Der Antrag ist angenommen.")
    guessed = segment("wer dorf hann los", start=2.0, probability=0.2)
    assert score((clean,), 3.0) > score((clean, guessed), 3.0)


def test_a_window_is_decoded_again_for_loops_silence_and_much_doubt():
    """A single doubtful interjection is flagged and no reason to throw the rest away."""
    fine = segment("Der Antrag ist mit den Stimmen aller Fraktionen angenommen worden.")
    doubtful = examined([segment("wer dorf", start=5.0, probability=0.2)], all_speech)
    assert doubtful[0].flags == ("low-confidence",)
    assert not needs_another_look((fine, *doubtful), 5.0)
    assert needs_another_look(doubtful, 5.0)
    assert needs_another_look(examined([segment("ja " * 20)], all_speech), 5.0)
    assert needs_another_look((), 5.0)
    assert not needs_another_look((), 0.5)
