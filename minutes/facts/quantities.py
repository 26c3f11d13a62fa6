"""Numbers of a text with what they count: amounts, shares, votes, plain numbers, in words and digits."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from minutes.facts.moments import find_moments
from minutes.facts.papers import find_items, find_papers
from minutes.facts.sides import side_at
from minutes.language.numbers import cardinal, number_at
from minutes.language.tokens import Token, stem, tokenize

_SCALES = {
    "million": 10**6,
    "millionen": 10**6,
    "mio": 10**6,
    "milliarde": 10**9,
    "milliarden": 10**9,
    "mrd": 10**9,
    "billion": 10**9,
    "tausend": 10**3,
    "tsd": 10**3,
    "thousand": 10**3,
}
_UNITS = {
    "euro": "EUR",
    "eur": "EUR",
    "€": "EUR",
    "euros": "EUR",
    "franken": "CHF",
    "chf": "CHF",
    "fr": "CHF",
    "sfr": "CHF",
    "$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "bucks": "USD",
    "£": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "cent": "cent",
    "cents": "cent",
    "rappen": "cent",
    "prozent": "%",
    "%": "%",
    "percent": "%",
    "prozentpunkte": "%",
    "meter": "m",
    "metern": "m",
    "m": "m",
    "kilometer": "km",
    "kilometern": "km",
    "km": "km",
    "quadratmeter": "m2",
    "quadratmetern": "m2",
    "qm": "m2",
    "m²": "m2",
    "kubikmeter": "m3",
    "kubikmetern": "m3",
    "m³": "m3",
    "cbm": "m3",
    "hektar": "ha",
    "ha": "ha",
    "grad": "°",
}
UNIT_WORDS = frozenset(stem(word) for word in _UNITS)
"""Stems of the words of units."""
_MONEY = frozenset({"EUR", "CHF", "USD", "GBP"})
_DIGITS = re.compile(
    r"(?P<sign>[$€£]\s?)?(?P<body>\d{1,3}(?:[.'’\u00a0\u202f ]\d{3})+(?:,\d{1,2})?(?!\d)"
    r"|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
)
_NAMES = re.compile(r"\bBündnis\s*90\b|\bG\s?[89]\b|\bAgenda 2030\b")
"""Names with a number that counts nothing."""
_FRACTIONS = re.compile(
    r"\b(?:one|two|three|four)[ -](?:thirds?|quarters?|fifths?)\b|\b(?:zwei|drei|vier)[ -](?:drittel"
    r"|viertel|fünftel)\b",
    re.IGNORECASE,
)
"""Read as fractions elsewhere."""
_NONE = re.compile(r"^(?:kein|keine|keinen|keiner|keinem|keines|no|ohne|without)$")
_ARTICLE_COUNTS = re.compile(
    r"^(?:enthaltung|gegenstimme|stimme|jastimme|ja-stimme|neinstimme|nein-stimme|euro|prozent|million"
    r"|milliarde|vote|abstention)"
)
_COMPOUND = re.compile(
    r"^(?P<number>[a-z]+?|\d+-?)(?:jaehrig|monatig|woechig|taegig|stuendig|minuetig|koepfig|seitig|spurig"
    r"|zuegig|gruppig|fach|prozentig)\w*$"
)
_COMPOUND_EN = re.compile(
    r"^(?P<number>[a-z]+(?:-[a-z]+)?|\d+)-(?:store?y|years?|months?|weeks?|days?|hours?|minutes?|f(?:oo"
    r"|ee)t|miles?|acres?"
    r"|beds?|pages?|seats?|points?|persons?|members?|units?|lanes?|spaces?|inch|parts?|bedrooms?)$"
)
_TIMES = re.compile(r"^(?:twice|thrice|(?P<number>[a-z]{3,}|\d+)-?(?:mal|malig(?:e[nmrs]?)?))$")
_TIMES_WORDS = {"twice": 2, "thrice": 3}
_HALF = re.compile(r"^(?:andert|(?P<whole>[a-z]+?)ein)halb(?:e|en|er|es)?$")
_HUNDRED = 100
_PARTITIVE = frozenset({"der", "dieser", "ihrer", "seiner", "davon", "of"})
"""Behind a number: it counts some of what follows ("zwei der neun Unfälle")."""
_BETWEEN = 3
"""Words between a number and the noun it counts."""


class Quantity(NamedTuple):
    """A number and what it counts."""

    value: Decimal
    text: str
    start: int
    end: int
    unit: str | None = None
    side: str | None = None
    """Of a vote: "yes", "no", "abstain"; "first" and "second" of "20 zu 5"."""
    noun: str | None = None
    """Stem of the noun behind it."""
    ordinal: bool = False
    multiple: bool = False
    """"zweimal", "dreifach"."""


def find_quantities(text: str, language: str = "de") -> tuple[Quantity, ...]:
    """Return the numbers of a text in order, dates, times, papers and numbers of items left out."""
    taken = [(m.start, m.end) for m in find_moments(text, language)]
    taken += [(r.start, r.end) for r in (*find_papers(text), *find_items(text))]
    taken += [match.span() for match in (*_NAMES.finditer(text), *_FRACTIONS.finditer(text))]
    english = language[:2] == "en"
    found: list[Quantity] = []
    tokens = tokenize(text)
    position = 0
    index = 0
    while index < len(tokens):
        token = tokens[index]
        inside = next((end for start, end in taken if start <= token.start < end), None)
        if inside is not None or token.start < position:
            index += 1
            continue
        quantity, index = _quantity_at(text, tokens, index, english=english)
        if quantity is not None:
            found.append(quantity)
            position = quantity.end
    return tuple(found)


def _quantity_at(  # noqa: C901, PLR0911, PLR0912 - one branch for each way a number is written
    text: str, tokens: tuple[Token, ...], index: int, *, english: bool
) -> tuple[Quantity | None, int]:
    token = tokens[index]
    start = token.start
    unit = None
    if token.text in "$€£" and token.text:
        unit = _UNITS[token.text]
    if _NONE.match(token.folded):
        return _none_at(text, tokens, index)
    match = _DIGITS.match(text, start)
    if match and (token.is_number or unit):
        value, end = _digits(match["body"], english=english), match.end()
    elif token.is_word:
        if compound := _compound(token):
            value, end = _scaled(tokens, compound.value, compound.end)
            return compound._replace(
                value=value,
                end=end,
                text=text[start:end],
                noun=_noun(tokens, end),
                multiple="fach" in token.folded,
            ), _index(tokens, end)
        number, _after = number_at(tokens, index, "en" if english else "de")
        if times := _TIMES.match(token.folded):
            counted = _TIMES_WORDS.get(times.group()) or cardinal(times["number"] or "")
            if counted is None:
                return None, index + 1
            return Quantity(Decimal(counted), token.text, start, token.end, multiple=True), index + 1
        if english and token.folded in {"half", "dozen"} and (read := _half_or_dozen(text, tokens, index)):
            return read, _index(tokens, read.end)
        if number is None or number.value < 0 or _is_pronoun(tokens, index):
            return None, index + 1
        value, end = Decimal(number.value), number.end
        following = _next(tokens, end)
        counts = bool(following and _ARTICLE_COUNTS.match(following[0].folded))
        if number.article and not (counts or _is_answer(text, start, end)):
            return None, index + 1
        if number.ordinal:
            if value <= 1:
                return None, index + 1
            return Quantity(
                value, text[start:end], start, end, noun=_noun(tokens, end), ordinal=True
            ), _index(tokens, end)
    else:
        return None, index + 1
    value, end = _spoken_decimal(tokens, value, end, english=english)
    value, end = _and_a_half(tokens, value, end)
    value, end = _scaled(tokens, value, end)
    if value >= _SCALES["thousand"]:
        more, end = _and_a_half(tokens, Decimal(1), end)
        value *= more
    following = _next(tokens, end)
    if unit is None and following and following[0].folded in _UNITS and not _begins_amount(text, following):
        unit, end = _UNITS[following[0].folded], following[0].end
        value, end = _cents(tokens, value, end, unit, english=english)
    elif unit is None:
        unit = _unit_before(tokens, start)
    if unit == "cent":
        unit, value = "EUR", value / 100
    ordinal = (
        bool(re.match(r"\.\s+[^\W\d]", text[end : end + 3])) and value == int(value) and value < _HUNDRED
    )
    side, noun = side_at(text, start, end), _noun(tokens, end)
    return Quantity(value, text[start:end], start, end, unit, side, noun, ordinal), _index(tokens, end)


def _is_answer(text: str, start: int, end: int) -> bool:
    """Tell whether "Eine." or "eine bei der CDU" answers for votes, or "eine dagegen" counts one."""
    behind = text[end : end + 12]
    return side_at(text, start, end) is not None and bool(
        re.match(r"\s*(?:[.!,;]|$|(?:aus|bei|von|from|in) |dagegen|dafür|enthalt)", behind, re.IGNORECASE)
    )


def _compound(token: Token) -> Quantity | None:
    """Read "Dreijährige" and "30-köpfig"."""
    if half := _HALF.match(token.folded):
        whole = cardinal(half["whole"]) if half["whole"] else 1
        return (
            None
            if whole is None
            else Quantity(Decimal(whole) + Decimal("0.5"), token.text, token.start, token.end)
        )
    match = _COMPOUND.match(token.folded)
    value = cardinal(match["number"].rstrip("-")) if match else None
    if value is None and (match := _COMPOUND_EN.match(token.folded)):
        value = cardinal(match["number"], "en")
    return None if value is None else Quantity(Decimal(value), token.text, token.start, token.end)


def _none_at(text: str, tokens: tuple[Token, ...], index: int) -> tuple[Quantity | None, int]:
    """Read "keine Gegenstimmen" and "ohne Enthaltungen" as a count of 0."""
    token = tokens[index]
    following = _next(tokens, token.end)
    if not following or not re.match(
        r"gegenstimm|enthaltung|nein-?stimm|ja-?stimm|abstention", following[0].folded
    ):
        return None, index + 1
    end = following[0].end
    return Quantity(
        Decimal(0), text[token.start : end], token.start, end, side=side_at(text, token.start, token.end)
    ), index + 2


def _digits(body: str, *, english: bool) -> Decimal:
    plain = re.sub(r"['’\u00a0\u202f ]", "", body)
    if english:
        return Decimal(plain.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", plain):
        return Decimal(plain.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    return Decimal(plain.replace(",", "."))


def _spoken_decimal(
    tokens: tuple[Token, ...], value: Decimal, end: int, *, english: bool
) -> tuple[Decimal, int]:
    """Read "eins Komma zwei"."""
    following = _next(tokens, end)
    if len(following) > 1 and following[0].folded in {"komma", "point"}:
        decimals, end_of = "", end
        for token in [t for t in tokens if t.start >= following[1].start][:_BETWEEN]:
            number = cardinal(token.folded, "en" if english else "de")
            if number is None or token.folded in _SCALES:
                break
            decimals, end_of = decimals + str(number), token.end
        if decimals:
            return value + Decimal(f"0.{decimals}"), end_of
    return value, end


def _half_or_dozen(text: str, tokens: tuple[Token, ...], index: int) -> Quantity | None:
    """Read "half a million dollars" and "a dozen"."""
    token = tokens[index]
    behind = _next(tokens, token.end)[:3]
    words = [t.folded for t in behind]
    if token.folded == "dozen":
        return Quantity(Decimal(12), token.text, token.start, token.end, noun=_noun(tokens, token.end))
    if words[:2] in (["a", "million"], ["a", "billion"], ["a", "thousand"]):
        end = behind[1].end
        unit = _UNITS.get(words[2]) if len(words) > 2 else None  # noqa: PLR2004 - the word behind
        return Quantity(Decimal(_SCALES[words[1]]) / 2, text[token.start : end], token.start, end, unit)
    return None


def _is_pronoun(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether "one" counts nothing ("no one", "the next one")."""
    before = tokens[index - 1].folded if index else ""
    behind = tokens[index + 1].folded if index + 1 < len(tokens) else ""
    if tokens[index].folded == "ones":
        return True
    return tokens[index].folded == "one" and (before in _BEFORE_PRONOUN or behind == "another")


