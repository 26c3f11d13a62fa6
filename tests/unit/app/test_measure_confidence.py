"""How often a name is right that was stated with so much confidence."""

from __future__ import annotations

import json

import pytest

from app.measure.confidence import Bin, Named, bins, calibration_error, main, named_voices
from app.measure.reference import Reference, TrueTurn
from diarize.types import Utterance
from minutes.types import Speaker, Transcript


def _bin(low: float, high: float, voices: int, stated: float, right: float) -> tuple[object, ...]:
    return (low, high, voices, pytest.approx(stated), pytest.approx(right))


def test_voices_of_like_confidence_are_told_together():
    """Bins without a voice are left out; certainty itself is in the last."""
    voices = [Named("a", 0.62, 1.0), Named("a", 0.68, 0.5), Named("b", 1.0, 1.0)]
    assert [_bin(0.6, 0.7, 2, 0.65, 0.75), _bin(0.95, 1.0, 1, 1.0, 1.0)] == [tuple(b) for b in bins(voices)]


def test_the_error_weighs_each_bin_by_its_voices():
    """Three voices stated 0.1 too low and one 0.3 too high are 0.15 off in the mean."""
    found = [Bin(0.6, 0.7, 3, 0.65, 0.75), Bin(0.9, 0.95, 1, 0.9, 0.6)]
    assert calibration_error(found) == pytest.approx(0.15)
    assert calibration_error([]) == 0


def test_of_a_recording_the_seconds_count():
    """Three of four seconds of the voice are hers; the unnamed voice is left out."""
    turns = (
        TrueTurn(start=0.0, end=3.0, speaker="A", text="Guten Abend.", name="Anna Friedrich"),
        TrueTurn(start=3.0, end=5.0, speaker="B", text="Ja.", name="Holger Winter"),
    )
    heard = Transcript(
        utterances=(
            Utterance(id="u1", speaker="S1", text="Guten Abend.", start=0.0, end=4.0),
            Utterance(id="u2", speaker="S2", text="Ja.", start=4.0, end=5.0),
        ),
        speakers=(Speaker(id="S1", name="Anna Friedrich", confidence=0.8), Speaker(id="S2")),
    )
    expected = [Named("case", 0.8, pytest.approx(0.75))]
    assert expected == named_voices("case", heard, Reference(turns=turns))


def test_the_command_needs_no_result(tmp_path, capsys):
    """Without a result nothing is claimed."""
    assert main([str(tmp_path), str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"voices": 0, "calibration_error": 0.0}
