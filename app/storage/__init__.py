"""Content-addressed storage of recordings and results, behind one protocol."""

from app.storage.errors import BlobMissingError, StorageFullError, StorageUnwritableError
from app.storage.local import LocalStorage
from app.storage.protocol import Storage, StoredBlob

__all__ = (
    "BlobMissingError",
    "LocalStorage",
    "Storage",
    "StorageFullError",
    "StorageUnwritableError",
    "StoredBlob",
)
