"""Cuts short clips out of decoded sound and measures their level, with pydub. The only door to pydub."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from transcribe.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from transcribe.audio import Audio

LONGEST_CLIP = 600.0
"""Seconds; a clip is held in memory."""

BIT_RATE = "64k"


def cut(audio: Audio, start: float, end: float) -> bytes:
    """Return the sound between two times as MP3; only that stretch is read.

    Raises:
        ValueError: nothing lies between the times, or more than :data:`LONGEST_CLIP`.
    """
    file = io.BytesIO()
    _segment(audio, start, end).export(file, format="mp3", bitrate=BIT_RATE)
    return file.getvalue()


def level(audio: Audio, start: float, end: float) -> float:
    """Return the mean level between two times in dBFS; minus infinity for digital silence.

    Raises:
        ValueError: nothing lies between the times, or more than :data:`LONGEST_CLIP`.
    """
    return float(_segment(audio, start, end).dBFS)


def _segment(audio: Audio, start: float, end: float) -> Any:
    if not 0 < min(end, audio.duration) - max(0.0, start) <= LONGEST_CLIP:
        raise ValueError(f"No clip between {start} s and {end} s of {audio.duration} s.")
    samples = np.rint(audio.read(start, end) * 32768.0).astype("<i2")
    return _pydub()(samples.tobytes(), sample_width=2, frame_rate=SAMPLE_RATE, channels=1)


def _pydub() -> Any:
    """Import pydub, tell it where FFmpeg is, and give its ``AudioSegment``."""
    import imageio_ffmpeg  # noqa: PLC0415  # only where a clip is cut

    with warnings.catch_warnings():
        # pydub 0.25.1: invalid escapes in its regular expressions, the audioop module of Python, and no
        # FFmpeg on the PATH; none of it concerns us, for the binary is set below.
        warnings.filterwarnings("ignore", category=SyntaxWarning)
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", message="Couldn't find ff", category=RuntimeWarning)
        from pydub import AudioSegment  # noqa: PLC0415  # warns at import
    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    return AudioSegment
