"""Planted items that are known to be wrong: whether somebody looks shows in whether they are noticed.

They are questions alone: made anew from the queue each time, never a part of minutes or transcript.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.review.risk_types import Risk

_NUMBER = re.compile(r"[1-9]\d*")


def controls_of(queue: Sequence[Risk], seed: str) -> dict[str, Risk]:
    """Return every control item that could be planted, by its id: counts with one number changed.

    Args:
        queue: the real one.
        seed: keeps the same ones for the same meeting.
    """
    return {made.id: made for risk in queue if (made := _control(risk, seed)) is not None}


def planted(queue: Sequence[Risk], seed: str, every: int) -> tuple[Risk, ...]:
    """Return the queue with a control item about every so many places; where exactly, nobody can tell.

    Args:
        queue: the real one.
        seed: as of :func:`controls_of`.
        every: real items for each control item, at least 2.
    """
    found = sorted(controls_of(queue, seed).values(), key=lambda risk: risk.id)
    mixed: list[Risk] = []
    for place, risk in enumerate(queue):
        start = place - place % every
        if found and place - start == _draw(seed, str(start)) % every:
            mixed.append(found.pop())
        mixed.append(risk)
    return tuple(mixed)


def _control(risk: Risk, seed: str) -> Risk | None:
    match = _NUMBER.search(risk.value)
    if risk.kind != "count" or match is None:
        return None
    drawn = _draw(seed, risk.id)
    changed = int(match[0]) + 1 + drawn % 3
    digest = hashlib.blake2b(f"{seed} {risk.id}".encode(), digest_size=9).hexdigest()
    value = risk.value[: match.start()] + str(changed) + risk.value[match.end() :]
    return msgspec.structs.replace(risk, id=f"{risk.kind}-{digest}", value=value)


def _draw(seed: str, text: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed} {text}".encode(), digest_size=4).digest(), "big")
