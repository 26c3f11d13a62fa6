"""What minutes must hold, as fields that a template has to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from minutes.profiles import find_profile
from minutes.render.checking.findings import TemplateFinding
from minutes.render.checking.traces import by_path

if TYPE_CHECKING:
    from minutes.profiles import Profile
    from minutes.profiles.types import FieldCode
    from minutes.render.checking.findings import Level
    from minutes.render.checking.traces import Printed


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One text of the minutes that must come out."""

    path: str
    level: Level = "missing"
    instead: str = ""
    """A field that tells the same."""
    laws: tuple[FieldCode, ...] = ()
    """Required fields of the states that are told by it."""


NEEDS: tuple[Need, ...] = (
    Need(path="view.title", level="hint"),
    Need(path="view.kind", level="hint"),
    Need(path="view.subject", instead="head.value.text", laws=("date",)),
    Need(path="view.draft"),
    Need(path="view.note", instead="view.provenance.text"),
    Need(path="head.value.text", laws=("begin", "end", "place", "date", "chair", "clerk")),
    Need(path="head.value.gap"),
    Need(path="people.name", laws=("present-names", "absent-names")),
    Need(path="people.role", level="hint"),
    Need(path="people.party", level="hint"),
    Need(path="people.presence", laws=("present-names", "absent-names", "absence-reasons")),
    Need(path="view.people_summary.text", level="hint", laws=("number-present",)),
    Need(path="view.findings.text", laws=("invitation", "quorum")),
    Need(path="view.findings.gap", laws=("invitation", "quorum")),
    Need(path="agenda.title", level="hint"),
    Need(path="sections.title"),
    Need(path="topics.number", laws=("items",)),
    Need(path="topics.title", laws=("items",)),
    Need(path="topics.details.text", level="hint"),
    Need(path="topics.notes.text"),
    Need(path="topics.motions.speaker", laws=("motions",)),
    Need(path="topics.motions.words.text", laws=("motions",)),
    Need(path="topics.summary_label"),
    Need(path="topics.summary.text"),
    Need(path="topics.course.speaker"),
    Need(path="topics.course.words.text"),
    Need(path="topics.course.words.mark", level="hint"),
    Need(path="topics.statements.speaker"),
    Need(path="topics.statements.words.text"),
    Need(path="topics.assignments.speaker"),
    Need(path="topics.assignments.words.text"),
    Need(path="resolutions.label"),
    Need(path="resolutions.wording.text", laws=("wording",)),
    Need(path="resolutions.wording.gap", laws=("wording",)),
    Need(path="resolutions.question.text"),
    Need(path="resolutions.result.text", laws=("vote-results", "votes-by-party")),
    Need(path="resolutions.result.gap", laws=("vote-results",)),
    Need(path="resolutions.result.mark", level="hint"),
    Need(path="votes.result", level="hint"),
    Need(path="signatures.role"),
    Need(path="signatures.name"),
    Need(path="view.open_points.text", level="hint"),
    Need(path="view.provenance.text", level="hint"),
)
"""In the order of the document. ``hint``: useful, and not asked for everywhere."""

NOTHING = "–"
"""Stands where there is nothing to print; a template may leave it out."""
_IN_SUBJECT = frozenset({"Körperschaft", "Gremium", "Sitzung", "Datum"})
"""Facts of the meeting that its one line tells as well."""


def unmet(printed: list[Printed], seen: frozenset[int], state: str | None) -> Iterator[TemplateFinding]:
    """Yield what did not come out.

    Args:
        printed: every text there was.
        seen: numbers of those that came out.
        state: whose law asks.
    """
    numbers = dict(by_path(printed))
    profile = find_profile(state) if state else None
    if _out(numbers.get("view.subject", ()), seen):
        numbers["head.value.text"] = [
            one for one in numbers.get("head.value.text", ()) if printed[one].label not in _IN_SUBJECT
        ]
    for need in NEEDS:
        mine = [number for number in numbers.get(need.path, []) if printed[number].text != NOTHING]
        gone = [number for number in mine if number not in seen]
        if not gone or (need.instead and _out(numbers.get(need.instead, ()), seen)):
            continue
        labels = sorted({printed[number].label for number in gone} - {""})
        law = _law(profile, need)
        partly = len(gone) < len(mine) or bool(labels)
        yield TemplateFinding(
            code="partly" if partly else "missing-field",
            level="missing" if law and need.level == "hint" and not labels else need.level,
            name=need.path,
            labels=tuple(labels),
            law=law,
        )


def _out(numbers: Iterable[int], seen: frozenset[int]) -> bool:
    found = list(numbers)
    return bool(found) and seen.issuperset(found)


def _law(profile: Profile | None, need: Need) -> str:
    if profile is None:
        return ""
    return next((one.source for one in profile.fields if one.code in need.laws), "")
