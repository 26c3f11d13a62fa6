"""The header lines of tus 1.0.0 (https://tus.io/protocols/resumable-upload), read and written."""

from __future__ import annotations

import base64
import binascii
import hashlib
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from app.web.errors import BadRequestError
from app.web.tus.errors import MediaTypeError, VersionError

if TYPE_CHECKING:
    from datetime import datetime

    from litestar.datastructures import Headers

VERSION = "1.0.0"

EXTENSIONS = ("creation", "creation-with-upload", "termination", "checksum", "expiration", "concatenation")

ALGORITHMS = ("sha1", "sha256")

MEDIA_TYPE = "application/offset+octet-stream"

LONGEST_METADATA = 8000
"""Characters of ``Upload-Metadata``."""

MOST_PARTS = 1000


class Checksum(msgspec.Struct, frozen=True):
    """What the bytes of one request add up to."""

    algorithm: str
    value: bytes


class Concat(msgspec.Struct, frozen=True):
    """Whether an upload is a stretch of a file, or joined of such."""

    partial: bool
    parts: tuple[str, ...] = ()
    """Ids of the partial uploads, of a final one."""


def require_version(headers: Headers) -> None:
    """Raise VersionError where the sender speaks another version, or none."""
    if headers.get("tus-resumable") != VERSION:
        raise VersionError(version=VERSION)


def require_media_type(headers: Headers) -> None:
    """Raise MediaTypeError where the body is not a piece of an upload."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise MediaTypeError(expected=MEDIA_TYPE)


def number(headers: Headers, name: str) -> int:
    """Return a header that must be a whole number.

    Raises:
        BadRequestError: it is missing or none.
    """
    text = headers.get(name, "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 18:  # noqa: PLR2004 - fits a bigint
        raise BadRequestError(detail=name)
    return int(text)


def metadata(headers: Headers) -> dict[str, str]:
    """Return the pairs of ``Upload-Metadata``.

    Raises:
        BadRequestError: it is not pairs of a key and a value in Base64.
    """
    text = headers.get("upload-metadata", "")
    if len(text) > LONGEST_METADATA:
        raise BadRequestError(detail="Upload-Metadata")
    pairs: dict[str, str] = {}
    for pair in text.split(","):
        key, _, value = pair.strip().partition(" ")
        if not key and not value:
            continue
        try:
            pairs[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadRequestError(detail=f"Upload-Metadata: {key[:40]}") from error
    return pairs


def checksum(headers: Headers) -> Checksum | None:
    """Return ``Upload-Checksum``.

    Raises:
        BadRequestError: an unknown algorithm, or no value of its length.
    """
    text = headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, encoded = text.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadRequestError(detail=f"Upload-Checksum: {', '.join(ALGORITHMS)}")
    try:
        value = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise BadRequestError(detail="Upload-Checksum") from error
    if len(value) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise BadRequestError(detail="Upload-Checksum")
    return Checksum(algorithm, value)


def concat(headers: Headers) -> Concat | None:
    """Return ``Upload-Concat``; the addresses of the parts may be whole or only their paths.

    Raises:
        BadRequestError: it is neither ``partial`` nor ``final;`` with addresses.
    """
    text = headers.get("upload-concat")
    if text is None:
        return None
    if text.strip() == "partial":
        return Concat(partial=True)
    kind, _, addresses = text.strip().partition(";")
    parts = tuple(urlsplit(address).path.rstrip("/").rpartition("/")[2] for address in addresses.split())
    if kind != "final" or not 0 < len(parts) <= MOST_PARTS:
        raise BadRequestError(detail="Upload-Concat")
    return Concat(partial=False, parts=parts)


def http_date(moment: datetime) -> str:
    """Return a time as RFC 9110 writes it, for ``Upload-Expires``."""
    return format_datetime(moment, usegmt=True)
