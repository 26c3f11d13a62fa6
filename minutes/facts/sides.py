"""Which side of a vote a number counts."""

from __future__ import annotations

import re

_BEHIND_A_PAIR = (
    r"(?:bei|ohne|with|without|und|and|in favou?r|angenommen|abgelehnt|beschlossen|genehmigt|verworfen"
    r"|zugestimmt|(?:ver|ueber|über)wiesen|vertagt|bestätigt|empfohlen)\b"
)
"""What follows two counts of votes ("31 to 10 with one abstention"), but not a span ("four to six weeks")."""
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
            r"\W{0,3}(?:ja-?stimmen |stimmen |votes? )?(?:zu|gegen|to|:)\W{1,3}(?!die\b|den\b"
            r"|das\b)\w+\W{1,2}(?:stimm|nein|vote|$|[.,)]|" + _BEHIND_A_PAIR + ")",
            re.IGNORECASE,
        ),
    ),
)
_VOTING = re.compile(r"\s(?:\w+\s)?(?:stimm|votier)\w+\s(?:(?P<no>dagegen)|(?P<yes>dafür))", re.IGNORECASE)
_PAIR = re.compile(r"(?:zu|gegen|to|:)\W{1,3}$", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?P<abstain>enth[aä]lt\w*(?: sich)?|abst[ae]\w+)|(?P<no>dagegen|gegenstimmen?|gegenprobe|gegenmehr"
    r"|nein-?stimmen|opposed|against|noes"
    r"|nays?|ablehn\w*|lehnt (?:das |den antrag |die vorlage )?ab)"
    r"|(?P<yes>dafür|zustimm\w*|stimmt? (?:\w+ )?zu|stimmen? dafür|ja-?stimmen|in favou?r|ayes?)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:(?P<yes>ja|yes|for(?: the [\w ]{3,20})?)|(?P<no>nein|no|against))(?:\s*:|,)?\s*$", re.IGNORECASE
)
"""A bare word before a number that nothing follows: "Ja 12, Nein 22", "For, nine. Against, four."."""
_FILLER = (
    r"(?:(?:das|da|es|hier|ich|wir|die|sehe|seh|sind|waren|ist|war|zähle|haben|habe|hat|gibt|gab|nur|noch"
    r"|auch|ebenfalls|wiederum|also|those|the|i|we|see|count|have|that|that's|is|are|there|there's|and|und"
    r"|please|bitte|jetzt)\s+){0,5}"
)
"""What may stand between a question and the number that answers it ("Enthaltungen? Sehe ich eine.")."""
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
        and re.match(rf"\W{{1,3}}(?:stimm|vote|ja|nein|[.,)]|$|{_BEHIND_A_PAIR})", rest + ".", re.IGNORECASE)
    ):
        return "second"
    asked = list(_BEFORE.finditer(text[max(0, start - _REACH) : start]))
    if asked:
        gap = text[max(0, start - _REACH) : start][asked[-1].end() :]
        if re.match(rf"^\s*(?:\?|:|,)?\s*[-–]?\s*{_FILLER}$", gap, re.IGNORECASE):
            return asked[-1].lastgroup
    label = _LABEL.search(text[max(0, start - _REACH) : start])
    return label.lastgroup if label and re.match(r"\s*(?:[.,;]|$)", rest) else None


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
