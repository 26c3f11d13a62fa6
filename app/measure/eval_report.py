"""What an evaluation says: the tables of docs/measurements.md, and the flat object of the last line."""

from __future__ import annotations

import statistics
from itertools import groupby
from typing import TYPE_CHECKING

from app.measure.document import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.measure.eval_cases import Scored

SOUND_COLUMNS = {
    "wer": "WER %",
    "der": "DER %",
    "item": "item",
    "name": "name",
    "wrong": "wrong",
    "votes": "votes right",
    "counts": "counts",
    "invented": "invented",
}
"""Figure to heading, recordings."""
TEXT_COLUMNS = {name: name for name in ("item", "start", "name", "wrong", "votes", "lost")}
"""Figure to heading, transcripts."""
SOUND_FIGURES = (*SOUND_COLUMNS, "wer_german", "cpwer", "start")
PERCENT = frozenset({"wer", "wer_german", "cer", "cpwer", "der", "jer"})
SUMMED = frozenset({"lost", "invented"})
LEGEND = (
    "WER and DER in percent (DER: no collar, overlap scored). Shares from 0 to 1: item, start, name, wrong, "
    "votes, counts. Numbers: invented (counts nobody stated), lost (characters). Recordings whose words are "
    "not known are diarized alone."
)


def summary(scored: Sequence[Scored]) -> dict[str, float | int]:
    """Return the flat object of the last line: means by kind, and words and voices by recording."""
    sound = [one for one in scored if one.case.kind != "text"]
    texts = [one for one in scored if one.case.kind == "text"]
    flat: dict[str, float | int] = {
        "cases": len(scored),
        "failed": sum(bool(one.problem) for one in scored),
    }
    for prefix, group, names in (("", sound, SOUND_FIGURES), ("text_", texts, tuple(TEXT_COLUMNS))):
        for name in names:
            if (value := _mean(group, name)) is not None:
                flat[f"{prefix}{name}{'_percent' if name in PERCENT else ''}"] = round(value, 4)
    for one in sound:
        for name in ("wer", "der"):
            if (known := one.figures.get(name)) is not None:
                flat[f"{one.case.name}_{name}_percent".replace("-", "_")] = known
    return flat


def tables(scored: Sequence[Scored]) -> str:
    """Return the tables of recordings and of transcripts, with means, and what failed."""
    parts = []
    for head, kinds, columns in (
        ("recording", {"meeting", "recording", "voices"}, SOUND_COLUMNS),
        ("transcript", {"text"}, TEXT_COLUMNS),
    ):
        group = [one for one in scored if one.case.kind in kinds and not one.problem]
        if group:
            rows = [_row(one.case.name, [one], columns) for one in group]
            rows += [_row(name, members, columns) for name, members in _families(group)]
            parts.append(table([head, *columns.values(), "seconds"], rows))
    parts += [f"- {one.case.name} failed: {one.problem}" for one in scored if one.problem]
    return "\n\n".join(parts)


def _row(name: str, group: Sequence[Scored], columns: Iterable[str]) -> list[object]:
    return [name, *(_mean(group, column) for column in columns), round(sum(one.seconds for one in group), 1)]


def _mean(group: Iterable[Scored], name: str) -> float | None:
    """Return the mean over those that have the figure, the sum of what is counted; None where none has."""
    values = [value for one in group if (value := one.figures.get(name)) is not None]
    if not values:
        return None
    return sum(values) if name in SUMMED else statistics.fmean(values)


def _families(group: Sequence[Scored]) -> list[tuple[str, list[Scored]]]:
    """Return the groups of which a mean is shown: cases of one family, and all together."""
    families = [(name, list(members)) for name, members in groupby(sorted(group, key=_family), key=_family)]
    shown = [
        (f"mean of {len(members)}: {name}", members)
        for name, members in families
        if 1 < len(members) < len(group)
    ]
    return [*shown, (f"mean of {len(group)}", list(group))] if len(group) > 1 else shown


def _family(one: Scored) -> str:
    """Transcripts are told by the beginning of their names, recordings by their folder."""
    case = one.case
    if case.kind == "meeting":
        return case.source.parent.parent.name
    return case.name.partition("-")[0] if case.kind == "text" else case.source.parent.name
