"""What can go wrong with a correction of the transcript."""

from __future__ import annotations

from models.errors import InputError

__all__ = ("CorrectionChangedError", "CorrectionUndoError")


class CorrectionChangedError(InputError):
    """Somebody else corrected the utterance meanwhile; data: ``place``."""

    code = "transcript-place-changed"
    de = (
        "Die Stelle {place} hat inzwischen jemand anders geändert. Bitte vergleichen und noch einmal "
        "speichern."
    )
    en = "Somebody else has changed the place {place} meanwhile. Compare, and save once more."


class CorrectionUndoError(InputError):
    """A correction cannot be taken back; data: ``seq``."""

    code = "transcript-undo-not-possible"
    de = (
        "Die Änderung {seq} lässt sich nicht mehr zurücknehmen: Die Stelle wurde danach noch einmal geändert."
    )
    en = "Change {seq} can no longer be taken back: the place was changed again after it."
