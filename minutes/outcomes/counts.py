"""Counts of votes as they are said, over normalised text: "15 zu 7", "12 ja-stimmen", "gegen 3", "keine"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.outcomes.phrases import NOTHING, UNANIMOUS

if TYPE_CHECKING:
    from collections.abc import Collection

    from minutes.outcomes.phrases import Side

_N = r"(\d{1,4})"
_RATIO = re.compile(
    rf"\b{_N} ?(?:zu|gegen|:|to)(?: (?:nur|die))? ?{_N}(?: ?(?:zu|:|to|bei) ?{_N})?"
    r"(?= (?:stimm|bei|ja|enthalt|vot|$|[.,;])| ?$)"
)
_VOTED = r"(?:haben |stimmten |stimmen |waren |sind )"
_YES = (
    re.compile(
        rf"\b{_N} (?:ja-stimmen|ja\b|stimmen dafuer|dafuer|zustimmungen|ayes?|yeas?|votes? in favor|in favor)"
    ),
    re.compile(
        rf"\bja(?:-stimmen)? ?: ?{_N}\b|\bdafuer ?:? {_N}\b|\bja {_N}\b(?! (?:nein|gegen|stimm|enth))"
    ),
    re.compile(
        rf"\bmit ja (?:(?:haben|stimmten|stimmen|gestimmt) )*{_N}\b|\b{_N} (?:\w+ )?{_VOTED}(?:mit ja"
        rf"|dafuer)\b"
    ),
    re.compile(rf"\bmit {_N} (?:stimmen|pro-stimmen)\b"),
    re.compile(rf"\bfuer [^.?!,\d]{{1,60}} (?:haben|stimmten) {_N}\b"),
)
_NO = (
    re.compile(
        rf"\b{_N} (?:nein-stimmen|gegenstimmen?|nein\b|stimmen dagegen|dagegen|ablehnungen|nays?|opposed)"
    ),
    re.compile(rf"\bnein(?:-stimmen)? ?: ?{_N}\b|\bdagegen ?:? {_N}\b|\bnein {_N}\b(?! (?:ja|stimm|enth))"),
    re.compile(
        rf"\bmit nein (?:(?:haben|stimmten|stimmen|gestimmt) )*{_N}\b|\b{_N} (?:\w+ )?{_VOTED}(?:mit nein"
        rf"|dagegen)\b"
    ),
    re.compile(rf"\bgegen {_N} (?:stimmen?|nein)"),
)
_ABSTAIN = (
    re.compile(rf"\b{_N} (?:stimm)?enthaltung(?:en)?\b|\b{_N} abst(?:entions?|aining|ain)\b"),
    re.compile(rf"\benthaltung(?:en)? ?: ?{_N}\b"),
    re.compile(rf"\b{_N} (?:enthaelt|enthalten) sich\b|\b{_N} (?:haben )?sich (?:der stimme )?enthalten\b"),
    re.compile(rf"\benthalten haben sich {_N}\b|\benthaltung(?:en)? {_N}\b(?! (?:ja|nein|gegen|stimm))"),
)
_NO_NONE = re.compile(
    r"\b(?:keine|ohne|bei keiner?) (?:gegenstimmen?|nein-stimmen?)\b"
    r"|\b(?:keine?r?|niemand|null) (?:ist |war |stimmt |stimmte )?dagegen\b"
)
_ABSTAIN_NONE = re.compile(
    r"\b(?:keine|ohne|bei keiner?) (?:gegenstimmen?(?: und|,)? )?(?:und )?(?:keine "
    r"|ohne )?enthaltung(?:en)?\b|\bno abstentions\b"
)
_WHOLE_GROUPS = re.compile(
    r"(?<!\d )\benthaltung(?:en)? (?:der|des|von|durch)\b.*\b\d+ (?:stimm)?enthaltung"
    r"|\b\d+ (?:stimm)?enthaltung.*(?<!\d )\benthaltung(?:en)? (?:der|des|von|durch)\b"
)
"""Some abstain by number and whole groups besides: the number is not that of all."""
_ANSWER = re.compile(
    r"^\W*(?:(?:das|es|mit mir|zusammen|insgesamt) (?:sind|ist|waren|macht)(?: das| es)?|(?:haben wir"
    r"|gibt es|sehe ich|sind es|waren es)(?: auch| noch| nur| hier)*|ich (?:zaehle|sehe|habe)"
    r"|wir (?:haben|zaehlen)|also|ja"
    r"|danke|gut|so|und|dann|okay|bitte|insgesamt)?[ ,.:-]*(?:(?:das|es) (?:sind|ist|waren))? ?(?:genau "
    r"|auch |nochmals )?(\d{1,4})(?![\d./:]| (?:uhr|prozent|euro|jahre|minuten|punkt|meter|hektar))\b"
)
_ONE = re.compile(
    r"^\W*(?:das ist |das sind |auch |nur )?(?:eine|einer|eins|ein|einmal|one)\b(?: (?:stimme|enthaltung"
    r"|gegenstimme|person))?\s*[.,!-]?\s*$|^\W*(?:das ist |nur )?(?:eine|einer|ein) (?:stimme|enthaltung"
    r"|gegenstimme)?\s*[.,]"
)


class Counts(NamedTuple):
    """What was said of a vote's counts; None is "not said"."""

    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    unanimous: bool = False

    @property
    def any_said(self) -> bool:
        """At least one number was said."""
        return any(c is not None for c in (self.yes, self.no, self.abstain))

    def or_else(self, other: Counts, *, answered: Collection[Side] = ()) -> Counts:
        """Take from another what was not said here, but for the sides that were answered already."""

        def side(mine: int | None, theirs: int | None, name: Side) -> int | None:
            return mine if mine is not None or name in answered else theirs

        return Counts(
            side(self.yes, other.yes, "yes"),
            side(self.no, other.no, "no"),
            side(self.abstain, other.abstain, "abstain"),
            self.unanimous,
        )


def read_counts(clause: str) -> Counts:
    """The counts in the announcement of a result, normalised."""
    yes = no = abstain = None
    rest = clause
    if ratio := _RATIO.search(clause):
        yes, no = int(ratio[1]), int(ratio[2])
        abstain = int(ratio[3]) if ratio[3] else None
        rest = clause[: ratio.start()] + " " + clause[ratio.end() :]
    found_no = _first(_NO, rest)
    found_abstain = _first(_ABSTAIN, rest)
    found_yes = _first(_YES, rest)
    yes = found_yes if yes is None else yes
    no = found_no if no is None else no
    abstain = found_abstain if abstain is None else abstain
    if abstain and _WHOLE_GROUPS.search(clause):
        abstain = None
    if no is None and _NO_NONE.search(clause):
        no = 0
    if abstain is None and _ABSTAIN_NONE.search(clause):
        abstain = 0
    return Counts(yes, no, abstain, bool(UNANIMOUS.search(clause)))


def read_answer(answer: str) -> int | None:
    """The count that answers a question ("das sind 14 .", "keine .", "eine ."), None where none was said."""
    if number := _ANSWER.match(answer):
        return int(number[1])
    if _ONE.match(answer):
        return 1
    head = answer[:120]
    return 0 if NOTHING.search(head) else None


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    for pattern in patterns:
        if match := pattern.search(text):
            return next((int(g) for g in match.groups() if g is not None), None)
    return None
