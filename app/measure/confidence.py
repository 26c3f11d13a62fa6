"""How often a name is right by its confidence: ``python -m app.measure.confidence EVAL KEPT``.

Takes the results that ``python -m app.measure.eval EVAL --keep KEPT`` left, transcripts and meetings alike,
and compares for every named voice the confidence with the share of its words (of a recording: its seconds)
that the person of that name said. Prints a table of bins and, as last line, one JSON object with the expected
calibration error (Guo et al. 2017, "On Calibration of Modern Neural Networks"), each bin weighed by its
voices.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

from app.measure.cases import find_cases
from app.measure.document import table
from app.measure.meeting import same_name
from app.measure.reference import read_reference
from minutes.inputs import read_transcript
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.measure.reference import Reference
    from diarize.types import Utterance
    from minutes.types import Transcript

EDGES = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
"""Borders of the bins."""


class Named(NamedTuple):
    """A voice with a name."""

    case: str
    confidence: float
    right: float
    """Share of the voice's words or seconds that its person said."""


class Bin(NamedTuple):
    """Voices of about the same confidence."""

    low: float
    high: float
    voices: int
    stated: float
    right: float


def named_voices(case: str, transcript: Transcript, reference: Reference) -> list[Named]:
    """Return every named voice of a result, with the share of it that bears the name rightly."""
    said: dict[str, dict[str | None, float]] = defaultdict(lambda: defaultdict(float))
    for utterance in transcript.utterances:
        if utterance.speaker:
            for name, amount in _truth(utterance, reference):
                said[utterance.speaker][name] += amount
    found = []
    for speaker in transcript.speakers:
        amounts = said.get(speaker.id, {})
        total = sum(amounts.values())
        if speaker.name and total:
            own = sum(amount for name, amount in amounts.items() if same_name(speaker.name, name))
            found.append(Named(case, speaker.confidence or 0.0, own / total))
    return found


def _truth(utterance: Utterance, reference: Reference) -> Iterable[tuple[str | None, float]]:
    """Whose an utterance is: names with words, or with seconds where the reference has times."""
    if reference.utterances:
        identity = utterance.id if utterance.id in reference.utterances else utterance.id.split(".")[0]
        if (true := reference.utterances.get(identity)) is not None:
            yield true.name, float(len(utterance.text.split()))
        return
    if utterance.start is None or utterance.end is None:
        return
    for turn in reference.turns:
        if (shared := min(utterance.end, turn.end) - max(utterance.start, turn.start)) > 0:
            yield turn.name, shared


def bins(voices: Sequence[Named]) -> list[Bin]:
    """Return the bins that hold a voice."""
    found = []
    for low, high in itertools.pairwise(EDGES):
        if inside := [one for one in voices if low <= one.confidence < high]:
            stated, right = (mean(one.confidence for one in inside), mean(one.right for one in inside))
            found.append(Bin(low, min(high, 1.0), len(inside), stated, right))
    return found


def calibration_error(found: Sequence[Bin]) -> float:
    """Return the mean distance of what is stated and what is right, each bin weighed by its voices."""
    whole = sum(one.voices for one in found)
    return sum(one.voices * abs(one.stated - one.right) for one in found) / whole if whole else 0.0


def report(voices: Sequence[Named]) -> str:
    """Return the table of a set of voices."""
    head = ["confidence", "voices", "stated", "right"]
    return table(head, [[f"{b.low:g} to {b.high:g}", b.voices, b.stated, b.right] for b in bins(voices)])


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 1 where a result or its reference cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m app.measure.confidence", description=__doc__)
    parser.add_argument("root", type=Path, help="folder of evaluation data")
    parser.add_argument("kept", type=Path, help="folder of the results")
    chosen = parser.parse_args(arguments)
    voices: list[Named] = []
    try:
        for case in find_cases(chosen.root):
            result = chosen.kept / case.kind / case.name / "transcript.json"
            if case.kind in {"text", "meeting"} and result.is_file():
                voices += named_voices(case.name, read_transcript(result), read_reference(case.reference))
    except ProtokollantError as error:
        print(error.text("en"), file=sys.stderr)  # noqa: T201  # a program
        return error.exit_status
    print(f"{len({one.case for one in voices})} results\n\n{report(voices)}\n")  # noqa: T201  # a program
    distance = calibration_error(bins(voices))
    print(json.dumps({"voices": len(voices), "calibration_error": round(distance, 4)}))  # noqa: T201  # a program
    return 0


if __name__ == "__main__":
    sys.exit(main())
