"""Decodes recordings to 16 kHz mono on disk, packet by packet, so that memory does not grow with length.

Times stay those of the recording: where its time stamps leave a gap (a video whose sound begins late, a
recorder that paused), silence is written, so that a player and the transcript agree on every second.
A recording of which sound is missing against what its own header states is refused rather than shortened.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import av
import av.error
import numpy as np

from models.control import raise_if_cancelled
from transcribe.audio import SAMPLE_RATE, Audio
from transcribe.errors import (
    DiskFullError,
    NotARecordingError,
    RecordingDamagedError,
    RecordingIncompleteError,
    RecordingTooShortError,
    TargetUnwritableError,
)
from transcribe.media import describe, opened, probe
from transcribe.mixing import Mixer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from models.control import CancelToken, Progress
    from transcribe.audio import Samples
    from transcribe.media import SoundInfo

logger = logging.getLogger(__name__)

MINIMUM_SECONDS = 0.5
"""Less sound than this is refused: no word fits."""

GAP_SECONDS = 0.2
"""Smaller jumps of the time stamps are jitter of the recorder, not missing sound."""

LONGEST_GAP = 3600.0
"""Bigger jumps, in seconds, are broken time stamps; nothing is filled in."""

TOLERANCE_SECONDS = 2.0
TOLERANCE_SHARE = 0.01
"""How much less than stated may be decoded: the larger of both. Encoders round and pad."""

BYTES_PER_SECOND = 2 * SAMPLE_RATE


def decode(sources: Sequence[Path], target: Path, *, progress: Progress, cancel: CancelToken) -> Audio:
    """Decode consecutive parts of one recording into ``target``, which appears only when it is complete.

    Args:
        sources: the parts in order; any format, sample rate and number of channels.
        target: the file of samples to write; its folder must exist.
        progress: told the seconds decoded and the seconds stated by the headers.
        cancel: asked between packets.

    Raises:
        RecordingError: a part is missing, unreadable, empty, no medium, without sound, damaged or too short.
        DiskFullError: the disk has no room for the samples.
        TargetUnwritableError: ``target`` cannot be written.
        Cancelled: once ``cancel`` is set.
    """
    parts = [probe(path) for path in sources]
    sink = _Sink(target, sum(part.duration or 0.0 for part in parts), progress)
    try:
        with sink:
            for part in parts:
                _decode_part(part, sink, cancel)
            if sink.seconds < MINIMUM_SECONDS:
                raise RecordingTooShortError(path=sources[0], seconds=sink.seconds, minimum=MINIMUM_SECONDS)
            sink.commit()
    finally:
        sink.discard()
    progress(sink.seconds, sink.seconds)
    return Audio(path=target, filled=sink.filled)


class _Sink:
    """The file being written: counts samples and turns failures of the disk into errors of ours."""

    def __init__(self, target: Path, expected: float, progress: Progress) -> None:
        self.target = target
        self.partial = target.with_name(f"{target.name}.part")
        self.expected = expected
        self.progress = progress
        self.samples = 0
        self.filled = 0.0
        self._file: BinaryIO | None = None

    @property
    def seconds(self) -> float:
        """Length of what was written."""
        return self.samples / SAMPLE_RATE

    def __enter__(self) -> Self:
        try:
            free = shutil.disk_usage(self.target.parent).free
            if free < self.expected * BYTES_PER_SECOND:
                raise DiskFullError(path=self.target.parent, needed=self._megabytes())
            self._file = self.partial.open("wb", buffering=1 << 20)
        except OSError as error:
            raise self._translated(error) from error
        return self

    def __exit__(self, *exception: object) -> None:
        if self._file is not None:
            # The buffer's last write may meet a full disk again; the first failure is what is told.
            with contextlib.suppress(OSError):
                self._file.close()

    def write(self, samples: Samples) -> None:
        """Append float samples as 16-bit."""
        whole = np.clip(np.rint(samples * np.float32(32768.0)), -32768, 32767).astype("<i2")
        self._put(whole.tobytes())

    def fill(self, seconds: float) -> None:
        """Append silence."""
        missing = round(seconds * SAMPLE_RATE)
        while missing > 0:
            piece = min(missing, 60 * SAMPLE_RATE)
            self._put(bytes(2 * piece))
            missing -= piece

    def rewind(self, samples: int) -> None:
        """Forget everything after the first ``samples``."""
        assert self._file is not None
        self._file.flush()
        self._file.seek(2 * samples)
        self._file.truncate()
        self.samples = samples

    def commit(self) -> None:
        """Make the file durable and let it appear under its name."""
        assert self._file is not None
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self.partial.replace(self.target)
        except OSError as error:
            raise self._translated(error) from error

    def discard(self) -> None:
        """Remove what is half-written; does nothing after :meth:`commit`."""
        with contextlib.suppress(OSError):
            self.partial.unlink(missing_ok=True)

    def _put(self, data: bytes) -> None:
        assert self._file is not None
        try:
            self._file.write(data)
        except OSError as error:
            raise self._translated(error) from error
        self.samples += len(data) // 2
        self.progress(self.seconds, max(self.expected, self.seconds))

    def _megabytes(self) -> int:
        return max(1, round(max(self.expected, self.seconds) * BYTES_PER_SECOND / 1e6 + 0.5))

    def _translated(self, error: OSError) -> Exception:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return DiskFullError(path=self.target.parent, needed=self._megabytes())
        return TargetUnwritableError(path=self.target.parent, reason=error.strerror or str(error))


def _decode_part(part: SoundInfo, sink: _Sink, cancel: CancelToken) -> None:
    """Append one file; a second time with some channels only where the mean of all would spoil it."""
    first = sink.samples
    filled = sink.filled
    mixer = Mixer()
    _stream_part(part, sink, cancel, mixer)
    if mixer.better_channels is not None:
        logger.info("Of %s, the channels %s are used.", part.path, mixer.better_channels)
        sink.rewind(first)
        sink.filled = filled
        _stream_part(part, sink, cancel, Mixer(only=mixer.better_channels))


def _stream_part(part: SoundInfo, sink: _Sink, cancel: CancelToken, mixer: Mixer) -> None:
    first = sink.samples
    broken = 0.0
    begun = False
    with opened(part.path) as (container, stream):
        origin = (container.start_time or 0) / av.time_base
        duration = describe(part.path, container, stream).duration
        for frame, lost in _frames(container, stream, cancel):
            broken += lost
            if frame is None:
                continue
            gap = _gap(frame, origin, mixer.position(sink.samples - first), duration)
            if gap:
                for samples in mixer.flush():
                    sink.write(samples)
                sink.fill(gap)
                if begun:
                    sink.filled += gap
            begun = True
            for samples in mixer.mix(frame):
                sink.write(samples)
        for samples in mixer.flush():
            sink.write(samples)
    _refuse_incomplete(part, (sink.samples - first) / SAMPLE_RATE, broken, begun=begun)


def _frames(container: Any, stream: Any, cancel: CancelToken) -> Iterator[tuple[Any | None, float]]:
    """Yield decoded frames, and None with the seconds lost where a packet is damaged."""
    packets = container.demux(stream)
    while True:
        raise_if_cancelled(cancel)
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.error.FFmpegError:
            yield None, float("inf")
            return
        if packet.is_corrupt and packet.size:
            # The file ends within this packet.
            yield None, float("inf")
            return
        try:
            for frame in stream.decode(packet):
                yield frame, 0.0
        except av.error.FFmpegError:
            known = packet.duration and packet.time_base
            yield None, float(packet.duration * packet.time_base) if known else 0.0


def _gap(frame: Any, origin: float, position: float, duration: float | None) -> float:
    """Return how many seconds of silence belong before ``frame``."""
    if frame.time is None:
        return 0.0
    gap = frame.time - origin - position
    limit = LONGEST_GAP if duration is None else min(LONGEST_GAP, duration - position)
    return gap if GAP_SECONDS < gap <= limit else 0.0


def _refuse_incomplete(part: SoundInfo, seconds: float, broken: float, *, begun: bool) -> None:
    """Raise where too much is missing of what the header states."""
    if not begun:
        raise NotARecordingError(path=part.path)
    stated = part.duration if part.exact and part.duration else None
    tolerance = max(TOLERANCE_SECONDS, TOLERANCE_SHARE * (stated or seconds))
    missing = max(broken, (stated or 0.0) - seconds)
    if missing > tolerance:
        if stated and seconds < stated - tolerance:
            raise RecordingIncompleteError(path=part.path, found=_clock(seconds), expected=_clock(stated))
        raise RecordingDamagedError(path=part.path)
    if missing > GAP_SECONDS:
        logger.warning("%.1f s of %s could not be read.", missing, part.path)


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
