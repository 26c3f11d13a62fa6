"""What can be wrong with the database, in words for whoever runs the service."""

from __future__ import annotations

from models.errors import InputError, ProtokollantError

__all__ = (
    "DatabaseDiskFullError",
    "DatabaseExtensionError",
    "DatabaseFolderClosedError",
    "DatabaseNewerError",
    "DatabaseProgramsClosedError",
    "DatabaseStartError",
    "DatabaseUnavailableError",
    "DatabaseVersionError",
    "ValueNotStorableError",
)


class DatabaseUnavailableError(ProtokollantError):
    """No connection can be had; data: ``where`` (without password), ``reason``."""

    code = "database-unavailable"
    de = (
        "Die Datenbank {where} ist nicht erreichbar ({reason}). Bitte DATABASE_URL und den "
        "Datenbankdienst prüfen."
    )
    en = "The database {where} cannot be reached ({reason}). Check DATABASE_URL and the database service."


class DatabaseDiskFullError(InputError):
    """No room is left for the embedded database; data: ``folder``."""

    code = "database-disk-full"
    de = "Auf dem Datenträger von {folder} ist kein Platz mehr für die Datenbank. Bitte Platz schaffen."
    en = "There is no room left for the database on the disk of {folder}. Free some space."


class DatabaseStartError(ProtokollantError):
    """The embedded database does not start; data: ``folder``, ``reason``."""

    code = "database-start"
    de = "Die Datenbank in {folder} startet nicht ({reason}). Einzelheiten stehen in {folder}/server.log."
    en = "The database in {folder} does not start ({reason}). See {folder}/server.log for details."


class DatabaseVersionError(ProtokollantError):
    """The data are of another PostgreSQL; data: ``folder``, ``found``, ``wanted``."""

    code = "database-version"
    de = (
        "Die Daten in {folder} gehören zu PostgreSQL {found}, mitgeliefert ist {wanted}. "
        "Bitte zuerst mit der alten Version sichern und hier wieder einspielen."
    )
    en = (
        "The data in {folder} belong to PostgreSQL {found}, this program brings {wanted}. "
        "Back them up with the old version and restore them here."
    )


class DatabaseNewerError(ProtokollantError):
    """A newer program migrated the database; data: ``found``, the revisions this one does not know."""

    code = "database-newer"
    de = (
        "Die Datenbank gehört zu einer neueren Version von Protokollant (Stand {found}). Bitte diese "
        "starten, oder die Sicherung von vor der Umstellung einspielen."
    )
    en = (
        "The database belongs to a newer version of Protokollant (revision {found}). Start that one, "
        "or restore the backup from before the upgrade."
    )


class DatabaseExtensionError(InputError):
    """An external database lacks something that it can have; data: ``extension``."""

    code = "database-extension"
    de = (
        "Der Datenbank fehlt die Erweiterung „{extension}“ (pgvector ab 0.8). Bitte ihr Paket auf dem "
        "Datenbankserver installieren und als Administrator in dieser Datenbank ausführen: "
        "CREATE EXTENSION {extension};"
    )
    en = (
        'The database lacks the extension "{extension}" (pgvector from 0.8). Install its package on the '
        "database server and, as administrator, execute in this database: CREATE EXTENSION {extension};"
    )


class DatabaseFolderClosedError(ProtokollantError):
    """Started as root inside a private folder; data: ``folder``, ``closed``."""

    code = "database-folder-closed"
    de = (
        "Als root läuft die Datenbank unter einem eigenen Benutzer, der {folder} nicht betreten "
        "darf, weil {closed} "
        "privat ist. Bitte mit --data einen Ordner wie /var/lib/protokollant wählen oder nicht "
        "als root starten."
    )
    en = (
        "As root, the database runs as a user of its own, who may not enter {folder} because "
        "{closed} is private. "
        "Choose a folder like /var/lib/protokollant with --data, or do not start as root."
    )


class DatabaseProgramsClosedError(ProtokollantError):
    """As root, the programs find no place that their user may enter; data: ``folder``."""

    code = "database-programs-closed"
    de = "Die Programme der Datenbank lassen sich nicht nach {folder} kopieren. Bitte nicht als root starten."
    en = "The programs of the database cannot be copied to {folder}. Do not start as root."


class ValueNotStorableError(InputError):
    """PostgreSQL keeps no such value: a NUL sign in a text, a number out of range; data: ``reason``."""

    code = "value-not-storable"
    de = (
        "Ein Wert lässt sich nicht speichern ({reason}). Bitte Steuerzeichen entfernen und Zahlen und "
        "Daten prüfen."
    )
    en = "A value cannot be stored ({reason}). Remove control characters, and check numbers and dates."
