"""Word's file is a zip archive; written without times, the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can hold."""


def repack(document: io.BytesIO) -> bytes:
    """Return the archive with the time of every entry set to :data:`EPOCH`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(document) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, date_time=EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry.filename))
    return packed.getvalue()
