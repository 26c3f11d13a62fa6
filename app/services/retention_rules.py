"""What a municipality can have deleted by itself, and from when on; values only.

Defaults follow what data-protection authorities ask of recordings made for the minutes (Sachsen-Anhalt,
TB VII 14.5: delete once the minutes are approved): copies that the engines worked on go a month after the
draft, what the voices were told apart by a week after it. Recordings go by no default: some Länder know no
act of approval, and the only recording of a meeting must not vanish because nobody thought of a rule.
"""

from __future__ import annotations

import msgspec

KINDS = ("work", "voices", "drafts", "recordings")
"""``work``: checkpoints, working files, finished uploads; ``voices``: who spoke when, as the engine found it
(voice vectors live in memory only and are never kept); ``drafts``: superseded revisions of transcript,
outcomes and minutes; ``recordings``: the sound and its rendition for browsers."""

EVENTS = ("uploaded", "processed", "approved", "published")
"""``uploaded``: the last recording came; ``processed``: the draft was ready; ``approved``, ``published``: the
minutes were."""

LONGEST = 36_500


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How long one kind of thing is kept."""

    kind: str
    event: str
    days: int | None
    """After the event; None: never deleted by itself."""

    def __str__(self) -> str:
        return f"{self.event} + {self.days}" if self.days is not None else "never"


DEFAULTS: tuple[Rule, ...] = (
    Rule(kind="work", event="processed", days=30),
    Rule(kind="voices", event="processed", days=7),
    Rule(kind="drafts", event="approved", days=30),
    Rule(kind="recordings", event="approved", days=None),
)
"""What holds where a municipality has said nothing."""


def rules_of(own: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rule of each kind: the municipality's own, else the default."""
    mine = {rule.kind: rule for rule in own}
    return tuple(mine.get(rule.kind, rule) for rule in DEFAULTS)
