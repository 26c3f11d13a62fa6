"""The life of minutes: from draft to signed, sent, approved, published and corrected editions; pure."""

from minutes.lifecycle.laws import GENERIC, LAWS, Law, Term, law_of
from minutes.lifecycle.moves import (
    ACTORS,
    MOVES,
    STATES,
    TABLE,
    Actor,
    Facts,
    Move,
    MoveName,
    Need,
    Obstacle,
    State,
    after,
    moves_of,
    obstacles,
)
from minutes.lifecycle.parts import finished, nonpublic_minutes, with_released_titles
from minutes.lifecycle.seal import canonical_minutes, manifest, sha256
from minutes.lifecycle.signing import Slot, open_slots, slots_of
from minutes.lifecycle.terms import Due, terms_of

__all__ = (
    "ACTORS",
    "GENERIC",
    "LAWS",
    "MOVES",
    "STATES",
    "TABLE",
    "Actor",
    "Due",
    "Facts",
    "Law",
    "Move",
    "MoveName",
    "Need",
    "Obstacle",
    "Slot",
    "State",
    "Term",
    "after",
    "canonical_minutes",
    "finished",
    "law_of",
    "manifest",
    "moves_of",
    "nonpublic_minutes",
    "obstacles",
    "open_slots",
    "sha256",
    "slots_of",
    "terms_of",
    "with_released_titles",
)
