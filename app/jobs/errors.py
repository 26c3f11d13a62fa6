"""What can happen to a job apart from the errors of the work itself."""

from __future__ import annotations

from models.errors import Cancelled, ProtokollantError

__all__ = ("CheckpointLostError", "RecycleWorker", "SupersededError", "WorkerLostError")


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


class RecycleWorker(Cancelled):
    """The device of the process is lost; the job goes back in line, the process makes room for a new one."""

    code = "worker-recycled"
    de = "Die Grafikkarte hat versagt; ein neuer Arbeitsprozess setzt die Verarbeitung fort."
    en = "The graphics card failed; a new worker process continues the processing."


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
