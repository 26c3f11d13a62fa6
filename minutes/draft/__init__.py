"""From what was said and found to the structured draft; pure, without any model."""

from minutes.draft.build import draft_minutes, with_open_points
from minutes.draft.provenance import describe_engines, provenance_of
from minutes.draft.sources import Sources

__all__ = ("Sources", "describe_engines", "draft_minutes", "provenance_of", "with_open_points")
