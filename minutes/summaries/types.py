"""What is asked of a language model, and who answers."""

from __future__ import annotations

from typing import Protocol

import msgspec


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One request, complete in itself; the same question is to get the same answer."""

    system: str
    """The rules."""
    user: str
    """The utterances or sentences, each line with its id."""
    schema: dict[str, object]
    """JSON schema of the answer."""


class Summariser(Protocol):
    """Anything that answers questions in text: a local server, or a test's own."""

    @property
    def model(self) -> str:
        """Name of the model, as it is printed in the minutes."""

    @property
    def context(self) -> int:
        """Tokens that question and answer may have together."""

    def answer(self, question: Question) -> str:
        """Return the answer, hopefully JSON of the schema.

        Raises:
            SummariserError: none came.
        """
