"""The recogniser with its real model on real sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.control import NeverCancelled, no_progress
from models.errors import ModelError
from transcribe import Audio, Vocabulary, Window, build_vocabulary, open_windows
from transcribe.backends.faster_whisper import FasterWhisperTranscriber
from transcribe.decode import decode
from transcribe.errors import DeviceError, LanguageError

ROOT = Path(__file__).parents[2]
RECORDING = ROOT / "demo" / "recording.opus"
WHISPER = ROOT / "models" / "weights" / "whisper-base"
COMPANY = Window(index=0, start=36.8, end=44.0)
"""The cheapest offer comes from a company whose name the model cannot know."""

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def audio(tmp_path_factory):
    target = tmp_path_factory.mktemp("sound") / "demo.raw"
    return decode([RECORDING], target, progress=no_progress, cancel=NeverCancelled())


def recogniser(**options):
    given = {"model_id": "whisper-base", "revision": "1", "device": "cpu", "threads": 2}
    return FasterWhisperTranscriber(WHISPER, **given | options)


@pytest.fixture(scope="module")
def transcriber():
    return recogniser()


def text_of(transcriber, audio, window, vocabulary, language="de"):
    [result] = transcriber.transcribe(
        audio, [window], language=language, vocabulary=vocabulary, cancel=NeverCancelled()
    )
    return " ".join(segment.text for segment in result.segments)


def test_the_glossary_reaches_the_decoder(transcriber, audio):
    """A company is misheard without the glossary and written as in the glossary with it."""
    vocabulary = build_vocabulary(
        people=(), titles=(), terms=("Obermann",), count_tokens=transcriber.count_tokens
    )
    assert "Obermann" not in text_of(transcriber, audio, COMPANY, Vocabulary())
    assert "Firma Obermann" in text_of(transcriber, audio, COMPANY, vocabulary)


def test_the_roster_reaches_the_decoder(transcriber, audio):
    """A council member's name is another one without the roster."""
    call = Window(index=0, start=146.2, end=150.2)
    vocabulary = build_vocabulary(
        people=("Claudia Thoma",), titles=(), terms=(), count_tokens=transcriber.count_tokens
    )
    assert text_of(transcriber, audio, call, Vocabulary()).endswith("Frau Thomas.")
    assert text_of(transcriber, audio, call, vocabulary).endswith("Frau Thoma.")


def test_each_of_both_ways_reaches_the_decoder(transcriber, audio):
    """Hot words alone and the initial prompt alone each change the spelling."""
    assert "Obermann" in text_of(transcriber, audio, COMPANY, Vocabulary(hotwords="Obermann"))
    assert "Obermann" in text_of(transcriber, audio, COMPANY, Vocabulary(initial_prompt="Firma Obermann."))


def test_numbers_and_compounds_stay_whole(transcriber, audio):
    """The amount is one word, as it is written."""
    [result] = transcriber.transcribe(
        audio, [COMPANY], language="de", vocabulary=Vocabulary(), cancel=NeverCancelled()
    )
    texts = [word.text for segment in result.segments for word in segment.words]
    assert "186.400" in texts


def test_a_full_vocabulary_leaves_room_to_answer(transcriber, audio):
    """A hundred names are cut to the limit, and the sentence is still recognised."""
    people = [
        f"Anna {a}{b}{c}ski"
        for a in ("Kowa", "Lewan", "Zieli")
        for b in ("lo", "do")
        for c in "bdfgklmnprstvw"
    ]
    vocabulary = build_vocabulary(people=people, titles=(), terms=(), count_tokens=transcriber.count_tokens)
    assert transcriber.count_tokens(vocabulary.hotwords + " " + vocabulary.initial_prompt) <= 224
    text = text_of(transcriber, audio, COMPANY, vocabulary)
    # Which digits are heard under so many names depends on how the processor rounds; the length does not.
    assert text.startswith("Das günstigste Angebot")
    assert "Euro" in text


def test_silence_and_noise_give_no_text(transcriber, tmp_path):
    """Nothing is invented where nobody speaks."""
    import numpy as np  # noqa: PLC0415  # only here

    path = tmp_path / "noise.raw"
    noise = np.random.default_rng(1).normal(0, 60, 20 * 16_000)
    noise[: 10 * 16_000] = 0
    noise.astype("<i2").tofile(path)
    assert text_of(transcriber, Audio(path=path), Window(index=0, start=0, end=20), Vocabulary()) == ""


@pytest.mark.slow
def test_the_passage_is_not_written_down_where_nobody_speaks(transcriber, tmp_path):
    """What the decoder was shown beforehand never becomes text of its own, least of all a vote."""
    import numpy as np  # noqa: PLC0415  # only here

    path = tmp_path / "noise.raw"
    np.random.default_rng(2).normal(0, 300, 20 * 16_000).astype("<i2").tofile(path)
    vocabulary = build_vocabulary(
        people=("Claudia Thoma",), titles=(), terms=(), count_tokens=transcriber.count_tokens
    )
    assert "Enthaltungen" in vocabulary.initial_prompt
    text = text_of(transcriber, Audio(path=path), Window(index=0, start=0, end=20), vocabulary)
    assert [word for word in ("timmen", "nthaltung", "Thoma", "Sitzung") if word in text] == []


