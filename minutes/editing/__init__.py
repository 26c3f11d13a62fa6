"""Editing the minutes: changes as values, applied, undone, and carried over to a new draft."""

from minutes.editing.apply import apply_change, apply_changes, inverse, settled, value_at
from minutes.editing.carry import Carried, Difference, carry_over
from minutes.editing.changes import AddEntry, Change, Path, RemoveEntry, SetField, change_from
from minutes.editing.errors import ChangeNotPossibleError, ChangePlaceError, ChangeValueError
from minutes.editing.returned import Loose, Place, Printed, Returned, TextChange, compare

__all__ = (
    "AddEntry",
    "Carried",
    "Change",
    "ChangeNotPossibleError",
    "ChangePlaceError",
    "ChangeValueError",
    "Difference",
    "Loose",
    "Path",
    "Place",
    "Printed",
    "RemoveEntry",
    "Returned",
    "SetField",
    "TextChange",
    "apply_change",
    "apply_changes",
    "carry_over",
    "change_from",
    "compare",
    "inverse",
    "settled",
    "value_at",
)
