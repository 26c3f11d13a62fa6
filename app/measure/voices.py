"""Errors in who spoke when (pyannote.metrics), from RTTM files."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from diarize.rttm import read_rttm

if TYPE_CHECKING:
    from pathlib import Path


def voice_errors(reference: Path, hypothesis: Path, uem: Path | None = None) -> dict[str, float]:
    """Return DER, its parts and JER in percent, and the voices on both sides.

    No collar, overlap is scored (as in DIHARD); without a UEM everything from the first to the last
    turn of either side counts.
    """
    from pyannote.metrics.diarization import (  # noqa: PLC0415  # only for measuring
        DiarizationErrorRate,
        JaccardErrorRate,
    )

    true, found = _annotation(reference), _annotation(hypothesis)
    stretch = _timeline(uem) if uem is not None else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that the UEM is approximated where none is given
        parts = DiarizationErrorRate()(true, found, uem=stretch, detailed=True)
        metric: Any = JaccardErrorRate
        jaccard = metric()(true, found, uem=stretch)
    total = parts["total"] or 1.0
    return {
        "der": 100 * parts["diarization error rate"],
        "der_missed": 100 * parts["missed detection"] / total,
        "der_false_alarm": 100 * parts["false alarm"] / total,
        "der_confusion": 100 * parts["confusion"] / total,
        "jer": 100 * jaccard,
        "voices": len(found.labels()),
        "voices_reference": len(true.labels()),
    }


def found_by_voice(reference: Path, hypothesis: Path) -> dict[str, tuple[float, float]]:
    """Return the seconds of each voice of the reference, and how many of them its best partner has."""
    from pyannote.metrics.diarization import DiarizationErrorRate  # noqa: PLC0415  # only for measuring

    true, found = _annotation(reference), _annotation(hypothesis)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        partner = {one: other for other, one in DiarizationErrorRate().optimal_mapping(true, found).items()}
    seconds: dict[str, tuple[float, float]] = {}
    for voice in true.labels():
        spoken = true.label_timeline(voice).support()
        other = found.label_timeline(partner[voice]).support() if voice in partner else None
        shared = spoken.crop(other).duration() if other is not None else 0.0
        seconds[voice] = (spoken.duration(), shared)
    return seconds


def _annotation(path: Path) -> Any:
    from pyannote.core import Annotation, Segment  # noqa: PLC0415  # only for measuring

    annotation = Annotation()
    for index, turn in enumerate(read_rttm(path)):
        annotation[Segment(turn.start, turn.end), index] = turn.speaker
    return annotation


def _timeline(path: Path) -> Any:
    from pyannote.core import Segment, Timeline  # noqa: PLC0415  # only for measuring

    fields = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return Timeline([Segment(float(parts[2]), float(parts[3])) for parts in fields])
