"""The child process that looks into an uploaded file: ``python -m app.uploads.inspector FILE HOURS``.

It prints one JSON object and dies of its limits where the file makes a decoder run wild. Before the first
byte is read it gives up what it does not need: time, memory, files to write, the network, new privileges.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path

CPU_SECONDS = 30
MEMORY = 2 * 2**30
FILES = 64
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38

TRIAL_SECONDS = 2.0
"""Sound decoded to see that there is any."""

MOST_TRIAL_FRAMES = 2000
MOST_CHANNELS = 64
MOST_RATE = 768_000

BYTES_PER_SECOND = 32_000
"""Of decoded sound: 16 kHz, 16 bit, mono."""

MOST_GROWTH = 150
"""Decoded bytes for each byte of the file, 1.7 kbit/s; speech at 6 kbit/s, the thinnest, grows 43-fold."""

GROWTH_FROM = 256 * 2**20
"""Decoded bytes up to which growth harms nobody."""


def confine() -> None:
    """Give up what looking into a file does not need."""
    for limit, value in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (most, most))
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)  # where the system lets us: no network at all


def inspect(path: Path, most_hours: float) -> dict[str, object]:
    """Return ``{"refused": …}`` or ``{"sound": …}``."""
    from app.uploads import signatures  # noqa: PLC0415 - after the limits

    with path.open("rb") as file:
        head = file.read(signatures.HEAD)
    if kind := signatures.archive(head):
        return {"refused": "archive", "kind": kind}
    if signatures.is_playlist(head):
        return {"refused": "playlist"}
    if kind := signatures.program(head):
        return {"refused": "program", "kind": kind}
    return _sound(path, head, most_hours)


def _sound(  # noqa: PLR0911 - one line for each reason to refuse
    path: Path, head: bytes, most_hours: float
) -> dict[str, object]:
    from app.uploads import signatures  # noqa: PLC0415 - after the limits
    from transcribe.errors import NoSoundError, RecordingError  # noqa: PLC0415 - likewise
    from transcribe.media import describe, opened  # noqa: PLC0415 - likewise

    try:
        with opened(path) as (container, stream):
            info = describe(path, container, stream)
            tags = {str(key).lower(): str(value)[:200] for key, value in container.metadata.items()}
            if not signatures.fits(info.format, head):
                return {"refused": "format"}
            if not (0 < info.channels <= MOST_CHANNELS and 0 < info.sample_rate <= MOST_RATE):
                return {"refused": "format"}
            if bomb := _bomb(info.duration, path.stat().st_size, most_hours):
                return bomb
            if not _decodes(container, stream):
                return {"refused": "format"}
    except NoSoundError:
        return {"refused": "silent"}
    except RecordingError:
        return {"refused": "format"}
    if kind := signatures.hidden(path):
        return {"refused": "polyglot", "kind": kind}
    return {
        "sound": {
            "format": info.format,
            "codec": info.codec,
            "sample_rate": info.sample_rate,
            "channels": info.channels,
            "duration": info.duration,
            "exact": info.exact,
            "recorded": tags.get("creation_time") or tags.get("date"),
            "title": tags.get("title"),
        }
    }


def _bomb(duration: float | None, size: int, most_hours: float) -> dict[str, object] | None:
    if duration is None:
        return None
    decoded = duration * BYTES_PER_SECOND
    if duration > most_hours * 3600 or (decoded > GROWTH_FROM and decoded > MOST_GROWTH * size):
        return {"refused": "bomb", "hours": round(duration / 3600, 1)}
    return None


def _decodes(container: object, stream: object) -> bool:
    """Tell whether the first seconds can be decoded."""
    seconds = 0.0
    frames = 0
    try:
        for frame in container.decode(stream):  # type: ignore[attr-defined]  # PyAV enters at transcribe.media
            seconds += frame.samples / max(1, frame.sample_rate)
            frames += 1
            if seconds >= TRIAL_SECONDS or frames >= MOST_TRIAL_FRAMES:
                break
    except (OSError, ValueError):  # PyAV's errors of FFmpeg are both
        return seconds > 0
    return seconds > 0


def main() -> None:
    """Look into the file of the command line."""
    confine()
    result = inspect(Path(sys.argv[1]), float(sys.argv[2]))
    os.write(sys.stdout.fileno(), json.dumps(result).encode())


if __name__ == "__main__":
    main()
