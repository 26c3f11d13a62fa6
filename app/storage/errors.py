"""What can be wrong with the storage."""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING

from models.errors import InputError, ProtokollantError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = (
    "BlobDamagedError",
    "BlobMissingError",
    "StorageFullError",
    "StorageKeyError",
    "StorageUnavailableError",
    "StorageUnwritableError",
    "naming",
)


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


class StorageUnavailableError(ProtokollantError):
    """The server of the storage does not answer or refuses (HTTP 503); data: ``where``, ``reason``."""

    code = "storage-unavailable"
    de = "Der Speicher {where} ist nicht erreichbar ({reason}). Bitte Adresse, Zugangsdaten, Dienst prüfen."
    en = "The storage {where} cannot be reached ({reason}). Check address, credentials and service."


class StorageKeyError(InputError):
    """The key file cannot be used; data: ``file``, ``reason``."""

    code = "storage-key"
    de = "Die Datei {file} ist nicht benutzbar ({reason}). Nötig: je Zeile 32 Byte in Base64, Rechte 600."
    en = "The file {file} cannot be used ({reason}). Each line must be 32 bytes in Base64, mode 600."


class BlobMissingError(ProtokollantError):
    """A stored content is gone; data: ``sha256``."""

    code = "blob-missing"
    de = "Der gespeicherte Inhalt {sha256} fehlt. Bitte die IT um das Zurückspielen der Sicherung bitten."
    en = "The stored content {sha256} is missing. Ask IT to restore it from the backup."


class BlobDamagedError(ProtokollantError):
    """A stored content was changed, or is sealed with a key that is not there; data: ``sha256``."""

    code = "blob-damaged"
    de = "Der Inhalt {sha256} ist beschädigt, oder sein Schlüssel fehlt. Bitte die IT verständigen."
    en = "The content {sha256} is damaged, or its key is missing. Please tell IT."


@contextlib.contextmanager
def naming(folder: object) -> Iterator[None]:
    """Turn failures of the disk inside the block into errors that name the folder.

    Raises:
        StorageFullError: no room, or the quota of the system is used up.
        StorageUnwritableError: anything else that the system refuses.
    """
    try:
        yield
    except ConnectionError:
        raise  # the sender went away; the disk is not to blame
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise StorageFullError(folder=folder) from error
        raise StorageUnwritableError(folder=folder, reason=error.strerror or error) from error
