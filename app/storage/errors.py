"""What can be wrong with the storage."""

from __future__ import annotations

from models.errors import ProtokollantError

__all__ = ("BlobMissingError", "StorageFullError", "StorageUnwritableError")


class StorageFullError(ProtokollantError):
    """No room is left; data: ``folder``."""

    code = "storage-full"
    de = "Der Speicher in {folder} ist voll. Bitte Platz schaffen und den Vorgang wiederholen."
    en = "The storage in {folder} is full. Free some space and try again."


class StorageUnwritableError(ProtokollantError):
    """The folder cannot be used; data: ``folder``, ``reason``."""

    code = "storage-unwritable"
    de = "In den Ordner {folder} kann nicht geschrieben werden ({reason}). Bitte Rechte und Laufwerk prüfen."
    en = "The folder {folder} cannot be written to ({reason}). Check its permissions and the drive."


class BlobMissingError(ProtokollantError):
    """A stored content is gone; data: ``sha256``."""

    code = "blob-missing"
    de = "Der gespeicherte Inhalt {sha256} fehlt. Bitte die IT um das Zurückspielen der Sicherung bitten."
    en = "The stored content {sha256} is missing. Ask IT to restore it from the backup."
