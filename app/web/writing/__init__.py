"""The page on which the minutes are written: places as fields, and what is sent as changes."""

from app.web.writing.fields import Field, fields_of, read_value, shown_value
from app.web.writing.view import Entry, Part, Section, part_of, parts_of

__all__ = (
    "Entry",
    "Field",
    "Part",
    "Section",
    "fields_of",
    "part_of",
    "parts_of",
    "read_value",
    "shown_value",
)
