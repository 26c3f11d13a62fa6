"""On what a change rests, where rows count no revisions: the transaction that wrote them last.

PostgreSQL keeps it with every row (``xmin``), whoever writes, so no way of changing something can forget to
count. Two changes of one transaction look the same from outside, and are. Source of the method: Kung and
Robinson, "On Optimistic Methods for Concurrency Control", 1981.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Text, literal_column

from app.services.errors import ChangedMeanwhile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from app.db.tables.base import Entity

Expected: TypeAlias = frozenset[str] | None
"""Revisions on one of which a change rests; None: on whatever there is."""

SIGNS = 16
"""Hexadecimal digits of a revision that is worked out of several things."""


def stamp(table: type[Entity]) -> ColumnElement[str]:
    """Return the column with the revision of a row: another one after each change, whoever makes it."""
    return literal_column(f"CAST({table.__tablename__}.xmin AS text)", Text)


def joined(parts: Iterable[object]) -> str:
    """Return the revision of something made of several parts."""
    text = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:SIGNS]


def require_unchanged(found: str, expected: Expected) -> None:
    """Go on only where a change rests on what is there.

    Raises:
        ChangedMeanwhile: it rests on something else.
    """
    if expected is not None and found not in expected:
        raise ChangedMeanwhile
