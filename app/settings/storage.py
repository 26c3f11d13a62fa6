"""Where recordings and results are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, cast

from app.settings.reading import Source, choice, text

KINDS = ("local", "s3")


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    """Where recordings and results are kept."""

    kind: Literal["local", "s3"] = "local"
    """``PROTOKOLLANT_STORAGE``: ``local`` (``blobs/`` in the data folder) or ``s3``."""
    bucket: str | None = None
    """``PROTOKOLLANT_S3_BUCKET``: name of the bucket, which must exist."""
    endpoint: str | None = None
    """``PROTOKOLLANT_S3_ENDPOINT``: address of the server; Amazon's of the region where empty."""
    region: str = "us-east-1"
    """``PROTOKOLLANT_S3_REGION``: region of the bucket."""
    prefix: str = ""
    """``PROTOKOLLANT_S3_PREFIX``: put before every name, where the bucket is shared."""
    credentials: Path | None = None
    """``PROTOKOLLANT_S3_CREDENTIALS``: file with the access key on the first and the secret on the second
    line, readable by the service alone."""
    key_file: Path | None = None
    """``PROTOKOLLANT_STORAGE_KEY_FILE``: file of keys for encryption at rest, one of 32 bytes in Base64 a
    line, the first for what is new; without it contents lie as they are."""

    @classmethod
    def read(cls, source: Source) -> Self:
        """Read from the environment; raises :class:`~app.settings.reading.SettingError`."""
        credentials = text(source, "PROTOKOLLANT_S3_CREDENTIALS")
        key_file = text(source, "PROTOKOLLANT_STORAGE_KEY_FILE")
        return cls(
            kind=cast("Literal['local', 's3']", choice(source, "PROTOKOLLANT_STORAGE", KINDS)),
            bucket=text(source, "PROTOKOLLANT_S3_BUCKET"),
            endpoint=text(source, "PROTOKOLLANT_S3_ENDPOINT"),
            region=text(source, "PROTOKOLLANT_S3_REGION") or "us-east-1",
            prefix=text(source, "PROTOKOLLANT_S3_PREFIX") or "",
            credentials=Path(credentials) if credentials else None,
            key_file=Path(key_file) if key_file else None,
        )
