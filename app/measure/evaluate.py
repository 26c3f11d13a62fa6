"""All figures of one result that its reference allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.measure.effort_queue import effort_figures, effort_of
from app.measure.errors import HypothesisMissingError
from app.measure.meeting import start_figures, time_figures, vote_figures
from app.measure.reference import Reference, read_reference
from app.measure.text import text_figures, text_votes
from app.measure.voices import voice_errors
from app.measure.words import cpwer, error_rates, join_by, name_recall, plain, spoken
from minutes.inputs import read_transcript
from minutes.types import Outcomes, Transcript

if TYPE_CHECKING:
    from pathlib import Path

Figures = dict[str, float | int | None]
"""Name to value. Percent: wer, wer_german, cer, cpwer, der, der_*, jer; seconds: boundary_s; counts:
voices, voices_reference, invented, lost, effort_edits, effort_edits_queue, effort_critical, effort_risks;
seconds of sound: effort_seconds*; shares from 0 to 1: everything else."""


def evaluate(hypothesis: Path, reference: Path) -> Figures:
    """Compare the folder of ``process`` or ``segment`` with a reference.

    Raises:
        ReferenceMissingError: no truth in ``reference``.
        HypothesisMissingError: no result in ``hypothesis``.
    """
    truth = read_reference(reference)
    transcript = _transcript(hypothesis)
    rttm = hypothesis / "diarization.rttm"
    if transcript is None and not rttm.is_file():
        raise HypothesisMissingError(path=hypothesis)
    figures: Figures = {}
    if transcript is not None:
        outcomes = _outcomes(hypothesis)
        if truth.utterances:
            figures |= _of_text(truth, transcript, outcomes)
        elif truth.turns:
            figures |= _of_recording(truth, transcript, outcomes)
        if (needed := effort_of(hypothesis, truth, reference, transcript)) is not None:
            figures |= effort_figures(needed)
    if truth.rttm is not None and rttm.is_file():
        figures |= voice_errors(truth.rttm, rttm, truth.uem)
    return {name: round(value, 4) if value is not None else None for name, value in figures.items()}


def _transcript(folder: Path) -> Transcript | None:
    path = folder / "transcript.json"
    return read_transcript(path) if path.is_file() else None


def _outcomes(folder: Path) -> Outcomes | None:
    path = folder / "outcomes.json"
    return msgspec.json.decode(path.read_bytes(), type=Outcomes) if path.is_file() else None


def _names(transcript: Transcript) -> dict[str, str | None]:
    return {speaker.id: speaker.name for speaker in transcript.speakers}


def _of_text(truth: Reference, transcript: Transcript, outcomes: Outcomes | None) -> Figures:
    figures: Figures = dict(text_figures(truth, transcript.utterances, _names(transcript)))
    if truth.votes is not None:
        figures |= text_votes(truth.votes, outcomes.votes if outcomes else ())
    return figures


def _of_recording(truth: Reference, transcript: Transcript, outcomes: Outcomes | None) -> Figures:
    turns = sorted(truth.turns, key=lambda turn: turn.start)
    heard = sorted(transcript.utterances, key=lambda utterance: utterance.start or 0.0)
    said = " ".join(turn.text for turn in turns)
    written = " ".join(utterance.text for utterance in heard)
    true, found = " ".join(plain(turn.text) for turn in turns), " ".join(plain(u.text) for u in heard)
    wer, cer = error_rates(true, found)
    language = truth.language
    figures: Figures = {
        "wer": wer,
        "cer": cer,
        "wer_german": error_rates(spoken(said, language), spoken(written, language))[0],
        "cpwer": cpwer(
            join_by((turn.speaker, plain(turn.text)) for turn in turns),
            join_by((utterance.speaker or "", plain(utterance.text)) for utterance in heard),
        ),
    }
    if truth.people:
        figures["name_recall"] = name_recall(true, found, truth.people)
    figures |= time_figures(truth, heard, _names(transcript))
    if outcomes is not None and truth.items:
        figures |= start_figures(truth, outcomes)
    if outcomes is not None and truth.votes is not None:
        figures |= vote_figures(truth.votes, outcomes.votes)
    return figures
