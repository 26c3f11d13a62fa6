"""What can go wrong with a change of the minutes."""

from __future__ import annotations

from models.errors import InputError

__all__ = ("MinutesFrozenError", "NotOurDocumentError", "PlaceChangedError", "UndoNotPossibleError")


class PlaceChangedError(InputError):
    """Somebody else changed the place meanwhile; data: ``place``, ``current``."""

    code = "minutes-place-changed"
    de = (
        "Die Stelle {place} hat inzwischen jemand anders geändert; dort steht jetzt: {current}. "
        "Bitte vergleichen und noch einmal speichern."
    )
    en = (
        "Somebody else has changed the place {place} meanwhile; it now says: {current}. "
        "Compare, and save once more."
    )


class MinutesFrozenError(InputError):
    """The minutes lie before those who sign, or are signed."""

    code = "minutes-frozen"
    de = (
        "Diese Niederschrift ist zur Unterschrift vorgelegt oder unterschrieben. Zum Ändern bitte unter "
        "„Weg der Niederschrift“ zurückholen oder eine Berichtigung beginnen."
    )
    en = (
        "These minutes lie before those who sign, or are signed. To change them, take them back or begin a "
        "correction on the page of their life."
    )


class UndoNotPossibleError(InputError):
    """There is no such change, or what it made is no longer there; data: ``seq``."""

    code = "minutes-undo-impossible"
    de = "Die Änderung {seq} lässt sich nicht mehr zurücknehmen. Bitte die Stelle selbst ändern."
    en = "The change {seq} can no longer be taken back. Change the place itself."


class NotOurDocumentError(InputError):
    """A document did not leave from this meeting for Word, or lost its marks there."""

    code = "minutes-not-our-document"
    de = (
        "Diese Datei wurde nicht für diese Sitzung „Für Word“ heruntergeladen, oder ihre Textmarken sind "
        "verloren gegangen. Bitte die Niederschrift hier herunterladen, in Word ändern und als .docx "
        "speichern."
    )
    en = (
        "This file was not downloaded here for Word from this meeting, or its bookmarks were lost. "
        "Download the minutes here, change them in Word and save them as .docx."
    )
