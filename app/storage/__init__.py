"""Content-addressed storage of recordings and results, behind one protocol."""

from app.storage.blobs import BlobStorage
from app.storage.build import build_storage
from app.storage.errors import (
    BlobDamagedError,
    BlobMissingError,
    StorageFullError,
    StorageKeyError,
    StorageUnavailableError,
    StorageUnwritableError,
)
from app.storage.local import LocalStorage
from app.storage.protocol import Objects, Storage, StoredBlob

__all__ = (
    "BlobDamagedError",
    "BlobMissingError",
    "BlobStorage",
    "LocalStorage",
    "Objects",
    "Storage",
    "StorageFullError",
    "StorageKeyError",
    "StorageUnavailableError",
    "StorageUnwritableError",
    "StoredBlob",
    "build_storage",
)
