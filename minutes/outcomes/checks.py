"""Contradictions between what was announced, counted and said about presence: reported, never repaired."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.outcomes.attendance import present_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minutes.outcomes.attendance import HeadCount
    from minutes.outcomes.facts import QuorumFinding
    from minutes.outcomes.phrases import Side
    from minutes.outcomes.votes import Found
    from minutes.types import Presence

_WORDS = {"accepted": "angenommen", "rejected": "abgelehnt"}
_CASTING = re.compile(
    r"\b(?:stichentscheid|casting vote|stimme de[sr] (?:vorsitz\w+|praesident\w+))\b|\bdoppelte stimme\b"
)
_SIDES: dict[Side, str] = {"yes": "Ja-Stimmen", "no": "Nein-Stimmen", "abstain": "Enthaltungen"}


def check_votes(
    found: Sequence[Found],
    head_counts: Sequence[HeadCount],
    recused: Sequence[tuple[str | None, str]],
    quorum: Sequence[QuorumFinding] = (),
    changes: Sequence[tuple[int, Presence]] = (),
) -> tuple[str, ...]:
    """German sentences for the secretary, one for each contradiction found in the votes."""
    return tuple(sentence for one in found for sentence in _check(one, head_counts, recused, quorum, changes))


def _words(one: Found) -> str:
    return f"{one.ballot.about} {one.ballot.announcement}"


def _check(
    one: Found,
    head_counts: Sequence[HeadCount],
    recused: Sequence[tuple[str | None, str]],
    quorum: Sequence[QuorumFinding],
    changes: Sequence[tuple[int, Presence]],
) -> Iterator[str]:
    vote = one.vote
    where = (
        f"TOP {vote.item}"
        if vote.item and vote.item[:1].isdigit()
        else (vote.item or "Ohne Tagesordnungspunkt")
    )
    at = f"({vote.evidence[-1]})" if vote.evidence else ""
    for sentence in (*_in_itself(one), *_against_presence(one, head_counts, recused, quorum, changes)):
        yield f"{where}: {sentence} {at}."


def _in_itself(one: Found) -> Iterator[str]:
    """What an announcement contradicts in itself or in the answers before it."""
    vote = one.vote
    if vote.yes is not None and vote.no is not None and vote.result in _WORDS:
        carried = vote.yes > vote.no or (vote.yes == vote.no and bool(_CASTING.search(_words(one))))
        if carried != (vote.result == "accepted"):
            yield (
                f"{vote.yes} Ja- und {vote.no} Nein-Stimmen passen nicht zum angesagten Ergebnis "
                f"„{_WORDS[vote.result]}“"
            )
    if vote.unanimous and one.ballot.counts.unanimous and vote.no:
        yield f"Als einstimmig angesagt, aber {vote.no} Nein-Stimmen genannt"
    elif one.ballot.counts.unanimous and vote.against_by:
        yield f"Als einstimmig angesagt, aber als Gegenstimmen genannt: {', '.join(vote.against_by)}"
    for side, word in _SIDES.items():
        announced = getattr(one.ballot.counts, side)
        reply = one.ballot.replies.get(side)
        counted = reply.count if reply is not None else None
        if announced is not None and counted is not None and counted != announced:
            yield f"{word} gezählt {counted}, im Ergebnis angesagt {announced}"
    if vote.origin == "derived":
        yield (
            "Ein Ergebnis wurde nicht angesagt; „angenommen“ ist aus dem Fehlen von Gegenstimmen abgeleitet"
        )


def _against_presence(
    one: Found,
    head_counts: Sequence[HeadCount],
    recused: Sequence[tuple[str | None, str]],
    quorum: Sequence[QuorumFinding],
    changes: Sequence[tuple[int, Presence]],
) -> Iterator[str]:
    """What does not fit the people who are there to vote."""
    vote = one.vote
    counts = [c for c in (vote.yes, vote.no, vote.abstain) if c is not None]
    present = present_at(one.place, head_counts, changes)
    if present is not None and counts:
        away = sum(1 for item, _ in recused if item == vote.item)
        entitled = present.entitled + (0 if present.exact else 1)
        total = sum(counts)
        if total > entitled - away:
            yield f"{total} Stimmen gezählt, aber höchstens {entitled - away} Stimmberechtigte anwesend"
        elif len(counts) == len(_SIDES) and present.exact and total < entitled - away:
            yield f"{total} Stimmen gezählt bei {entitled - away} Stimmberechtigten"
    lost = [finding for finding in quorum if finding.place <= one.place][-1:]
    if lost and not lost[0].given:
        yield "Abgestimmt, nachdem die Beschlussfähigkeit verneint worden war"
