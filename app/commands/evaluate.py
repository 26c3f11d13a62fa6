"""``protokollant evaluate``: a result against its reference."""

from __future__ import annotations

import json
from pathlib import Path

import click

EXPLAINED = {
    "wer": "word error rate, percent (lower case, no punctuation)",
    "cer": "character error rate, percent",
    "wer_german": "word error rate with number words and digits alike, percent",
    "cpwer": "word error rate by voice (cpWER), percent",
    "name_recall": "share of spoken surnames written rightly",
    "item": "share under the right item",
    "start": "F1 of item starts",
    "boundary_s": "median distance of item starts, seconds",
    "name": "share rightly named",
    "wrong": "share wrongly named",
    "votes": "votes right",
    "counts": "share of the votes' counts right",
    "vote_precision": "share of found votes that took place",
    "vote_recall": "share of votes found",
    "invented": "counts that nobody stated",
    "lost": "characters lost or changed",
    "der": "diarization error rate, percent (no collar, overlap scored)",
    "der_missed": "  speech missed, percent",
    "der_false_alarm": "  false alarm, percent",
    "der_confusion": "  wrong voice, percent",
    "jer": "Jaccard error rate, percent",
    "voices": "voices found",
    "voices_reference": "voices in the reference",
    "effort_edits": "changes from the draft to the reference",
    "effort_edits_queue": "  of them in what the queue of risks shows",
    "effort_critical": "wrong votes, counts and names",
    "effort_critical_first": "  share in the first fifth of the queue",
    "effort_risks": "entries of the queue",
    "effort_seconds": "sound without the queue, seconds",
    "effort_seconds_first": "  of the first fifth of the queue, seconds",
    "effort_seconds_queue": "  of the whole queue, seconds",
    "effort_seconds_critical": "  up to the last wrong vote, count or name, seconds",
}


@click.command()
@click.option(
    "--hypothesis",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder that process or segment wrote.",
)
@click.option(
    "--reference",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help="Folder with reference.json or .rttm, or one such file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def command(hypothesis: Path, reference: Path, *, as_json: bool) -> None:
    """Compare a result with a reference by every metric the reference allows."""
    from app.measure.evaluate import evaluate  # noqa: PLC0415  # heavy: numpy and pyannote.metrics

    figures = evaluate(hypothesis, reference)
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        shown = "–" if value is None else f"{value:g}"
        print(f"{name:17} {shown:>10}   {EXPLAINED[name]}")
