"""What a file is by its first and last bytes: a whitelist of containers, and names for what is refused.

FFmpeg skips rubbish before MP3 frames, so that a program with a song behind it "is" an MP3 to it. Here the
very first bytes must be those of the container that FFmpeg says it found. Sources: the specifications of the
containers; for archives and programs the signatures listed in the Unix ``magic`` database.
"""

from __future__ import annotations

import re
import struct
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 64 * 1024
"""Bytes looked at from the start."""

TAIL = 1024 * 1024
"""Bytes looked at at the end, and behind the head, for something hidden."""

ARCHIVES = (
    ("zip", rb"PK(\x03\x04|\x05\x06|\x07\x08)"),
    ("rar", rb"Rar!\x1a\x07"),
    ("7z", rb"7z\xbc\xaf\x27\x1c"),
    ("gzip", rb"\x1f\x8b\x08"),
    ("bzip2", rb"BZh[1-9]1AY&SY"),
    ("xz", rb"\xfd7zXZ\x00"),
    ("zstd", rb"\x28\xb5\x2f\xfd"),
    ("lz4", rb"\x04\x22\x4d\x18"),
    ("cab", rb"MSCF\x00\x00\x00\x00"),
    ("ar", rb"!<arch>\n"),
    ("tar", rb"(?s).{257}ustar"),
    ("cpio", rb"07070[127]"),
    ("OLE", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("PDF", rb"%PDF-"),
)

PROGRAMS = (
    ("PE", rb"MZ"),
    ("ELF", rb"\x7fELF"),
    ("Mach-O", rb"\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe"),
    ("WebAssembly", rb"\x00asm"),
    ("dex", rb"dex\n"),
    ("lnk", rb"\x4c\x00\x00\x00\x01\x14\x02\x00"),
    ("script", rb"(?:\xef\xbb\xbf)?#!(?!AMR)"),
    ("PHP", rb"(?i)\s*<\?php"),
    ("HTML", rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|script|svg|\?xml)"),
)

PLAYLISTS = rb"(?:\xef\xbb\xbf)?\s*(#EXTM3U|#EXT-X-|ffconcat version|\[playlist\]|\[Reference\])"

CONTAINERS = {
    "aac": rb"\xff[\xf0-\xff]|ADIF|ID3",
    "ac3": rb"\x0b\x77",
    "aiff": rb"(?s)FORM.{4}AIF[FC]",
    "amr": rb"#!AMR",
    "asf": rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
    "au": rb"\.snd",
    "avi": rb"(?s)RIFF.{4}AVI",
    "caf": rb"caff",
    "eac3": rb"\x0b\x77",
    "flac": rb"fLaC|ID3",
    "flv": rb"FLV\x01",
    "matroska": rb"\x1a\x45\xdf\xa3",
    "mov": rb"(?s).{4}(ftyp|moov|mdat|wide|free|skip|pnot)",
    "mp3": rb"ID3|\xff[\xe0-\xff]|TAG|RIFF",
    "mpeg": rb"\x00\x00\x01[\xb3\xba-\xef]",
    "mpegts": rb"(?s)\x47.{187}\x47|.{4}\x47.{191}\x47",
    "ogg": rb"OggS",
    "w64": rb"riff\x2e\x91\xcf\x11",
    "wav": rb"(?s)(RIFF|RF64|BW64).{4}WAVE",
}
"""First bytes of a file by the first name of FFmpeg's demuxer."""

HIDDEN = re.compile(
    rb"Rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c\x00|MSCF\x00{4}.{4}\x00{4}|%PDF-1\.\d|\x7fELF[\x01\x02]{2}\x01"
)
"""What begins anywhere in a self-extracting or appended file; all long enough not to occur by chance."""


def archive(head: bytes) -> str | None:
    """Return the kind of archive (or document) that ``head`` begins."""
    return next((kind for kind, pattern in ARCHIVES if re.match(pattern, head)), None)


def program(head: bytes) -> str | None:
    """Return the kind of program or script that ``head`` begins."""
    return next((kind for kind, pattern in PROGRAMS if re.match(pattern, head)), None)


def is_playlist(head: bytes) -> bool:
    """Tell whether ``head`` begins a list of addresses."""
    return re.match(PLAYLISTS, head) is not None


def fits(container: str, head: bytes) -> bool:
    """Tell whether ``head`` is how a file of this container begins."""
    pattern = CONTAINERS.get(container)
    if pattern is None:
        return False
    if container == "mp3":
        head = head.lstrip(b"\x00")  # some encoders pad in front
    return re.match(pattern, head) is not None


def hidden(path: Path) -> str | None:
    """Return the kind of what is hidden behind the beginning of a file: another file appended or inside.

    The first and the last mebibyte are searched, and the end for the directory of a zip archive, which
    readers find from there.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        front = file.read(TAIL)
        file.seek(max(0, size - TAIL))
        back = file.read(TAIL)
    for part in (front, back):
        found = HIDDEN.search(part)
        if found is not None:
            return archive(found.group()) or program(found.group())
    return "zip" if _is_zip(path) else None


def _is_zip(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as found:
            return bool(found.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        return False  # four bytes that look like the end of an archive and are none
