"""What somebody asks in one box, and the ``tsquery`` it becomes.

Words must all occur, ``"…"`` is a phrase, ``-word`` or ``-"…"`` must not occur, ``oder``/``or``/``|``
between two parts lets either do. Nothing that is typed is an error: what cannot be read is read as words.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import msgspec

from app.search.compounds import halves_of
from app.search.references import references
from app.search.words import Token, analyse, lexeme, quoted, stem

LONGEST_QUESTION = 300
"""Characters that are read."""

MOST_TERMS = 24

_PIECE = re.compile(
    r'(?P<minus>(?<!\S)[-‑−–]\s?(?=["„“\w§]))?(?:["„“](?P<phrase>[^"“”„]*)["“”]?|(?P<word>[^\s"„“”]+))'
)
STREET = "="
"""With which the token of a street begins."""

_OR = frozenset({"oder", "or", "|"})


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must, or must not, occur."""

    text: str
    """As it was typed."""
    query: str
    """As PostgreSQL reads it."""
    stems: frozenset[str]
    """What is marked in a passage."""
    excluded: bool = False
    word: str | None = None
    """A single word, for which another spelling may be offered."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked."""

    text: str
    """As it was typed, white space made single."""
    groups: tuple[tuple[Term, ...], ...] = ()
    """All of the groups, of each at least one term."""
    excluded: tuple[Term, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing is left to look for."""
        return not self.groups

    @property
    def strict(self) -> str:
        """Return the query that wants every word."""
        wanted = [_any(group) for group in self.groups]
        return " & ".join([*wanted, *(f"!({term.query})" for term in self.excluded)])

    @property
    def loose(self) -> str:
        """Return the query that wants any of the words."""
        wanted = " | ".join(_any(group) for group in self.groups)
        return " & ".join([f"({wanted})", *(f"!({term.query})" for term in self.excluded)])

    @property
    def exact(self) -> str:
        """Return the query for what was asked for to the letter (phrases, references), less what must not be.

        It may be empty. What is found by its meaning must fit it.
        """
        wanted = [_any(group) for group in self.groups if not any(term.word for term in group)]
        return " & ".join([*wanted, *(f"!({term.query})" for term in self.excluded)])

    @property
    def meant(self) -> str:
        """Return the words to look for by their meaning; empty where all was asked for to the letter."""
        return " ".join(term.text for group in self.groups for term in group if term.word is not None)

    @property
    def stems(self) -> frozenset[str]:
        """Return what is marked in a passage."""
        return frozenset(one for group in self.groups for term in group for one in term.stems)

    @property
    def words(self) -> tuple[Term, ...]:
        """Return the single words that must occur."""
        return tuple(term for group in self.groups for term in group if term.word is not None)


class _Piece(NamedTuple):
    term: Term | None
    joined: bool
    """By "or" with the one before."""


def read_question(text: str) -> Question:
    """Return what somebody means by a line of text."""
    line = " ".join(text.replace("\x00", " ").split())[:LONGEST_QUESTION]
    groups: list[list[Term]] = []
    excluded: list[Term] = []
    for piece in _pieces(line)[:MOST_TERMS]:
        if piece.term is None:
            continue
        if piece.term.excluded:
            excluded.append(piece.term)
        elif piece.joined and groups:
            groups[-1].append(piece.term)
        else:
            groups.append([piece.term])
    return Question(text=line, groups=tuple(map(tuple, groups)), excluded=tuple(excluded))


def _pieces(line: str) -> list[_Piece]:
    """Return the terms of a line; references that span several words are taken out first."""
    found: list[_Piece] = []
    joined, at = False, 0
    spans = [one for one in references(line) if not _quoted_at(line, one.start)]
    while at < len(line):
        reference = next((one for one in spans if one.start == at), None)
        if reference is not None:
            minus = line[:at].endswith(("-", "‑", "−", "–")) and not line[: at - 1].strip(" ")[-1:].isalnum()
            found.append(
                _Piece(_reference(line[at : reference.end], reference.tokens, reference.sure, minus), joined)
            )
            joined, at = False, reference.end
            continue
        following = min((one.start for one in spans if one.start > at), default=len(line))
        match = _PIECE.match(line, at, following)
        if match is None:
            at += 1
            continue
        at = match.end()
        if match["phrase"] is not None:
            found.append(_Piece(_phrase(match["phrase"], excluded=bool(match["minus"])), joined))
        elif match["word"].lower() in _OR and found:
            joined = True
            continue
        else:
            found.extend(
                _Piece(one, joined and not index)
                for index, one in enumerate(_words(match["word"], excluded=bool(match["minus"])))
            )
        joined = False
    return found


def _quoted_at(line: str, at: int) -> bool:
    return len(re.findall(r'["„“”]', line[:at])) % 2 == 1


def _reference(text: str, tokens: tuple[str, ...], sure: bool, excluded: bool) -> Term:  # noqa: FBT001 - of a tuple
    stems = frozenset(token.stem for token in analyse(text).tokens if token.stem is not None)
    lexemes = tuple(map(lexeme, tokens))
    query = quoted(lexemes[-1])
    if tokens[-1].startswith(STREET) and (words := _in_sequence(analyse(text).tokens)):
        apart = "" if sure or excluded else f" | ({' & '.join(map(quoted, sorted(stems)))})"
        query = f"({query} | {words}{apart})"
    return Term(text=text, query=query, stems=stems | frozenset(lexemes), excluded=excluded)


def _phrase(text: str, *, excluded: bool) -> Term | None:
    analysed = analyse(text)
    if not (query := _in_sequence(analysed.tokens)):
        return None
    stems = frozenset(token.stem for token in analysed.tokens if token.stem is not None)
    return Term(text=f'"{text.strip()}"', query=query, stems=stems, excluded=excluded)


def _in_sequence(tokens: tuple[Token, ...]) -> str:
    """Return the query that wants whole words in sequence, with as many stop words between as there are."""
    places = [(place, token.stem) for place, token in enumerate(tokens) if token.stem is not None]
    if not places:
        return ""
    pieces = [f"{quoted(places[0][1])}:A"]
    for (before, _), (place, name) in pairwise(places):
        pieces.append(f"<{place - before}> {quoted(name)}:A")
    return f"({' '.join(pieces)})" if len(pieces) > 1 else pieces[0]


def _words(text: str, *, excluded: bool) -> list[Term]:
    """Return the terms of something without a space; words joined by a hyphen must follow each other."""
    tokens = analyse(text).tokens
    kept = [token for token in tokens if token.stem is not None]
    if not kept:
        return []
    if len(kept) > 1:
        return [_joined(text, tokens, kept, excluded=excluded)]
    token = kept[0]
    assert token.stem is not None
    word = text[token.start : token.end]
    query, stems = quoted(token.stem), {token.stem}
    if excluded:
        # Whoever wants no "Halle" does not mean every passage with a "Turnhalle".
        query = f"{query}:A"
    elif (halves := halves_of(word)) is not None:
        apart = [stem(half) for half in halves]
        query, stems = f"({query} | {_near(*apart)})", stems | set(apart)
    alone = word if word.isalpha() and not excluded else None
    return [Term(text=word, query=query, stems=frozenset(stems), excluded=excluded, word=alone)]


def _near(first: str, head: str) -> str:
    """Return the query for the halves of a compound apart: "Sanierung des alten Schwimmbads"."""
    ways = [f"{quoted(head)} <{gap}> {quoted(first)}" for gap in (1, 2, 3)]
    return f"({' | '.join((*ways, f'{quoted(first)} <1> {quoted(head)}'))})"


def _joined(text: str, tokens: tuple[Token, ...], kept: list[Token], *, excluded: bool) -> Term:
    whole = stem("".join(text[token.start : token.end] for token in kept))
    stems = frozenset(token.stem for token in kept if token.stem is not None)
    query = f"({_in_sequence(tokens)} | {quoted(whole)})"
    return Term(text=text, query=query, stems=stems | {whole}, excluded=excluded)


def _any(group: tuple[Term, ...]) -> str:
    return group[0].query if len(group) == 1 else f"({' | '.join(term.query for term in group)})"
