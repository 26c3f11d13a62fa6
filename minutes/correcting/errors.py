"""What can be wrong with an edit."""

from __future__ import annotations

from models.errors import InputError


class NoSuchUtteranceError(InputError):
    """An edit names an utterance or a voice that is not there; data: ``place``."""

    code = "no-such-utterance"
    de = "Die Stelle {place} gibt es im Transkript nicht (mehr). Bitte die Seite neu laden."
    en = "The place {place} is not (or no longer) in the transcript. Load the page again."


class EditNotPossibleError(InputError):
    """An edit cannot be made there; data: ``reason``."""

    code = "edit-not-possible"
    de = "Diese Änderung ist hier nicht möglich ({reason}). Alles andere ist gespeichert."
    en = "This change is not possible here ({reason}). Everything else is saved."
