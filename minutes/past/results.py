"""Decisions and results of an item, as written minutes word them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from minutes.types.outcomes import VoteResult

LABEL = re.compile(
    r"^(?P<label>Beschlu(?:ss|ß)(?:vorschlag|empfehlung|fassung)?|Abstimmungsergebnis|Abstimmung|Beschlu(?:ss|ß)ergebnis|"
    r"Wahlergebnis|Ergebnis|Beratungsergebnis|Sachverhalt|Begründung|Aussprache|Diskussion|Wortmeldungen)\b"
    r"(?:\s*(?:des|der)\s+\w+)?(?:\s+Nr\.?\s*[\w/.-]+)?\s*:?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
DECIDES = re.compile(
    r"\b(?:Rat|Gemeinderat|Stadtrat|Ausschu(?:ss|ß)|Kreistag|Bezirksvertretung|Ortsbeirat|Gremium|Verbandsversammlung|\w+ausschu(?:ss|ß))\b"
    r".{0,60}?\b(?:beschlie(?:ßt|sst)|stimmt|lehnt|empfiehlt|nimmt|vertagt|verweist|wählt)\b",
    re.IGNORECASE,
)


def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


WORDS: tuple[tuple[VoteResult, re.Pattern[str]], ...] = (
    ("noted", _any(r"zur\s+Kenntnis", "Kenntnisnahme", r"(?:nimmt|nahm)\b.{0,80}\bzur Kenntnis")),
    ("withdrawn", _any("zurückgezogen", r"zieht\b.{0,60}\bzurück")),
    (
        "postponed",
        _any("vertag", "verschoben", "zurückgestellt", "abgesetzt", "von der Tagesordnung genommen"),
    ),
    ("referred", _any("(?:ver|über)wiesen", r"verweist\b")),
    (
        "rejected",
        _any(
            "abgelehnt",
            r"lehnt\b.{0,80}\bab\b",
            r"keine(?:\s+erforderliche)? (?:Mehrheit|Zustimmung)",
            "nicht (?:angenommen|zugestimmt|beschlossen)",
        ),
    ),
    (
        "accepted",
        _any(
            *("angenommen", "zugestimmt", r"stimmt\b.{0,80}\bzu\b", "beschlossen", "beschlie(?:ßt|sst)"),
            *("gewählt", "genehmigt", "einstimmig", "mehrheitlich", "mit Mehrheit"),
        ),
    ),
)
"""What a result is called; the first that fits, since "einstimmig abgelehnt" is no acceptance."""

_SMALL = (
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
)
_COUNT = r"(?P<n>\d{1,3}|keine[rn]?|eine[rn]?|" + "|".join(_SMALL) + r")\s*"
_BEHIND = r"\s*[:=]?\s*(?P<n>\d{1,3})\b"
_SIDES = {
    "yes": (
        rf"{_COUNT}(?:x\s*)?(?:Ja\b|Ja-|dafür|Für-?Stimme|Pro-?Stimme)",
        rf"\b(?:Ja|Dafür|Ja-?\s?Stimmen){_BEHIND}",
    ),
    "no": (
        rf"{_COUNT}(?:x\s*)?(?:Nein\b|Nein-|dagegen|Gegenstimme)",
        rf"\b(?:Nein|Dagegen|Nein-?\s?Stimmen|Gegenstimmen?){_BEHIND}",
    ),
    "abstain": (
        rf"{_COUNT}(?:Stimm)?-?(?:Enth(?:altung|\.)|enthalten)",
        rf"\b(?:Stimm)?Enthaltung(?:en)?{_BEHIND}",
    ),
}
_LABELLED = re.compile(r"\b(?:Ja|Nein|Dafür|Dagegen)(?:-?\s?Stimmen)?\s*[:=]\s*\d", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:mit\s+)?(\d{1,3})\s*(?::|gegen|zu)\s*(\d{1,3})\s*(?:Stimmen?)\b", re.IGNORECASE)


class Result(NamedTuple):
    """A result, with the counts that are stated."""

    result: VoteResult | None
    """None: it is not understood."""
    unanimous: bool | None
    yes: int | None
    no: int | None
    abstain: int | None
    text: str

    @property
    def doubtful(self) -> bool:
        """Tell whether the words hold more than was read: a number that is no count, a "no" in a yes."""
        numbers = {int(one) for one in re.findall(r"(?<![\w./-])\d{1,3}(?![\w./-])", self.text)}
        refused = self.result == "accepted" and re.search(
            r"\b(?:keine|nicht)\b(?!\s*öffentlich)", self.text, re.IGNORECASE
        )
        return bool(numbers - {self.yes, self.no, self.abstain}) or bool(refused)

    @property
    def contradicts(self) -> bool:
        """Tell whether the counts say something else than the word."""
        if self.yes is None or self.no is None:
            return self.unanimous is True and bool(self.no)
        won = self.yes > self.no
        return (self.result == "accepted" and not won) or (self.result == "rejected" and won)


class Block(NamedTuple):
    """A labelled stretch of an item."""

    label: str
    """Lower case; empty for what stands under no label."""
    text: str


def blocks_of(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return the stretches of an item: what follows each label, paragraphs of which are joined."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        match = LABEL.match(line)
        if match is not None and (":" in line[: match.end("label") + 40] or not match["rest"]):
            found.append((match["label"].lower().replace("ß", "ss"), [match["rest"].lstrip(" :")]))
        else:
            found[-1][1].append(line)
    return tuple(
        Block(label, paragraph)
        for label, part in found
        for paragraph in _paragraphs(
            part, whole=label.startswith("beschluss") and not label.endswith("ergebnis")
        )
    )


def _paragraphs(lines: Sequence[str], *, whole: bool) -> Iterator[str]:
    """Yield the text between empty lines; ``whole`` as one, since a decision may have several paragraphs."""
    held: list[str] = []
    for line in (*lines, ""):
        if line:
            held.append(line)
        elif held and not whole:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def read_result(text: str) -> Result:
    """Return what a sentence says about a result."""
    found = next((result for result, pattern in WORDS if pattern.search(text)), None)
    counts = {side: _count(text, patterns) for side, patterns in _SIDES.items()}
    against = _AGAINST.search(text)
    if against is not None and counts["yes"] is None:
        counts["yes"], counts["no"] = int(against[1]), int(against[2])
    if found is None and counts["yes"] is not None and counts["no"] is not None:
        found = "accepted" if counts["yes"] > counts["no"] else "rejected"
    unanimous = True if re.search(r"einstimmig|einmütig", text, re.IGNORECASE) else None
    return Result(found, unanimous, counts["yes"], counts["no"], counts["abstain"], text)


def _count(text: str, patterns: tuple[str, ...]) -> int | None:
    """Return a count: "12 Ja-Stimmen", or "Ja: 12" where the document writes it that way round."""
    before, behind = patterns
    for pattern in (behind, before) if _LABELLED.search(text) else (before, behind):
        match = re.search(pattern, text, re.IGNORECASE)
        if match is not None:
            word = match["n"].lower()
            if word.isdigit():
                return int(word)
            if word.startswith("kein"):
                return 0
            return 1 if word.startswith("ein") else _SMALL.index(word)
    return None
