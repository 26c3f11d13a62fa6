"""Another spelling for words that nobody who asks can find.

Row-level security lets a word of the index be seen by those alone who see a passage with it, and the
spelling that is offered is read from such a passage: nothing is offered that could not be found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.search import analyse, nearest, stem, variants_of
from app.search.compounds import is_word
from app.search.words import quoted
from app.services.search import statements

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.search import Question

SHORTEST = 4
"""Letters of a word that is looked at."""

MOST_WORDS = 4


async def suggest(session: AsyncSession, question: Question) -> str | None:
    """Return the question with other spellings of the words that do not occur; None where none is near."""
    text, changed = question.text, False
    for term in question.words[:MOST_WORDS]:
        if (
            len(term.text) < SHORTEST
            or is_word(term.text)
            or await session.scalar(statements.holding(term.query)) is not None
        ):
            continue
        other = await _other(session, term.text)
        if other is not None:
            text, changed = text.replace(term.text, other, 1), True
    return text if changed else None


async def _other(session: AsyncSession, word: str) -> str | None:
    wrong = stem(word)
    forms = " | ".join(map(quoted, sorted(variants_of(wrong))))
    known = await session.scalars(statements.words_like(forms))
    for near in nearest(wrong, known.all()):
        text: str | None = await session.scalar(statements.holding(f"{quoted(near)}:A"))
        if text is None:
            continue
        for token in analyse(text).tokens:
            if token.stem == near:
                return text[token.start : token.end]
    return None
