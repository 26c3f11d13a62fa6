"""Minutes of the past, as documents: read, cut into items, decisions and results. Pure; knows no database."""

from minutes.past.errors import PastUnreadable
from minutes.past.files import ENDINGS, read_lines
from minutes.past.read import read_past
from minutes.past.types import Note, Past

__all__ = ("ENDINGS", "Note", "Past", "PastUnreadable", "read_lines", "read_past")
