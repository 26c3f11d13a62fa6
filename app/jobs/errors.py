"""What can happen to a job apart from the errors of the work itself."""

from __future__ import annotations

from models.errors import Cancelled, ProtokollantError

__all__ = ("CheckpointLostError", "SupersededError", "WorkerLostError")


class SupersededError(Cancelled):
    """Another worker took the job over, or a person cancelled it; this one must write nothing more."""

    code = "superseded"
    de = "Ein anderer Prozess hat die Verarbeitung übernommen."
    en = "Another process has taken the work over."


class CheckpointLostError(Cancelled):
    """The database stayed away while a finished part had to be kept; the job goes on later."""

    code = "checkpoint-lost"
    de = "Die Datenbank war zu lange nicht erreichbar; die Verarbeitung wird später fortgesetzt."
    en = "The database was away for too long; processing goes on later."


class WorkerLostError(ProtokollantError):
    """The worker died several times on the same work; data: ``attempts``."""

    code = "worker-lost"
    de = (
        "Die Verarbeitung ist {attempts}-mal unerwartet abgebrochen, vermutlich aus Mangel an "
        "Arbeitsspeicher. Bitte die IT informieren und danach erneut starten."
    )
    en = (
        "Processing broke off unexpectedly {attempts} times, probably for lack of memory. "
        "Tell IT, then start it again."
    )
