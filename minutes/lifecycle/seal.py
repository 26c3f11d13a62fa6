"""What makes an edition provable: canonical JSON (RFC 8785) and SHA-256 over it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import rfc8785

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minutes.types import Minutes

SCHEMA = "protokollant/edition/1"


def canonical_minutes(minutes: Minutes) -> bytes:
    """Return minutes as canonical JSON: the same minutes give the same bytes everywhere."""
    return rfc8785.dumps(msgspec.json.decode(msgspec.json.encode(minutes)))


def sha256(data: bytes) -> str:
    """Return the SHA-256 of a content, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def manifest(
    *, edition: str, meeting: str, number: int, corrects: int | None, files: Mapping[str, str]
) -> bytes:
    """Return what the hash of an edition is made of, as canonical JSON.

    Args:
        edition: its id.
        meeting: id of the meeting.
        number: of the edition, from 1.
        corrects: number of the edition that it corrects.
        files: SHA-256 by ``part/name``: the Minutes as canonical JSON, and every rendering of them.
    """
    return rfc8785.dumps(
        {
            "schema": SCHEMA,
            "edition": edition,
            "meeting": meeting,
            "number": number,
            "corrects": corrects,
            "files": dict(files),
        }
    )
