"""What can go wrong when a language model is asked."""

from __future__ import annotations

from models.errors import ProtokollantError


class SummariserError(ProtokollantError):
    """The language model gave no usable answer; the minutes keep their extracts."""

    code = "language-model-failed"
    de = "Das Sprachmodell {model} gab keine brauchbare Antwort: {reason}. Es bleibt bei den Auszügen."
    en = "The language model {model} gave no usable answer: {reason}. The extracts stay."
