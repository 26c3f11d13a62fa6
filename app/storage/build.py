"""The storage that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.settings import SettingError
from app.storage.blobs import BlobStorage
from app.storage.errors import StorageKeyError
from app.storage.keys import read_keys
from app.storage.local import LocalObjects, open_incoming
from app.storage.sealed import SealedObjects

if TYPE_CHECKING:
    from pathlib import Path

    from app.settings import StorageSettings
    from app.storage.protocol import Objects

CREDENTIAL_LINES = 2


def build_storage(data: Path, settings: StorageSettings | None = None) -> BlobStorage:
    """Return the storage of an installation.

    Args:
        data: the data folder; local contents lie in ``blobs/`` below it, what is on its way in beside them.
        settings: local and not encrypted where left out.

    Raises:
        SettingError: S3 is asked for and something that it needs is not set.
        StorageKeyError: the key file or the file of credentials cannot be used.
        StorageUnwritableError: the folder cannot be used.
    """
    folder = data / "blobs"
    incoming = folder / "incoming"
    objects: Objects
    if settings is not None and settings.kind == "s3":
        open_incoming(incoming)
        objects = _s3(settings)
    else:
        objects = LocalObjects(folder)
    if settings is not None and settings.key_file is not None:
        objects = SealedObjects(objects, read_keys(settings.key_file))
    return BlobStorage(objects, incoming)


def _s3(settings: StorageSettings) -> Objects:
    from app.storage.s3 import S3Objects  # noqa: PLC0415 - only where it is used

    if settings.bucket is None:
        raise SettingError(variable="PROTOKOLLANT_S3_BUCKET", value="", expected="…")
    path = settings.credentials
    if path is None:
        raise SettingError(variable="PROTOKOLLANT_S3_CREDENTIALS", value="", expected="…")
    try:
        if path.stat().st_mode & 0o077:
            raise StorageKeyError(file=path, reason="chmod 600")
        lines = path.read_text(encoding="utf-8").split()
    except OSError as error:
        raise StorageKeyError(file=path, reason=error.strerror or error) from error
    if len(lines) != CREDENTIAL_LINES:
        raise SettingError(variable="PROTOKOLLANT_S3_CREDENTIALS", value=path, expected="2 × …")
    return S3Objects(
        settings.bucket,
        endpoint=settings.endpoint,
        region=settings.region,
        prefix=settings.prefix,
        access_key=lines[0],
        secret_key=lines[1],
    )
