"""What can be wrong with a change."""

from __future__ import annotations

from models.errors import InputError

__all__ = ("ChangeNotPossibleError", "ChangePlaceError", "ChangeValueError")


class ChangePlaceError(InputError):
    """There is no such place, or it is not changed by hand; data: ``place``."""

    code = "minutes-place-unknown"
    de = "Die Stelle {place} gibt es in der Niederschrift nicht (mehr). Bitte die Seite neu laden."
    en = "The place {place} is not (or no longer) in the minutes. Load the page again."


class ChangeValueError(InputError):
    """A value does not fit its field; data: ``place``, ``reason``."""

    code = "minutes-value-invalid"
    de = "Der Wert für {place} passt nicht ({reason}). Bitte korrigieren; alles andere ist gespeichert."
    en = "The value for {place} does not fit ({reason}). Correct it; everything else is saved."


class ChangeNotPossibleError(InputError):
    """An entry exists already, or the list takes none; data: ``place``."""

    code = "minutes-entry-refused"
    de = "Der Eintrag {place} ist schon vorhanden oder kann hier nicht angelegt oder entfernt werden."
    en = "The entry {place} exists already, or cannot be added or removed here."
