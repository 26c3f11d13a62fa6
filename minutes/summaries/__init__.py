"""Summaries by a language model, each sentence checked against its evidence."""

from minutes.summaries.errors import SummariserError
from minutes.summaries.reword import reword
from minutes.summaries.types import Question, Summariser
from minutes.summaries.write import summarise_item, with_summaries

__all__ = ("Question", "Summariser", "SummariserError", "reword", "summarise_item", "with_summaries")
