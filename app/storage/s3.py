"""Objects on an S3-compatible server, through obstore (the Rust crate ``object_store``)."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from app.storage.errors import BlobMissingError, StorageUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PART = 8 * 2**20
"""Bytes of one part of an upload and of one read; 20 GB are 2,500 of at most 10,000 parts."""

AT_ONCE = 4
"""Parts under way at the same time."""


class S3Objects:
    """Objects in a bucket, which must exist.

    Args:
        bucket: its name.
        endpoint: address of the server, ``https://…``; None is Amazon's of the region.
        region: of the bucket.
        access_key: name of the credentials.
        secret_key: their secret.
        prefix: put before every name, where the bucket is shared.
    """

    def __init__(
        self,
        bucket: str,
        *,
        endpoint: str | None = None,
        region: str = "us-east-1",
        access_key: str,
        secret_key: str,
        prefix: str = "",
    ) -> None:
        self._place = f"s3://{bucket}/{prefix}"
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=endpoint,
            region=region,
            access_key_id=access_key,
            secret_access_key=secret_key,
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": (endpoint or "").startswith("http://"),
                "timeout": timedelta(seconds=120),
                "connect_timeout": timedelta(seconds=10),
            },
            retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=60)},
        )

    @property
    def where(self) -> str:
        """See :class:`~app.storage.protocol.Objects`."""
        return self._place

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """See :class:`~app.storage.protocol.Objects`; a multipart upload that appears when complete."""
        with self._naming(name):
            obstore.put(self._store, _path(name), iter(pieces), chunk_size=PART, max_concurrency=AT_ONCE)

    def take(self, name: str, path: Path) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        with self._naming(name):
            obstore.put(self._store, _path(name), path, chunk_size=PART, max_concurrency=AT_ONCE)
        path.unlink()

    def read(self, name: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """See :class:`~app.storage.protocol.Objects`; a request for each few megabytes."""
        size = self.size(name)
        end = size if last is None else min(last + 1, size)
        return self._ranges(name, first, end)

    def _ranges(self, name: str, first: int, end: int) -> Iterator[bytes]:
        while first < end:
            with self._naming(name):
                data = obstore.get_range(
                    self._store, _path(name), start=first, end=min(first + PART, end)
                ).to_bytes()
            if not data:
                return
            first += len(data)
            yield data

    def size(self, name: str) -> int:
        """See :class:`~app.storage.protocol.Objects`."""
        with self._naming(name):
            return obstore.head(self._store, _path(name))["size"]

    def path(self, name: str) -> Path | None:
        """See :class:`~app.storage.protocol.Objects`."""
        del name
        return None

    def delete(self, name: str) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        with contextlib.suppress(BlobMissingError), self._naming(name):
            obstore.delete(self._store, _path(name))

    def discard(self, raw: str) -> None:
        """See :class:`~app.storage.protocol.Objects`."""
        self.delete(raw)

    def raw_names(self, name: str) -> tuple[str, ...]:
        """See :class:`~app.storage.protocol.Objects`."""
        return (name,)

    def stored_names(self) -> Iterator[str]:
        """See :class:`~app.storage.protocol.Objects`."""
        with self._naming(""):
            for batch in obstore.list(self._store):
                for entry in batch:
                    yield entry["path"].rpartition("/")[2]

    @contextlib.contextmanager
    def _naming(self, name: str) -> Iterator[None]:
        try:
            yield
        except (NotFoundError, FileNotFoundError) as error:
            raise BlobMissingError(sha256=name) from error
        except (BaseError, OSError) as error:
            reason = next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]
            raise StorageUnavailableError(where=self._place, reason=reason) from error


def _path(name: str) -> str:
    if len(name) != 64 or not set(name) <= set("0123456789abcdef"):  # noqa: PLR2004 - hex SHA-256
        raise BlobMissingError(sha256=name)
    return f"{name[:2]}/{name}"
