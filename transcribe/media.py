"""Opens media files with PyAV and tells what sound they hold. The only door to PyAV.

Only container formats that hold recordings are let in: FFmpeg also knows play lists and concatenation
scripts, which would make it open other files and addresses named in an uploaded text.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import av
import av.error

from transcribe.errors import (
    NoSoundError,
    NotARecordingError,
    RecordingEmptyError,
    RecordingNotFoundError,
    RecordingUnreadableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMATS = (
    "aac,ac3,aiff,amr,asf,au,avi,caf,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,"
    "mpeg,mpegts,ogg,w64,wav"
)
"""FFmpeg demuxers that may open a file (``AVFormatContext.format_whitelist``)."""

EXACT_FORMATS = frozenset({"asf", "avi", "caf", "flac", "matroska", "mov", "w64", "wav", "aiff", "au"})
"""Formats whose header states the length; in the others FFmpeg guesses it from bit rate and size."""


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """What the header of a file says about its sound."""

    path: Path
    format: str
    """FFmpeg's name of the container, first of its aliases."""
    codec: str
    sample_rate: int
    channels: int
    duration: float | None
    """Seconds; None where the header does not know (live recordings in WebM)."""
    exact: bool
    """Whether :attr:`duration` is stated by the file rather than guessed from its size."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[Any, Any]]:
    """Open ``path`` and give PyAV's container and its first audio stream.

    Raises:
        RecordingError: not found, unreadable, empty, no medium, without sound.
    """
    try:
        size = path.stat().st_size if path.is_file() else None
        if size is None:
            raise RecordingNotFoundError(path=path)
        if size == 0:
            raise RecordingEmptyError(path=path)
        container: Any = av.open(
            str(path),
            metadata_errors="ignore",
            options={"format_whitelist": FORMATS, "protocol_whitelist": "file"},
        )
    except PermissionError as error:
        raise RecordingUnreadableError(path=path, reason=error.strerror) from error
    except (av.error.FFmpegError, ValueError) as error:
        raise NotARecordingError(path=path) from error
    with container:
        # A picture in an MP3 is a video stream; only the sound is asked for.
        stream = next(iter(container.streams.audio), None)
        if stream is None:
            raise NoSoundError(path=path)
        if stream.codec_context is None or not stream.codec_context.sample_rate:
            raise NotARecordingError(path=path)
        yield container, stream


def describe(path: Path, container: Any, stream: Any) -> SoundInfo:
    """Read the header of an opened file."""
    name = container.format.name.split(",")[0]
    duration = None
    if stream.duration is not None and stream.time_base is not None:
        duration = float(stream.duration * stream.time_base)
    elif container.duration is not None:
        duration = container.duration / av.time_base
    return SoundInfo(
        path=path,
        format=name,
        codec=stream.codec_context.name,
        sample_rate=stream.codec_context.sample_rate,
        channels=stream.codec_context.channels,
        duration=duration if duration is not None and duration > 0 else None,
        exact=name in EXACT_FORMATS or (name == "mp3" and _counts_frames(path)),
    )


def _counts_frames(path: Path) -> bool:
    """Tell whether an MP3 begins with a Xing or Info frame, which states the number of frames."""
    with path.open("rb") as file:
        head = file.read(10)
        # ID3v2: the size of the tag in four bytes of seven bits (id3.org, id3v2.4.0-structure, 6.2).
        tag = 10 + sum(byte << 7 * (3 - i) for i, byte in enumerate(head[6:10])) if head[:3] == b"ID3" else 0
        file.seek(tag)
        frame = file.read(4096)
    return b"Xing" in frame or b"Info" in frame


def probe(path: Path) -> SoundInfo:
    """Tell what sound ``path`` holds, from its header alone.

    Raises:
        RecordingError: not found, unreadable, empty, no medium, without sound.
    """
    with opened(path) as (container, stream):
        return describe(path, container, stream)
