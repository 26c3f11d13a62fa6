"""What earlier corrections teach the next meeting: hot words, and misheard names of the roster.

The minutes of meetings that are done are not touched: a glossary is asked when a meeting is processed, and
never changes a text that is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from app.db.tables.glossary import GlossaryTerm

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from minutes.types import Roster

MOST = 500
"""Terms handed to the recogniser, of which it takes what its prompt holds."""

TRUSTED = 2
"""Times a name must have been corrected in the same way, or once with a person's confirmation, before what
was heard counts as that name: one slip must not rename a voice."""


class Learned(msgspec.Struct, frozen=True, kw_only=True):
    """What a municipality has taught."""

    terms: tuple[str, ...] = ()
    """Names and terms, confirmed ones and those corrected most often first."""
    heard: dict[str, tuple[str, ...]] = {}
    """Misheard forms of a name that can be relied on, by the name."""


def learned_by(session: Session, body: UUID) -> Learned:
    """Return what the corrections of a municipality teach."""
    row = GlossaryTerm
    found = session.scalars(
        select(row)
        .where(row.body_id == body)
        .order_by(row.confirmed_at.is_(None), row.count.desc(), row.term)
        .limit(MOST)
    ).all()
    heard = {
        one.term: tuple(
            sorted(
                form for form, times in one.heard.items() if one.confirmed_at is not None or times >= TRUSTED
            )
        )
        for one in found
        if one.kind == "name"
    }
    return Learned(
        terms=tuple(one.term for one in found), heard={name: forms for name, forms in heard.items() if forms}
    )


def with_heard(roster: Roster, learned: Learned) -> Roster:
    """Return a roster whose people carry what their names were heard as.

    A glossary's name is a person's where it is the full name, or the surname of only one of them.
    """
    people = list(roster.people)
    surnames = [_words(person.name)[-1:] for person in people]
    for name, forms in learned.heard.items():
        wanted = _words(name)
        whole = [place for place, person in enumerate(people) if _words(person.name) == wanted]
        shared = [place for place, surname in enumerate(surnames) if surname == wanted]
        for place in whole or (shared if len(shared) == 1 else ()):
            known = people[place]
            people[place] = msgspec.structs.replace(known, heard=tuple(dict.fromkeys((*known.heard, *forms))))
    return msgspec.structs.replace(roster, people=tuple(people))


def _words(name: str) -> list[str]:
    """Return the words of a name as they are compared; "Müller, Hans" as "Hans Müller"."""
    last, comma, first = name.partition(",")
    return (f"{first} {last}" if comma else name).casefold().split()
