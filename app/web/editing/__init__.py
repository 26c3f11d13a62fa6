"""The form that changes a meeting: its values, what a button does to them, and two people at once."""

from app.web.editing.merge import Both, Merged, merge, take
from app.web.editing.read import Read, read_change
from app.web.editing.values import (
    MOST_ROWS,
    ROLES,
    EditForm,
    ItemRow,
    PersonRow,
    act,
    form_of,
    read_edit,
    read_kept,
)

__all__ = (
    "MOST_ROWS",
    "ROLES",
    "Both",
    "EditForm",
    "ItemRow",
    "Merged",
    "PersonRow",
    "Read",
    "act",
    "form_of",
    "merge",
    "read_change",
    "read_edit",
    "read_kept",
    "take",
)
