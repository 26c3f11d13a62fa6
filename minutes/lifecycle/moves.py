"""The life of minutes as one table: states, moves, who may make them, what must be true before.

Pure: what is true is told as :class:`Facts`, who asks as a set of actors. :func:`obstacles` is the only
judge; service, page and interface ask it and nobody else.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from minutes.lifecycle.laws import Law

State = Literal["draft", "in-review", "ready", "signed", "sent", "approved", "objected", "published"]
"""``ready``: frozen as an edition, laid before those who sign; ``objected``: objections are noted."""

MoveName = Literal[
    "submit", "back", "present", "reopen", "sign", "send", "approve", "object", "publish", "unpublish",
    "correct", "abandon",
]  # fmt: skip

Actor = Literal["secretary", "chair", "member"]
"""Whoever is none of them may not move anything, the administrator of a town neither."""

Need = Literal[
    "approval-date",
    "approval-known",
    "correction",
    "documents-current",
    "draft",
    "edition-published",
    "fields",
    "idle",
    "objection-known",
    "objection-text",
    "public-part",
    "reason",
    "slot",
    "votes-confirmed",
]
"""What must be true; ``fields`` and ``votes-confirmed`` give way to an explicit reason."""

STATES: tuple[State, ...] = get_args(State)
MOVES: tuple[MoveName, ...] = get_args(MoveName)
ACTORS: tuple[Actor, ...] = get_args(Actor)

WAIVED_BY_REASON: frozenset[Need] = frozenset({"fields", "votes-confirmed"})


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table."""

    name: MoveName
    leads: dict[State, State]
    """From which state to which; a state that leads to itself stays and is only noted."""
    actors: frozenset[Actor]
    needs: tuple[Need, ...] = ()


def _stay(*states: State) -> dict[State, State]:
    return {state: state for state in states}


def _all_to(target: State, *states: State) -> dict[State, State]:
    return dict.fromkeys(states, target)


_SECRETARY: frozenset[Actor] = frozenset({"secretary"})
_DESK: frozenset[Actor] = frozenset({"secretary", "chair"})
_CHAIR: frozenset[Actor] = frozenset({"chair"})

TABLE: dict[MoveName, Move] = {
    move.name: move
    for move in (
        Move(name="submit", leads={"draft": "in-review"}, actors=_SECRETARY, needs=("draft", "idle")),
        Move(name="back", leads={"in-review": "draft"}, actors=_DESK),
        Move(
            name="present",
            leads={"in-review": "ready"},
            actors=_SECRETARY,
            needs=("draft", "idle", "documents-current", "public-part", "fields", "votes-confirmed"),
        ),
        Move(name="reopen", leads={"ready": "in-review"}, actors=_DESK, needs=("reason",)),
        Move(
            name="sign",
            leads={"ready": "signed"},
            actors=frozenset({"secretary", "chair", "member"}),
            needs=("slot",),
        ),
        Move(name="send", leads={"signed": "sent", **_stay("published", "approved")}, actors=_SECRETARY),
        Move(
            name="approve",
            leads={"sent": "approved", "objected": "approved", **_stay("published")},
            actors=_CHAIR,
            needs=("approval-known", "approval-date"),
        ),
        Move(
            name="object",
            leads={"sent": "objected", **_stay("objected", "published")},
            actors=_DESK,
            needs=("objection-known", "approval-date", "objection-text"),
        ),
        Move(
            name="publish",
            leads={"signed": "published", "sent": "published", "approved": "published"},
            actors=_SECRETARY,
            needs=("public-part",),
        ),
        Move(
            name="unpublish",
            leads={
                "published": "signed",
                **_stay("draft", "in-review", "ready", "signed", "sent", "approved", "objected"),
            },
            actors=_SECRETARY,
            needs=("edition-published", "reason"),
        ),
        Move(
            name="correct",
            leads=_all_to("draft", "signed", "sent", "approved", "objected", "published"),
            actors=_SECRETARY,
            needs=("reason",),
        ),
        Move(
            name="abandon",
            leads=_stay("draft", "in-review"),
            actors=_SECRETARY,
            needs=("correction", "reason"),
        ),
    )
}
"""Every allowed move. Two lead on further than the table says, by what happened before: ``sign`` leads to
``signed`` only with the last signature (:func:`after`), ``unpublish`` and ``abandon`` back to where the
edition stood."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of a meeting's minutes right now, and what comes with the wish."""

    draft: bool = False
    """There are minutes."""
    idle: bool = True
    """No worker is at the meeting."""
    documents_current: bool = True
    """The documents show every change that people made."""
    missing_fields: int = 0
    """Required by the law of the state, and not there."""
    unconfirmed_votes: int | None = None
    """None: no confirmations are kept."""
    public_part: bool = False
    """What belongs to the public is known; also where nothing is, for the move ``present``."""
    correction: bool = False
    """The draft is a new edition that corrects another."""
    published: bool = False
    """An edition is published."""
    slot: bool = False
    """The signature in question is asked for and not given yet, and its actor may give it."""
    reason: bool = False
    """One was given."""
    date: bool = False
    """The day of the later meeting was given."""
    text: bool = False
    """The text of the objections was given."""


class Obstacle(msgspec.Struct, frozen=True, kw_only=True):
    """Why a move cannot be made now."""

    kind: Literal["state", "actor", "need"]
    need: Need | None = None
    waivable: bool = False
    """An explicit reason stands in for it."""


def obstacles(
    move: MoveName, state: State, actors: frozenset[Actor], facts: Facts, law: Law
) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of a move; empty where it may be made."""
    line = TABLE[move]
    found: list[Obstacle] = []
    if not actors & line.actors:
        found.append(Obstacle(kind="actor"))
    if state not in line.leads:
        found.append(Obstacle(kind="state"))
    for need in line.needs:
        if _met(need, facts, law):
            continue
        waivable = need in WAIVED_BY_REASON
        if not (waivable and facts.reason):
            found.append(Obstacle(kind="need", need=need, waivable=waivable))
    return tuple(found)


def moves_of(state: State, actors: frozenset[Actor]) -> tuple[MoveName, ...]:
    """Return the moves that lead from a state and that one of the actors may make, whatever is missing."""
    return tuple(name for name, move in TABLE.items() if state in move.leads and actors & move.actors)


def after(
    move: MoveName, state: State, *, complete: bool = True, approved: bool = False, sent: bool = False,
    resumes: State | None = None,
) -> State:  # fmt: skip
    """Return the state in which a move ends.

    Args:
        move: that is allowed in ``state``.
        state: before it.
        complete: with ``sign``, whether that was the last signature.
        approved: whether the edition was approved; told for ``unpublish``.
        sent: whether it was sent to the members; likewise.
        resumes: state of the edition that a correction would have replaced; told for ``abandon``.
    """
    if move == "sign" and not complete:
        return "ready"
    if move == "abandon" and resumes is not None:
        return resumes
    if move == "unpublish" and state == "published":
        return "approved" if approved else "sent" if sent else "signed"
    return TABLE[move].leads[state]


def _met(need: Need, facts: Facts, law: Law) -> bool:
    return {
        "approval-date": facts.date,
        "approval-known": law.accepting != "none",
        "correction": facts.correction,
        "documents-current": facts.documents_current,
        "draft": facts.draft,
        "edition-published": facts.published,
        "fields": facts.missing_fields == 0,
        "idle": facts.idle,
        "objection-known": law.accepting != "none",
        "objection-text": facts.text,
        "public-part": facts.public_part,
        "reason": facts.reason,
        "slot": facts.slot,
        "votes-confirmed": not facts.unconfirmed_votes,
    }[need]
