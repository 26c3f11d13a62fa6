"""The agenda inside a German invitation, read from its lines.

Invitations have no standard. What they share: a head, the word "Tagesordnung" or the heading of the
public part, and lines that begin with a number in one of the usual forms ("TOP 1", "Ö 1", "1.",
"10.1", "N 2", "1 a)"). A number without a word before it counts only where it continues the count,
so that "21. Mai" or "12 Mitglieder" is no item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minutes.inputs.head import parse_head
from minutes.types import Agenda, AgendaItem

_START = re.compile(
    r"^\s*(?:vorläufige\s+|öffentliche\s+|folgende\s+)?(?:Tagesordnung|Beratungspunkte|Traktanden(?:liste)?)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"^\s*(?:(?:[IVAB]{1,3}|\d|Teil\s+[IVAB\d]+)[.):]?\s+)?(?:Im\s+|In\s+)?"
    r"(?:(?:Tagesordnung|TOPs?)\s*[:–-]?\s*(?:für\s+(?:den|die)\s+|der\s+|des\s+)?)?"
    r"(?P<closed>nicht[\s-]*)?öffentliche[rns]?\b"
    r"(?:\s+(?:Teil|Sitzung|Tagesordnung|Beratung|Sitzungsteil)(?:\s+der\s+(?:Sitzung|Tagesordnung))?)?"
    r"(?:\s*\(.*\))?\s*[:.–-]*\s*$",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"^\s*(?P<word>TOP|Tagesordnungspunkt|Punkt|Zusatzpunkt|ZP|Zu|Traktandum)?\s*(?P<letter>[ÖöNZ])?\s*\.?\s*"
    r"(?P<count>\d{1,3}(?:\.\d{1,3}){0,3})(?P<sub>\s?[a-z](?=[\s.):]))?(?P<dot>[.):]|\s[–-]\s)?(?P<rest>\s.*|)$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^\s*(?P<sub>[a-z])\)\s+(?P<rest>\S.*)$")
_MONTH = re.compile(
    r"^\s*(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"^\s*(?:mit freundliche|freundliche grüße|hochachtungsvoll|gez\b|i\.\s?[av]\.|im auftrag|hinweis"
    r"|nachrichtlich|(?:der|die)\s+(?:(?:ober)?bürgermeister|vorsitzende|landr)|anlagen?\s*:|verteiler|unterschrift)",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^\s*(?:-\s*\d+\s*-|Seite\s+\d+.*|\d+\s*/\s*\d+|TOP\s+(?:Betreff|Thema|Titel).*|Nr\..*)$", re.IGNORECASE
)
_PAPER = re.compile(
    r"[\s(,;–-]*\b(?:(?:Beschluss|Mitteilungs|Berichts|Informations|Sitzungs|Verwaltungs)?[Vv]orlagen?(?:-?\s?Nr\.?|nummer)?"
    r"|Drucksachen?(?:-?\s?Nr\.?|nummer)?|Drs\.?|DS|BV|MV|SV|VO|AN|Antrag\s+Nr\.?)\s*:?\s*(?:Nr\.?\s*)?:?\s*"
    r"(?P<paper>(?:[A-ZÄÖÜ]{1,5}[/-]){0,3}\d{1,5}(?:[/-]\w{1,5}){1,3})\b\s*\)?"
)
_BARE_PAPER = re.compile(
    r"(?:\t| {2,})\(?(?P<paper>(?:[A-ZÄÖÜ]{1,5}[/-]){0,3}\d{1,5}[/-]\d{1,4}(?:[/-]\w{1,4})*)\)?\s*$"
)
_TRAILER = re.compile(
    r"^\s*(?:Berichterstatt(?:er|ung|erin)|Bericht|Referent(?:in)?|Einreicher|Antragsteller(?:in)?)\s*:"
)
_KEPT_WORDS = {"top": "TOP", "zp": "ZP", "zusatzpunkt": "Zusatzpunkt", "traktandum": "Traktandum"}
"""Words that belong to the number as it is printed; "Punkt" and "Zu" do not."""
LONGEST_TITLE = 600


@dataclass(slots=True)
class _Draft:
    """An item while its lines come in."""

    number: str
    count: tuple[int, ...]
    public: bool
    parts: list[str] = field(default_factory=list)
    paper: str | None = None
    closed: bool = False

    def add(self, text: str) -> None:
        """Take one more line: a paper number, or more of the title."""
        if _TRAILER.match(text):
            self.closed = True
            return
        for pattern in (_PAPER, _BARE_PAPER):
            if match := pattern.search(text):
                self.paper = self.paper or match["paper"]
                text = text[: match.start()] + " " + text[match.end() :]
        text = re.sub(r"(?<=\s)[–-]$", "", " ".join(text.split()).strip(" \t;,").lstrip("–- ")).rstrip()
        if text and sum(map(len, self.parts)) + len(text) <= LONGEST_TITLE:
            self.parts.append(text)

    @property
    def title(self) -> str:
        """The title on one line, words broken at the end of a line joined."""
        text = ""
        for part in self.parts:
            if re.search(r"[a-zäöüß]-$", text) and part[:1].islower():
                text = text[:-1] + part
            else:
                text = f"{text} {part}".strip()
        return text.removeprefix("(").removesuffix(")") if text.startswith("(") else text


def parse_invitation(lines: list[str]) -> Agenda:
    """Return head and items of an invitation; no items where none are recognised.

    A non-public part that counts from 1 again gets the letter N before its numbers ("N 1"), as
    council information systems print them, because numbers must be unique.
    """
    first = _first_line_of_agenda(lines)
    reader = _Reader()
    for line in lines[first:]:
        if not reader.take(line):
            break
    items = tuple(
        AgendaItem(number=draft.number, title=draft.title, public=draft.public, paper=draft.paper)
        for draft in reader.items
    )
    return Agenda(meeting=parse_head(lines[: reader.head_end(first, lines)]), items=items)


def _first_line_of_agenda(lines: list[str]) -> int:
    for index, line in enumerate(lines):
        if _START.match(line):
            return index + 1
    for index, line in enumerate(lines):
        if _PART.match(line) and _is_item_soon(lines[index + 1 : index + 5]):
            return index
    for index, line in enumerate(lines):
        match = _ITEM.match(line)
        if match and (match["word"] or match["letter"] or match["dot"]) and int(match["count"][0]) == 1:
            return index
    return 0


def _is_item_soon(lines: list[str]) -> bool:
    return any(_ITEM.match(line) for line in lines)


class _Reader:
    """Takes the lines of the agenda one by one."""

    def __init__(self) -> None:
        self.items: list[_Draft] = []
        self._public = True
        self._blank = False

    def head_end(self, first: int, lines: list[str]) -> int:
        """Return where the head ends; all lines where the agenda has no heading of its own."""
        return first if first or self.items else len(lines)

    def take(self, line: str) -> bool:
        """Take a line; False when the agenda is over."""
        if not line.strip():
            self._blank = True
            return True
        if _NOISE.match(line):
            return True
        if part := _PART.match(line):
            self._public = part["closed"] is None
            self._blank = True
            if self.items:
                self.items[-1].closed = True
            return True
        if draft := self._item(line):
            self.items.append(draft)
        elif self.items and _END.match(line):
            return False
        elif self.items and not self.items[-1].closed:
            self._continue(line)
        self._blank = False
        return True

    def _continue(self, line: str) -> None:
        """Add a line to the last item; after a blank line only a paper number still belongs to it."""
        last = self.items[-1]
        if not self._blank or not last.parts or _PAPER.match(line):
            last.add(line)
        else:
            last.closed = True

    def _item(self, line: str) -> _Draft | None:
        if self.items and (lettered := _LETTER.match(line)):
            return self._lettered(lettered["sub"], lettered["rest"])
        match = _ITEM.match(line)
        if match is None or _MONTH.match(match["rest"]):
            return None
        letter = (match["letter"] or "").upper()
        sub = (match["sub"] or "").strip()
        count = tuple(map(int, match["count"].split("."))) + ((ord(sub.lower()) - 96,) if sub else ())
        marked = bool(match["word"] or letter)
        if not marked and not self._continues(count, strict=not match["dot"] and len(count) == 1):
            return None
        word = match["word"] or ""
        if word.lower() == "zu" and not self._continues(count, strict=True):
            return None
        public = False if letter == "N" else self._public
        number = match["count"] + (f" {sub}" if match["sub"] and match["sub"][0] == " " else sub)
        prefix = letter or _KEPT_WORDS.get(word.lower(), "")
        number = f"{prefix} {number}".strip()
        if any(item.number == number for item in self.items):
            if public or letter or any(item.number == f"N {match['count']}{sub}" for item in self.items):
                return None
            number = f"N {match['count']}{sub}"
        draft = _Draft(number=number, count=count, public=public)
        rest = match["rest"]
        if rest.strip():
            draft.add(rest if rest.startswith(("\t", "  ")) else rest.strip())
        return draft

    def _lettered(self, sub: str, rest: str) -> _Draft | None:
        """Return "2 a" for a line "a) …" below item 2, where the letters count from a on."""
        last = self.items[-1]
        before = last.number.rpartition(" ")
        follows = before[2] == chr(ord(sub) - 1) and bool(before[0])
        if sub != "a" and not follows:
            return None
        parent = before[0] if follows else last.number
        count = (*(last.count[:-1] if follows else last.count), ord(sub) - 96)
        draft = _Draft(number=f"{parent} {sub}", count=count, public=last.public)
        draft.add(rest)
        return draft

    def _continues(self, count: tuple[int, ...], *, strict: bool) -> bool:
        """Return whether ``count`` may follow the last item: the next, the first below it, or a new start.

        Gaps of up to three are allowed where a dot marks the number (items taken off before print).
        """
        if not self.items or (not self._public and self.items[-1].public):
            return count[-1] <= (1 if strict else 3) or (
                bool(self.items) and self._after(count, 1 if strict else 4)
            )
        return self._after(count, 1 if strict else 4)

    def _after(self, count: tuple[int, ...], gap: int) -> bool:
        last = self.items[-1].count
        if len(count) > len(last):
            return count[: len(last)] == last and all(1 <= part <= gap for part in count[len(last) :])
        upper = len(count) - 1
        return count[:upper] == last[:upper] and 0 < count[upper] - last[upper] <= gap
