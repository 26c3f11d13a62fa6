"""The parameters of the alignment, nats: log-likelihood ratios and costs.

Set by hand from what was counted in real sittings and adjusted on half of the measured meetings; the
other half was kept aside to see that they carry over (docs/items.md).
"""

from __future__ import annotations

from typing import NamedTuple


class Weights(NamedTuple):
    """What each kind of evidence is worth."""

    boundary: float = -6.25
    """Prior of an item beginning at a unit."""
    call: float = 3.0
    bare_call: float = 3.5
    """A call whose item follows in the next unit."""
    next_item: float = 1.0
    unnamed: float = -3.5
    """A call whose words name no item of the agenda."""
    item_word: float = 1.2
    number_called: float = 5.5
    """The number behind an item word or a call."""
    number_alone: float = 5.0
    """The number and nothing else."""
    number_bare: float = 3.6
    """The number at the beginning, without a word for it."""
    number_other: float = -4.0
    """Another item's number is said in the same way."""
    title: float = 0.64
    """Factor of the title's score."""
    title_cap: float = 9.0
    title_chance: float = 1.5
    """What many titles' words come to by chance."""
    title_whole: float = 2.0
    """For the whole title heard."""
    paper: float = 3.0
    closing: float = 1.4
    """An item was ended just before."""
    monologue: float = -1.5
    """Nothing was ended, and the same voice has been speaking for a while."""
    opening: float = 1.0
    """A debate is opened just behind."""
    member: float = -6.5
    """Not said by who presides."""
    chair: float = 0.8
    mention: float = -4.0
    denial: float = -4.5
    """An item is not, or not yet, dealt with."""
    agenda_talk: float = -5.0
    """Speaks about the agenda itself: additions, removals, order."""
    removed: float = -2.5
    step: float = -4.0
    floor: float = -4.0
    """Gives the floor, asks for votes, announces a result."""
    question: float = -1.5
    rebound: float = -3.0
    """Another item was called just before."""
    nonpublic: float = 9.0
    """The change to the non-public part, for its first item."""
    joint: float = 1.0
    separate: float = -1.0
    """One of several items called together is named: they go on together all the same."""


class OrderCosts(NamedTuple):
    """What leaving the order of the agenda costs."""

    skip: float = -0.9
    """The first item passed over."""
    skip_more: float = -0.75
    """Per doubling of the items passed over."""
    heading: float = 0.15
    """How much of an item a heading counts."""
    back: float = -4.5
    back_more: float = -0.5
    start: float = 1.3
    """How much passing over the first items costs, against later ones."""
    other_kind: float = 0.5
    """How much of an item those of another sequence (additional items) count."""
    unsettled: float = -5.0
    """Any jump while the agenda itself is still being settled."""


WEIGHTS = Weights()
COSTS = OrderCosts()
TEMPERATURE = 1.8
"""Scores are divided by it for probabilities, as the kinds of evidence are not independent."""
