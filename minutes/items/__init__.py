"""Which agenda item was under discussion at every moment of a meeting."""

from minutes.items.align import assign_items
from minutes.items.chair import find_chair
from minutes.items.types import Boundary, Choice, ItemAlignment

__all__ = ("Boundary", "Choice", "ItemAlignment", "assign_items", "find_chair")
