"""What the commands of the service can refuse."""

from __future__ import annotations

from models.errors import InputError, ProtokollantError

__all__ = (
    "DatabaseAddressMissingError",
    "DatabaseNotMigratedError",
    "DemoMissingError",
    "PortTakenError",
)


class PortTakenError(InputError):
    """Another program listens there; data: ``host``, ``port``, ``reason``."""

    code = "port-taken"
    de = (
        "Auf {host}:{port} kann nicht gelauscht werden ({reason}). Bitte mit --port einen freien Port wählen."
    )
    en = "Cannot listen on {host}:{port} ({reason}). Choose a free port with --port."


class DatabaseAddressMissingError(InputError):
    """A worker of its own needs an external database."""

    code = "database-address-missing"
    de = "Ein weiterer Arbeitsprozess braucht die Datenbank des Dienstes: bitte DATABASE_URL setzen."
    en = "One more worker needs the database of the service: set DATABASE_URL."


class DatabaseNotMigratedError(ProtokollantError):
    """The database is not at the schema of this program."""

    code = "database-not-migrated"
    de = "Die Datenbank passt nicht zu diesem Programmstand. Bitte zuerst `protokollant serve` starten."
    en = "The database is not at this program's schema. Start `protokollant serve` first."


class DemoMissingError(InputError):
    """The files of the demonstration are not there; data: ``path``."""

    code = "demo-missing"
    de = "Die Vorführung fehlt: {path} gibt es nicht. Bitte aus dem vollständigen Quellordner starten."
    en = "The demonstration is missing: there is no {path}. Start from the complete source folder."