def test_an_unknown_language_is_named(transcriber, audio):
    """The language is fixed by the caller; one that the model does not know is refused."""
    with pytest.raises(LanguageError) as caught:
        text_of(transcriber, audio, COMPANY, Vocabulary(), language="xx")
    assert "xx" in caught.value.text("de")


def test_a_folder_without_a_model_is_a_missing_model(tmp_path, audio):
    """An unusable model ends with the exit status of models."""
    broken = FasterWhisperTranscriber(tmp_path, model_id="whisper-base", revision="1", device="cpu")
    with pytest.raises(ModelError) as caught:
        text_of(broken, audio, COMPANY, Vocabulary())
    assert "whisper-base" in caught.value.text("de")


def test_a_gpu_that_is_not_there_is_refused_in_plain_words():
    """Who asks for a GPU is told when none can be used; "auto" takes the CPU then."""
    import ctranslate2  # noqa: PLC0415  # only here

    if ctranslate2.get_cuda_device_count():
        pytest.skip("there is a GPU")
    with pytest.raises(DeviceError) as caught:
        _ = recogniser(device="cuda").engine
    assert "cuda" in caught.value.text("de")
    assert recogniser(device="auto").engine.options["device"] == "cpu"


def test_an_impossible_way_of_computing_is_refused():
    """A number format that the device does not have is named with those it has."""
    with pytest.raises(DeviceError) as caught:
        _ = recogniser(compute_type="int3").engine
    assert "int8" in caught.value.text("en")


def test_out_of_memory_halves_the_batch_and_loses_nothing(audio, monkeypatch):
    """When a batch does not fit, its windows are decoded in smaller ones."""
    transcriber = recogniser(batch_size=2)
    loaded = transcriber._loaded()
    decode_pieces, sizes = loaded.decode, []

    def too_big(pieces, **options):
        sizes.append(len(pieces))
        if len(pieces) > 1:
            raise RuntimeError("CUDA failed with error out of memory")
        return decode_pieces(pieces, **options)

    monkeypatch.setattr(loaded, "decode", too_big)
    windows = [COMPANY, Window(index=1, start=44.0, end=47.4)]
    results = list(
        transcriber.transcribe(
            audio, windows, language="de", vocabulary=Vocabulary(), cancel=NeverCancelled()
        )
    )
    assert windows == [result.window for result in results]
    assert sizes[:2] == [2, 1]
    assert all(result.segments for result in results)


def test_a_loop_is_decoded_again(audio, monkeypatch):
    """A window that came out as a loop is decoded carefully, and the better text is kept."""
    transcriber = recogniser()
    loaded = transcriber._loaded()
    decode_pieces = loaded.decode

    def looping(pieces, **options):
        return [[one for _ in range(12) for one in segments] for segments in decode_pieces(pieces, **options)]

    monkeypatch.setattr(loaded, "decode", looping)
    [result] = transcriber.transcribe(
        audio, [COMPANY], language="de", vocabulary=Vocabulary(), cancel=NeverCancelled()
    )
    text = " ".join(segment.text for segment in result.segments)
    assert result.decodings >= 2
    assert text.count("186.400") == 1
    assert all("loop" not in segment.flags for segment in result.segments)


@pytest.mark.slow
def test_what_is_drawn_depends_on_nothing_before(audio, monkeypatch):
    """A piece that is decoded by drawing gets the same text again, whatever was drawn in between."""
    from transcribe.backends import whisper  # noqa: PLC0415  # heavy

    monkeypatch.setattr(whisper, "TEMPERATURES", (1.0,))
    monkeypatch.setattr(whisper, "_is_poor", lambda _: True)
    decoder = recogniser()._loaded()

    def drawn(window, seed):
        piece = whisper.Piece(start=window.start, samples=audio.read(window.start, window.end))
        return decoder.decode_carefully(piece, language="de", seed=seed)

    first = drawn(COMPANY, 1)
    drawn(Window(index=1, start=146.2, end=150.2), 2)
    assert drawn(COMPANY, 1) == first
    assert first


@pytest.mark.slow
def test_a_run_killed_between_two_windows_of_a_group_ends_the_same(audio):
    """The group of which one window was kept is decoded again as a whole, so that every digit agrees."""
    transcriber = recogniser(batch_size=2)
    plan = [COMPANY, Window(index=1, start=44.0, end=47.4), Window(index=2, start=146.2, end=150.2)]

    def run(windows):
        return transcriber.transcribe(
            audio, windows, language="de", vocabulary=Vocabulary(), cancel=NeverCancelled()
        )

    undisturbed = {result.window.index: result for result in run(plan)}
    first = next(iter(run(plan)))
    kept = {first.window.index: first}
    for result in run(open_windows(plan, kept, transcriber.engine)):
        kept[result.window.index] = result
    assert undisturbed == kept
