"""The one place where a language model is asked: an OpenAI-compatible server on a host that is allowed."""

from app.language_model.client import LanguageModelClient
from app.language_model.errors import LanguageModelAddressError, LanguageModelHostError
from app.language_model.summaries import add_summaries

__all__ = ("LanguageModelAddressError", "LanguageModelClient", "LanguageModelHostError", "add_summaries")
