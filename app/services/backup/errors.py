"""What can go wrong with a backup."""

from __future__ import annotations

from models.errors import InputError, ProtokollantError

__all__ = (
    "BackupDamagedError",
    "BackupFailedError",
    "BackupKeyError",
    "BackupMissingError",
    "BackupTargetError",
    "NotEmptyError",
)


class BackupTargetError(InputError):
    """The target cannot be used; data: ``folder``, ``reason``."""

    code = "backup-target"
    de = "Der Ordner {folder} ist als Sicherungsziel nicht benutzbar ({reason}). Bitte einen anderen wählen."
    en = "The folder {folder} cannot be used for backups ({reason}). Choose another one."


class BackupMissingError(InputError):
    """There is no such backup; data: ``folder``, ``name``."""

    code = "backup-missing"
    de = "In {folder} gibt es keine Sicherung {name}. Vorhandene zeigt `protokollant backup --list`."
    en = "There is no backup {name} in {folder}. `protokollant backup --list` shows those there are."


class BackupKeyError(InputError):
    """The key does not fit, or there is none; data: ``folder``."""

    code = "backup-key"
    de = "Die Sicherung in {folder} ist verschlüsselt, und kein Schlüssel passt. Bitte --key-file angeben."
    en = "The backup in {folder} is encrypted and no key given fits. Name its key file with --key-file."


class BackupDamagedError(ProtokollantError):
    """Something of the backup is missing or was changed; data: ``name``, ``what``."""

    code = "backup-damaged"
    de = "Die Sicherung {name} ist beschädigt ({what}). Nichts wurde verändert; bitte eine andere nehmen."
    en = "The backup {name} is damaged ({what}). Nothing was changed; take another one."


class BackupFailedError(ProtokollantError):
    """A program of the database failed; data: ``program``, ``reason``."""

    code = "backup-failed"
    de = "{program} ist gescheitert ({reason}). Bitte Rechte, Platz und Version der Datenbank prüfen."
    en = "{program} failed ({reason}). Check rights, room and version of the database."


class NotEmptyError(InputError):
    """The installation has data already; data: ``what``."""

    code = "not-empty"
    de = "Diese Installation enthält schon Daten ({what}). Zurückgespielt wird nur in eine leere."
    en = "This installation has data already ({what}). A backup is restored into an empty one only."
