"""Which side of a vote a number counts."""

from __future__ import annotations

import re

_AFTER = (
    ("abstain", re.compile(r"[\s-]{0,2}(?:stimm)?(?:enthalt|abst[ae])", re.IGNORECASE)),
    (
        "no",
        re.compile(
            r"[\s-]{0,2}(?:stimmen? |votes? )?(?:nein|gegenstimm|dagegen|opposed|against|nays?\b|no\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "yes",
        re.compile(
            r"[\s-]{0,2}(?:stimmen? |votes? )?(?:ja\b|ja-|jastimm|dafür|in favou?r|yes\b|ayes?\b|zustimm)",
            re.IGNORECASE,
        ),
    ),
    (
        "first",
        re.compile(
            r"\W{0,3}(?:ja-?stimmen |stimmen )?(?:zu|gegen|to|:)\W{1,3}(?!die\b|den\b"
            r"|das\b)\w+\W{1,2}(?:stimm|nein|vote|$|[.,])",
            re.IGNORECASE,
        ),
    ),
)
_VOTING = re.compile(r"\s(?:\w+\s)?(?:stimm|votier)\w+\s(?:(?P<no>dagegen)|(?P<yes>dafür))", re.IGNORECASE)
_PAIR = re.compile(r"(?:zu|gegen|to|:)\W{1,3}$", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?P<abstain>enth[aä]lt\w*(?: sich)?|abst[ae]\w+)|(?P<no>dagegen|gegenstimmen?|gegenprobe"
    r"|nein-?stimmen|opposed"
    r"|nays?|ablehn\w*)"
    r"|(?P<yes>dafür|zustimm\w*|stimmt? zu|stimmen? dafür|ja-?stimmen|in favou?r|ayes?)",
    re.IGNORECASE,
)
_REACH = 45
"""Letters between a question and the number that answers it ("Wer ist dafür? Das sind 18.")."""


def side_at(text: str, start: int, end: int) -> str | None:
    """Return the side a number counts, by the words behind it, else by the question before it."""
    rest = text[end : end + 40]
    for side, pattern in _AFTER:
        if pattern.match(rest):
            return side
    if voting := _VOTING.match(rest):
        return voting.lastgroup
    before = text[max(0, start - 12) : start]
    if (
        _PAIR.search(before)
        and re.search(r"\d|\w{3,}\W+(?:zu|gegen|to)\W+$", before)
        and re.match(r"\W{1,3}(?:stimm|vote|ja|nein|bei|[.,]|$)", rest + ".", re.IGNORECASE)
    ):
        return "second"
    asked = list(_BEFORE.finditer(text[max(0, start - _REACH) : start]))
    if asked:
        gap = text[max(0, start - _REACH) : start][asked[-1].end() :]
        if re.match(
            r"^\s*(?:\?|:|,)?\s*[-–]?\s*(?:das sind|es sind|ich sehe|das waren|ich zähle|i count"
            r"|that is)?\s*$",
            gap,
            re.IGNORECASE,
        ):
            return asked[-1].lastgroup
    return None


def sides_agree(one: str | None, other: str | None) -> bool:
    """Tell whether two sides may be the same; the first number of "20 zu 5" mostly counts the yes."""
    if one is None or other is None or one == other:
        return True
    return {one, other} in ({"first", "yes"}, {"second", "no"})


_SIDE_WORDS = {
    "no": r"(?:gegenstimmen?|dagegen|nein-?stimmen|gegenprobe|opposed|nays?)",
    "abstain": r"(?:enthaltung(?:en)?|enth[äa]lt sich|abst(?:ain|entions?))",
    "yes": r"(?:ja-?stimmen|dafür|in favou?r|ayes?)",
}
_NOBODY = (
    r"(?:auch |ebenfalls |sehe ich |gibt es |i see )?(?:keine?r?s?|niemand|nein|nicht|null|0|none|nobody"
    r"|no one)\b"
)


def nobody(side: str | None, text: str) -> bool:
    """Tell whether a text says that a side of the vote had nobody ("Gegenstimmen? Keine.")."""
    words = _SIDE_WORDS.get(side or "")
    if words is None:
        return False
    return bool(
        re.search(
            rf"{words}(?:(?:\s+[\wäöüß-]+){{1,4}}\s?\?|\s?[?:.,]?)\s*[-–]?\s*{_NOBODY}", text, re.IGNORECASE
        )
        or re.search(rf"\b(?:keine|ohne|no)\s+(?:weiteren\s+)?{words}", text, re.IGNORECASE)
        or re.search(
            rf"{words}\s+(?:sehe|gibt|gab|haben|liegen)\b[^.?!]{{0,20}}\b(?:nicht|keine)\b",
            text,
            re.IGNORECASE,
        )
    )
