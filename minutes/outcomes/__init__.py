"""What was decided, by whom, and who was there."""

from minutes.outcomes.find import find_outcomes

__all__ = ("find_outcomes",)
