"""How much of old minutes is read rightly: ``python -m app.measure.past EVAL``.

Documents are made from titles, papers and speeches of the meetings under ``EVAL/text`` in layouts as councils
have them (text, HTML, DOCX, PDF), with results that are known. Each is read; an item is right with its
number, part and title, a result with its word and every count that the document states. What is wrong and was
not reported is counted by itself. The layouts were written for this measurement: real minutes have more.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz import fuzz

from app.measure.document import DOCUMENT, table, write_section
from app.measure.past_layouts import LAYOUTS
from app.measure.past_town import Kept, make_sittings
from minutes.past import read_lines, read_past
from models.errors import ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.measure.past_town import Sitting
    from minutes.past import Past
    from minutes.types.minutes import MinutesItem

SAME_TITLE = 92.0
"""Likeness (rapidfuzz) from which on a title is right: signs at its end may differ."""


NEW = (
    "The two layouts that are new to the reader were written after it, with words of results that it had no "
    "rule for: at first sight it read 30.6 and 44.2 % of their results and got 219 of them wrong without a "
    "report. Since then it reports every number it cannot place and every refusal it does not understand, "
    "and knows some of the words; the figures below are of that."
)


class Score(msgspec.Struct, kw_only=True):
    """What became of the documents of a layout."""

    documents: int = 0
    items: int = 0
    items_right: int = 0
    results: int = 0
    results_right: int = 0
    reported: int = 0
    """Wrong results of items with a note."""
    silent: int = 0
    """Wrong or invented results without one."""


def judge(sitting: Sitting, past: Past, score: Score) -> list[str]:
    """Add up a document, and return what was silently wrong, in words."""
    wrong: list[str] = []
    score.documents += 1
    doubted = {one.item for one in past.notes}
    found = {_key(one.number, public=one.public): one for one in past.minutes.items}
    for kept in sitting.items:
        item = found.get(_key(kept.number, public=kept.public))
        score.items += 1
        score.items_right += item is not None and fuzz.ratio(kept.title, item.title) >= SAME_TITLE
        told = _told(item)
        if kept.result is not None:
            score.results += 1
            if told == (kept.result, kept.yes, kept.no, kept.abstain):
                score.results_right += 1
                continue
        elif told is None:
            continue
        if item is None or item.number in doubted or (told is None and past.notes):
            score.reported += kept.result is not None
        elif told is not None:
            score.silent += 1
            wrong.append(f"{sitting.layout} {kept.number}: {_words(kept)} as {told}")
        else:
            score.reported += 1
    return wrong


def _told(item: MinutesItem | None) -> tuple[str, int | None, int | None, int | None] | None:
    if item is None or not item.votes:
        return None
    last = item.votes[-1]
    return (last.result, last.yes, last.no, last.abstain)


def _words(kept: Kept) -> str:
    return f"{kept.result} {kept.yes}/{kept.no}/{kept.abstain} ({html.escape(kept.said)})"


def _key(number: str, *, public: bool) -> tuple[str, bool]:
    return "".join(one for one in number.lower() if one.isalnum() and one not in "ön") or number, public


def run(evaluation: Path, count: int, folder: Path) -> tuple[dict[str, Score], list[str]]:
    """Make ``count`` documents, read them, and return the scores by layout and what was silently wrong."""
    scores: dict[str, Score] = defaultdict(Score)
    wrong: list[str] = []
    for number, sitting in enumerate(make_sittings(evaluation, count, tuple(LAYOUTS), random.Random(7))):  # noqa: S311 - no secret
        path = LAYOUTS[sitting.layout](sitting, folder / f"{number:03d}")
        wrong += judge(sitting, read_past(read_lines(path)), scores[sitting.layout])
    return dict(scores), wrong


def report(scores: dict[str, Score]) -> str:
    """Return the table."""
    whole = Score(
        **{name: sum(getattr(one, name) for one in scores.values()) for name in Score.__struct_fields__}
    )
    rows = [
        [
            name,
            one.documents,
            one.items,
            round(100 * one.items_right / max(1, one.items), 1),
            one.results,
            round(100 * one.results_right / max(1, one.results), 1),
            one.reported,
            one.silent,
        ]
        for name, one in [*sorted(scores.items()), ("all", whole)]
    ]
    return table(
        [
            "layout",
            "documents",
            "items",
            "right %",
            "results",
            "right %",
            "missing or reported",
            "silently wrong",
        ],
        rows,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write the section."""
    parser = argparse.ArgumentParser(description="Read made-up old minutes and count what is right.")
    parser.add_argument("eval", type=Path)
    parser.add_argument("--count", type=int, default=320)
    parser.add_argument("--verbose", action="store_true", help="print what was silently wrong")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        try:
            scores, wrong = run(chosen.eval, chosen.count, Path(folder))
        except ProtokollantError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
    shown = report(scores)
    write_section(
        "past",
        "Old minutes that are read",
        f"`make bench-import`: {chosen.count} documents in {len(scores)} made-up layouts with real titles. "
        f"{NEW}\n\n{shown}",
    )
    if chosen.verbose:
        print("\n".join(wrong))  # noqa: T201
    print(shown, f"\nwritten to {DOCUMENT}")  # noqa: T201
    print(json.dumps({name: msgspec.structs.asdict(one) for name, one in scores.items()}))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