_BEFORE_PRONOUN = frozenset(
    {"no", "next", "this", "that", "which", "each", "every", "any", "some", "first", "last", "new", "another"}
)


def _begins_amount(text: str, following: list[Token]) -> bool:
    """Tell whether a currency sign belongs to the number behind it ("the 3 parks, $500")."""
    return following[0].text in {"$", "€", "£"} and text[following[0].end : following[0].end + 1].isdigit()


def _and_a_half(tokens: tuple[Token, ...], value: Decimal, end: int) -> tuple[Decimal, int]:
    """Read "nine and a half" and "neun und ein halb"."""
    following = _next(tokens, end)[:3]
    if following and following[0].folded == "dozen":
        return value * 12, following[0].end
    if [t.folded for t in following] in (
        ["and", "a", "half"],
        ["und", "ein", "halb"],
        ["und", "eine", "halbe"],
    ):
        return value + Decimal("0.5"), following[-1].end
    return value, end


def _scaled(tokens: tuple[Token, ...], value: Decimal, end: int) -> tuple[Decimal, int]:
    following = _next(tokens, end)
    while following and (scale := _SCALES.get(following[0].folded)):
        value, end = value * scale, following[0].end
        following = [t for t in _next(tokens, end) if t.text != "."]
    return value, end


def _cents(
    tokens: tuple[Token, ...], value: Decimal, end: int, unit: str, *, english: bool
) -> tuple[Decimal, int]:
    """Read "2 Euro 50" and "zwei Euro fünfzig"."""
    following = _next(tokens, end)
    if following and following[0].folded in {"and", "und"} and len(following) > 1:
        following = following[1:]
        if len(following) < 2 or following[1].folded not in {"cent", "cents", "rappen", "pence"}:  # noqa: PLR2004 - a number and its unit
            return value, end
    if unit not in _MONEY or not following:
        return value, end
    number, _ = number_at(tokens, tokens.index(following[0]), "en" if english else "de")
    if number is None or number.article or number.ordinal or not 10 <= number.value < 100:  # noqa: PLR2004 - cents
        return value, end
    return value + Decimal(number.value) / 100, number.end


def _unit_before(tokens: tuple[Token, ...], start: int) -> str | None:
    before = [t for t in tokens if t.end <= start][-2:]
    words = [t.folded for t in before if t.text != "."]
    return (
        "CHF"
        if words[-1:] and words[-1] in {"fr", "chf", "sfr"}
        else ("EUR" if words[-1:] == ["eur"] else None)
    )


def _noun(tokens: tuple[Token, ...], end: int) -> str | None:
    """Return the stem of the first capitalised word soon behind a number, in the same clause."""
    behind = _next(tokens, end)[:_BETWEEN]
    if behind and behind[0].folded in _PARTITIVE:
        return None
    for token in behind:
        if not token.is_word:
            return None
        if token.text[:1].isupper():
            return stem(token.folded)
    return None


def _next(tokens: tuple[Token, ...], end: int) -> list[Token]:
    return [t for t in tokens if t.start >= end][: _BETWEEN + 1]


def _index(tokens: tuple[Token, ...], end: int) -> int:
    return next((i for i, t in enumerate(tokens) if t.start >= end), len(tokens))
