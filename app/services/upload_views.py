"""What the upload service hands out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

import msgspec

from app.services.errors import NotFound
from app.services.views import Failure

if TYPE_CHECKING:
    from app.db import tables as t

UploadState = Literal["receiving", "complete", "checking", "duplicate", "done", "refused"]
"""Bytes are coming, a stretch to be joined is complete, the file is looked into, it is there already and a
person must decide, it is a part of the meeting, it was not accepted."""


class UploadNotFound(NotFound):
    """There is no such upload; data: ``upload``."""

    code = "upload-not-found"
    de = "Die Übertragung {upload} gibt es nicht oder nicht mehr."
    en = "There is no upload {upload}."


class UploadView(msgspec.Struct, frozen=True, kw_only=True):
    """An upload that can be continued."""

    id: str
    meeting_id: str
    filename: str
    """For display only."""
    length: int
    """Bytes that were announced."""
    received: int
    """Bytes that are safely on disk."""
    state: UploadState
    kind: Literal["whole", "partial", "final"]
    parts: tuple[str, ...] = ()
    described: str = ""
    """``Upload-Metadata`` as it came."""
    expires: datetime
    sha256: str | None = None
    """Known once the file was looked into."""
    recording_id: str | None = None
    """The part of the meeting that it became."""
    duplicate_of: str | None = None
    """The meeting that has the same file."""
    failure: Failure | None = None
    """Why it was refused, or what keeps it waiting."""

    @property
    def fraction(self) -> float:
        """How much has come, 0 to 1."""
        return self.received / self.length if self.length else 1.0


def upload_view(row: t.Upload) -> UploadView:
    """Return an upload."""
    failure = None
    if row.error_code is not None:
        failure = Failure(
            code=row.error_code,
            de=row.error_de or "",
            en=row.error_en or "",
            retry=row.state != "refused",
        )
    return UploadView(
        id=str(row.id),
        meeting_id=str(row.meeting_id),
        filename=row.filename,
        length=row.length,
        received=row.received,
        state=cast("UploadState", row.state),
        kind=cast("Literal['whole', 'partial', 'final']", row.kind),
        parts=tuple(row.parts),
        described=row.described,
        expires=row.expires_at,
        sha256=row.sha256,
        recording_id=str(row.recording_id) if row.recording_id else None,
        duplicate_of=str(row.twin_id) if row.twin_id else None,
        failure=failure,
    )
