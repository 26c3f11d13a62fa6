"""Numbers of agenda items: as printed, and in every form speech and recognisers give them.

"Ö 10.1" is said "zehn eins", "zehn Punkt eins", "Tagesordnungspunkt zehn, Unterpunkt eins", and written by a
recogniser "10.1", "10 1", "zehn 1" or "101", the dot swallowed. A reading is therefore looked up twice:
by its parts, and by its bare digits. Where both or several items fit, all are named and the order of the
meeting decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.items.cues.table import words_of
from minutes.language.numbers import number_at, ordinal
from minutes.language.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minutes.items.cues import CueTable
    from minutes.language.tokens import Token
    from minutes.types import AgendaItem

Path = tuple[int | str, ...]
"""Parts of a number: (10, 1), (7, "a")."""

_LABEL = re.compile(r"^\s*(?P<kind>[a-zäöü]*)\.?\s*(?P<rest>.*)$", re.IGNORECASE)
_PART = re.compile(r"\d+|[a-z]+")
_ROMAN = re.compile(r"^(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_EXTRA = {"zp", "zusatzpunkt", "ztop", "z"}
_PLAIN = {
    "top",
    "tops",
    "punkt",
    "item",
    "nr",
    "no",
    "traktandum",
    "postnummer",
    "oe",
    "o",
    "",
}
_EXACT, _GLUED, _NO_LETTER, _TAIL = 1.0, 0.8, 0.75, 0.2
_NOT_AFTER = words_of(
    "januar februar maerz april mai juni juli august september oktober november dezember uhr euro prozent "
    "stimmen stimme ja nein enthaltungen enthaltung gegenstimmen jahre jahren minuten minute tage tagen "
    "wochen monate millionen milliarden mitglieder mitgliedern personen meter hektar quadratmeter cent mal "
    "kolleginnen "
    "kollegen fraktionen january february march may june july october december percent dollars votes years "
    "minutes days weeks people feet members % € $"
)
"""What a number counts that is none of an item."""
_LINKS = frozenset(
    {
        "und",
        "sowie",
        "and",
        ",",
        "&",
        "plus",
        "die",
        "den",
        "der",
        "zu",
        "as",
        "well",
        "auch",
        "dann",
        "mit",
    }
)
_RANGE = frozenset({"bis", "through", "thru", "to", "–", "-"})
_LONGEST = 5


class Reading(NamedTuple):
    """An agenda item that a number in the text may mean."""

    item: int
    """Index in the agenda."""
    strength: float
    """1 exact … 0.2 only the last part fits."""
    start: int
    """Index of its first token."""
    end: int
    """Index behind its last token."""


class Label(NamedTuple):
    """A printed number, taken apart."""

    kind: str
    """"" for the main sequence, "zp" for additional items, "n" for non-public ones, or another letter."""
    path: Path


def parse_label(number: str) -> Label:
    """Take a printed number apart.

    "Ö 10.1" is ("", (10, 1)), "ZP 2f" is ("zp", (2, "f")), "N 1" is ("n", (1,)).
    """
    folded = fold(number)
    match = _LABEL.match(folded)
    kind, rest = (match["kind"], match["rest"]) if match else ("", folded)
    if not re.search(r"[\da-z]", rest):
        kind, rest = "", folded
    if _ROMAN.match(kind) and kind:
        return Label("", (_roman(kind), *_parts(rest)))
    kind = "zp" if kind in _EXTRA else "" if kind in _PLAIN else kind
    return Label(kind, _parts(rest))


def _parts(text: str) -> Path:
    out: list[int | str] = []
    for part in _PART.findall(text):
        if part.isdigit():
            out.append(int(part))
        elif len(part) == 1:
            out.append(part)
        elif _ROMAN.match(part):
            out.append(_roman(part))
    return tuple(out)


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[c] for c in text]
    return sum(-v if i + 1 < len(values) and values[i + 1] > v else v for i, v in enumerate(values))


class LabelIndex:
    """Looks agenda numbers up in a text."""

    def __init__(self, items: Sequence[AgendaItem], cues: CueTable, language: str) -> None:
        self.labels = tuple(parse_label(item.number) for item in items)
        self._cues = cues
        self._language = language
        self._exact: dict[Path, list[int]] = {}
        self._glued: dict[str, list[int]] = {}
        self._tail: dict[int | str, list[int]] = {}
        for index, label in enumerate(self.labels):
            self._exact.setdefault(label.path, []).append(index)
            if len(label.path) > 1:
                self._glued.setdefault("".join(map(str, label.path)), []).append(index)
                self._tail.setdefault(label.path[-1], []).append(index)

    def read(self, tokens: Sequence[Token], at: int, *, kind: str | None = None) -> list[Reading]:
        """All items that the number at a token may mean, best first; empty where there is none.

        Args        Args:
            tokens: Of one unit.
            at: Index of the number's first token.
            kind: "zp" where an additional item was announced, "" where the main sequence was; None is
            unknown.
        """
        runs = self._runs(tokens, at)
        if not runs:
            return []
        found: dict[int, Reading] = {}
        for path, end in runs:
            for item, strength in self._look_up(path, kind):
                known = found.get(item)
                if known is None or (strength, end) > (known.strength, known.end):
                    found[item] = Reading(item, strength, at, end)
        longest = max((r.end for r in found.values() if r.strength >= _NO_LETTER), default=0)
        kept = [
            r if r.end == longest or r.strength < _NO_LETTER else r._replace(strength=0.4 * r.strength)
            for r in found.values()
        ]
        return sorted(kept, key=lambda r: -r.strength)

    def _runs(self, tokens: Sequence[Token], at: int) -> list[tuple[Path, int]]:
        """Every prefix of the run of number words at a token, as a path with the index behind it."""
        out: list[tuple[Path, int]] = []
        path: list[int | str] = []
        index = at
        while index < len(tokens) and len(path) < _LONGEST:
            part, after = self._part(tokens, index, first=not path)
            if part is None:
                break
            path += part
            index = after
            if index < len(tokens) and tokens[index].folded in _NOT_AFTER:
                return out if len(path) > len(part) else []
            out.append((tuple(path), index))
            joiner = tokens[index].folded if index < len(tokens) else ""
            if joiner in {".", "punkt", "point", "dot"} and index + 1 < len(tokens):
                nearby = joiner != "." or tokens[index + 1].start == tokens[index].end
                if nearby and self._part(tokens, index + 1, first=False)[0] is not None:
                    index += 1
        return out

    def _part(
        self, tokens: Sequence[Token], index: int, *, first: bool
    ) -> tuple[list[int | str] | None, int]:
        token = tokens[index]
        if token.is_number:
            if "/" in token.text or ":" in token.text or "," in token.text:
                return None, index
            return list(_parts(token.folded)), index + 1
        if not token.is_word:
            return None, index
        if len(token.folded) == 1 and not first and token.folded.isalpha():
            return [token.folded], index + 1
        number, after = number_at(tokens, index, self._language)
        if number is None or number.article or number.ordinal:
            return None, index
        return [number.value], after

    def _look_up(self, path: Path, kind: str | None) -> Iterable[tuple[int, float]]:
        def fits(item: int) -> bool:
            return kind is None or (self.labels[item].kind == "zp") == (kind == "zp")

        hits = [(i, _EXACT) for i in self._exact.get(path, ()) if fits(i)]
        if not hits and all(isinstance(p, int) for p in path):
            glued = "".join(map(str, path))
            hits = [(i, _GLUED) for i in self._glued.get(glued, ()) if fits(i)]
        if not hits and len(path) > 1 and isinstance(path[-1], str):
            hits = [(i, _NO_LETTER) for i in self._exact.get(path[:-1], ()) if fits(i)]
            if not hits:
                glued = "".join(map(str, path))
                hits = [(i, _GLUED) for i in self._glued.get(glued, ()) if fits(i)]
        if not hits and len(path) == 1:
            hits = [(i, _TAIL) for i in self._tail.get(path[0], ()) if fits(i)]
        return hits

    def ordinal_item(self, tokens: Sequence[Token], at: int) -> list[Reading]:
        """Items meant by an ordinal before an item word ("zum zweiten Tagesordnungspunkt")."""
        value = ordinal(tokens[at].folded, self._language)
        if value is None:
            return []
        if value < 0:
            last = max(
                (i for i, label in enumerate(self.labels) if label.kind != "n"),
                default=None,
            )
            return [] if last is None else [Reading(last, 0.5, at, at + 1)]
        hits = [i for i in self._exact.get((value,), ()) if self.labels[i].kind != "zp"]
        exact = tokens[at + 1].folded.startswith(("tages", "top", "trakt", "zusatz"))
        return [Reading(i, 0.85 if exact else 0.35, at, at + 1) for i in hits]

    def kind_before(self, tokens: Sequence[Token], at: int) -> tuple[str | None, bool]:
        """What the words before a number say.

        Its kind ("zp" for additional items, "" for the main sequence, None unknown), and whether an item word
        stands there.
        """
        before = " ".join(t.folded for t in tokens[max(0, at - 4) : at])
        if not self._cues.item_word.search(before):
            return None, False
        tail = before.rsplit(" ", 2)[-2:]
        if any(w.startswith(("zusatz", "zp")) for w in tail):
            return "zp", True
        return ("" if any(w.startswith(("tages", "top")) for w in tail) else None), True

    def read_list(self, tokens: Sequence[Token], first: Reading) -> tuple[int, ...]:
        """Items of a list that begins with a reading ("7 a bis 7 d sowie Zusatzpunkt 2"), in order."""
        items = [first.item]
        index, ranged, kind = first.end, False, None
        after_number = tokens[first.end - 1].is_number
        pending = 0
        while index < len(tokens):
            word = tokens[index].folded
            if word in _RANGE:
                ranged, index, pending = True, index + 1, pending + 1
                continue
            if word in _LINKS or word == ".":
                index, pending = index + 1, pending + 1
                continue
            if self._cues.item_word.search(word):
                kind = "zp" if word.startswith(("zusatz", "zp")) else None
                index, pending = index + 1, pending + 1
                continue
            best = next(
                (r for r in self.read(tokens, index, kind=kind) if r.strength >= _NO_LETTER),
                None,
            )
            if best is None and ranged and len(word) == 1 and word.isalpha():
                best = self._with_letter(items[-1], word, index)
            if best is None or not (pending or (after_number and tokens[index].is_number)):
                break
            if ranged and best.item > items[-1]:
                items += range(items[-1] + 1, best.item)
            items.append(best.item)
            index, ranged, pending = best.end, False, 0
        return tuple(sorted(set(items)))

    def _with_letter(self, item: int, letter: str, index: int) -> Reading | None:
        path = self.labels[item].path
        stem = path[:-1] if isinstance(path[-1], str) else path
        hits = self._exact.get((*stem, letter), []) or [item]
        return Reading(hits[0], _EXACT, index, index + 1)
