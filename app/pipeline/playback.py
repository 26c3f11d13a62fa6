"""The rendition that every browser plays: mono AAC in MP4, encoded piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from models.control import CancelToken, Progress, raise_if_cancelled
from transcribe import SAMPLE_RATE, Audio

BIT_RATE = 48_000
"""Bits per second: speech stays clear, an hour takes 22 MB."""
PIECE = 30.0
"""Seconds encoded between two looks at the cancel token."""


def encode_playback(audio: Audio, target: Path, *, progress: Progress, cancel: CancelToken) -> Path:
    """Encode ``audio`` to ``target``; the index stands in front, so that play starts at once.

    Raises:
        Cancelled: between pieces.
    """
    draft = target.with_suffix(".part.m4a")
    with av.open(str(draft), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        position = 0
        for begin in np.arange(0.0, max(audio.duration, 1 / SAMPLE_RATE), PIECE):
            raise_if_cancelled(cancel)
            samples = audio.read(float(begin), float(begin) + PIECE)
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = SAMPLE_RATE, position
            position += samples.size
            container.mux(stream.encode(frame))
            progress(min(audio.duration, float(begin) + PIECE), audio.duration)
        container.mux(stream.encode(None))
    draft.replace(target)
    return target


def cut_playback(source: Path, target: Path, until: float) -> Path:
    """Copy a rendition up to a second of it, without encoding again.

    What is copied ends before ``until``, never after it: packets of AAC are 64 ms long.

    Args:
        source: as :func:`encode_playback` makes it.
        target: is made.
        until: seconds from the start.
    """
    draft = target.with_suffix(".part.m4a")
    with (
        av.open(str(source)) as container,
        av.open(str(draft), "w", format="mp4", options={"movflags": "faststart"}) as copy,
    ):
        sound = container.streams.audio[0]
        stream = copy.add_stream_from_template(sound)
        for packet in container.demux(sound):
            if packet.pts is None or packet.duration is None:
                continue
            if float((packet.pts + packet.duration) * packet.time_base) > until:
                break
            packet.stream = stream
            copy.mux(packet)
    draft.replace(target)
    return target


def silence_playback(
    source: Path, target: Path, passages: Sequence[tuple[float, float]], *, cancel: CancelToken
) -> Path:
    """Encode a rendition anew with silence in place of passages; it stays as long as it was.

    Args:
        source: as :func:`encode_playback` makes it.
        target: is made.
        passages: begin and end in seconds.
        cancel: asked between packets.

    Raises:
        Cancelled: between packets.
    """
    draft = target.with_suffix(".part.m4a")
    with (
        av.open(str(source)) as container,
        av.open(str(draft), "w", format="mp4", options={"movflags": "faststart"}) as copy,
    ):
        stream = copy.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        position = 0
        for frame in container.decode(container.streams.audio[0]):
            raise_if_cancelled(cancel)
            samples = frame.to_ndarray()
            begin = frame.time if frame.time is not None else position / SAMPLE_RATE
            for since, until in passages:
                first = max(0, round((since - begin) * SAMPLE_RATE))
                last = max(0, round((until - begin) * SAMPLE_RATE))
                samples[:, first:last] = 0
            silent = av.AudioFrame.from_ndarray(samples, format=frame.format.name, layout="mono")
            silent.sample_rate, silent.pts = SAMPLE_RATE, position
            position += samples.shape[1]
            copy.mux(stream.encode(silent))
        copy.mux(stream.encode(None))
    draft.replace(target)
    return target
