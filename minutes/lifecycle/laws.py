"""What the law of a state knows beyond the content of minutes: approval, objections, terms in days.

Who signs and what must be told stands in the profiles (:mod:`minutes.profiles`). ``basis`` is theirs: what
is ``unsure`` is shown as such and never enforced as law. Sources: docs/editions.md.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from minutes.profiles import Basis

Accepting = Literal["approval", "objections", "none"]
"""What follows the signatures: the body approves; it decides on objections; the law knows neither."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done within days."""

    code: Literal["send", "publish"]
    days: int
    source: str
    basis: Basis


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """How the life of minutes goes on after the signatures."""

    accepting: Accepting
    source: str
    basis: Basis
    terms: tuple[Term, ...] = ()


GENERIC = Law(accepting="approval", source="ohne Landesprofil", basis="unsure")
"""Without a state everything is possible and nothing is due."""

_MONTH = 31
"""Days of a month, counted generously: a term in view must not cry before the law does."""

LAWS: dict[str, Law] = {
    "AT": Law(accepting="objections", source="Gemeindeordnung des Landes", basis="unsure"),
    "BW": Law(
        accepting="objections",
        source="§ 38 Abs. 2 GemO Baden-Württemberg",
        basis="found",
        terms=(
            Term(code="send", days=_MONTH, source="§ 38 Abs. 2 GemO Baden-Württemberg", basis="found"),
            Term(code="publish", days=7, source="§ 41b Abs. 5 GemO Baden-Württemberg", basis="found"),
        ),
    ),
    "BY": Law(accepting="approval", source="Art. 54 GO Bayern", basis="found"),
    "CH": Law(accepting="approval", source="Recht des Kantons und Geschäftsreglement", basis="unsure"),
    "HE": Law(accepting="objections", source="§ 61 HGO", basis="unsure"),
    "NI": Law(accepting="objections", source="Geschäftsordnung", basis="unsure"),
    "NW": Law(accepting="none", source="§ 52 GO NRW: kennt keine Genehmigung", basis="found"),
    "RP": Law(
        accepting="objections",
        source="§ 41 GemO Rheinland-Pfalz",
        basis="found",
        terms=(Term(code="send", days=_MONTH, source="§ 41 GemO Rheinland-Pfalz", basis="found"),),
    ),
    "SN": Law(accepting="objections", source="§ 40 SächsGemO", basis="unsure"),
}
"""By the code of the profile."""


def law_of(state: str | None) -> Law:
    """Return what holds in a state; :data:`GENERIC` without one, or where none is known."""
    return LAWS.get(state or "", GENERIC)
