"""Contradictions between what was announced, counted and said about presence: reported, never repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minutes.outcomes.attendance import HeadCount
    from minutes.outcomes.votes import Found

_WORDS = {"accepted": "angenommen", "rejected": "abgelehnt"}
_SIDES = {"yes": "Ja-Stimmen", "no": "Nein-Stimmen", "abstain": "Enthaltungen"}


def check_votes(
    found: Sequence[Found], head_counts: Sequence[HeadCount], recused: Sequence[tuple[str | None, str]]
) -> tuple[str, ...]:
    """German sentences for the secretary, one for each contradiction found in the votes."""
    return tuple(sentence for one in found for sentence in _check(one, head_counts, recused))


def _check(
    one: Found, head_counts: Sequence[HeadCount], recused: Sequence[tuple[str | None, str]]
) -> Iterator[str]:
    vote = one.vote
    where = (
        f"TOP {vote.item}"
        if vote.item and vote.item[:1].isdigit()
        else (vote.item or "Ohne Tagesordnungspunkt")
    )
    at = f"({vote.evidence[-1]})" if vote.evidence else ""
    if vote.yes is not None and vote.no is not None and vote.result in _WORDS:
        carried = vote.yes > vote.no
        if carried != (vote.result == "accepted"):
            yield (
                f"{where}: {vote.yes} Ja- und {vote.no} Nein-Stimmen passen nicht zum angesagten Ergebnis "
                f"„{_WORDS[vote.result]}“ {at}."
            )
    if vote.unanimous and one.ballot.counts.unanimous and vote.no:
        yield f"{where}: Als einstimmig angesagt, aber {vote.no} Nein-Stimmen genannt {at}."
    for side, word in _SIDES.items():
        announced = getattr(one.ballot.counts, side)
        reply = one.ballot.replies.get(side)  # type: ignore[call-overload] # the keys are the sides
        if (
            announced is not None
            and reply is not None
            and reply.count is not None
            and reply.count != announced
        ):
            yield f"{where}: {word} gezählt {reply.count}, im Ergebnis angesagt {announced} {at}."
    counts = [c for c in (vote.yes, vote.no, vote.abstain) if c is not None]
    present = [h for h in head_counts if h.place <= one.place]
    if present and counts:
        away = sum(1 for item, _ in recused if item == vote.item)
        entitled = present[-1].entitled + (0 if present[-1].exact else 1)
        total = sum(counts)
        if total > entitled - away:
            most = f"höchstens {entitled - away} Stimmberechtigte"
            yield f"{where}: {total} Stimmen gezählt, aber {most} anwesend {at}."
        elif len(counts) == 3 and present[-1].exact and total < entitled - away:  # noqa: PLR2004 - all three sides
            yield f"{where}: {total} Stimmen gezählt bei {entitled - away} Stimmberechtigten {at}."
    if vote.origin == "derived":
        yield (
            f"{where}: Ein Ergebnis wurde nicht angesagt; „angenommen“ ist aus dem Fehlen von "
            f"Gegenstimmen abgeleitet {at}."
        )
