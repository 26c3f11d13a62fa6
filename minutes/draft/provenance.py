"""How a draft came about, in words a reader of the document understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from minutes.types import Provenance

if TYPE_CHECKING:
    from minutes.types import Transcript

_PARTS = {"transcriber": "Spracherkennung", "diarizer": "Sprechertrennung"}


def provenance_of(
    transcript: Transcript, *, version: str | None = None, created: str | None = None
) -> Provenance:
    """Return the provenance that the transcript itself tells, with version and time added.

    Args:
        transcript: Its ``engine`` member names back-ends and models.
        version: Version of the software.
        created: ISO 8601 time of the draft; part of the files, so give the same for the same result.
    """
    return Provenance(version=version, created=created, models=describe_engines(transcript.engine))


def describe_engines(engine: Mapping[str, object]) -> dict[str, str]:
    """Turn the ``engine`` member of a transcript into readable words by part of the work."""
    described = {}
    for key, value in engine.items():
        if not isinstance(value, Mapping):
            continue
        models = value.get("models")
        names = ", ".join(str(name) for name in models) if isinstance(models, Mapping) else ""
        words = " ".join(str(value[part]) for part in ("name", "version") if value.get(part))
        text = f"{words} ({names})" if words and names else words or names
        if text:
            described[_PARTS.get(key, key)] = text
    return described
