"""What is let in and what is not, with real files made here, through the confined process."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import av
import numpy as np
import pytest
from sounds import wav

from app.uploads import Inspector
from app.uploads.errors import InspectionFailed
from models.errors import InputError

pytestmark = pytest.mark.anyio

DEMO = Path(__file__).resolve().parents[2] / "demo" / "recording.opus"


@pytest.fixture
def anyio_backend():
    return "asyncio"


def packed() -> bytes:
    """Return a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("liste.txt", "geheim")
    return file.getvalue()


def tarred() -> bytes:
    """Return a tar archive."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO())
    return file.getvalue()


def encoded(container: str, codec: str, seconds: float = 1.0, samples=None, **options) -> bytes:
    """Return noise (or ``samples``) in a container."""
    file = io.BytesIO()
    noise = np.random.default_rng(3).normal(0, 0.1, int(16000 * seconds)).clip(-1, 1)
    values = (noise if samples is None else samples).astype(np.float32)
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=16000, layout="mono", **options)
        resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=16000)
        for start in range(0, len(values), 160_000):
            frame = av.AudioFrame.from_ndarray(values[None, start : start + 160_000], "flt", "mono")
            frame.sample_rate, frame.pts = 16000, start
            for ready in resampler.resample(frame):
                out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
    return file.getvalue()


def silent_video() -> bytes:
    """Return a video without sound."""
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8))))
        out.mux(stream.encode(None))
    return file.getvalue()


def tagged(mp3: bytes, text: bytes) -> bytes:
    """Return an MP3 with a comment in an ID3 tag."""
    frame = b"COMM" + struct.pack(">I", len(text) + 5) + b"\0\0" + b"\0deu\0" + text
    size = len(frame)
    sizes = bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    return b"ID3\x03\0\0" + sizes + frame + mp3


MP3 = ("mp3", "mp3")

ACCEPTED = {
    "a.wav": lambda: wav("a"),
    "a.opus": DEMO.read_bytes,
    "a.mp3": lambda: encoded(*MP3),
    "html.mp3": lambda: tagged(encoded(*MP3), b"<html><script>alert(1)</script></html>"),
    "a.flac": lambda: encoded("flac", "flac"),
    "a.m4a": lambda: encoded("mp4", "aac"),
    "a.mkv": lambda: encoded("matroska", "aac"),
    "a.webm": lambda: encoded("webm", "libopus"),
    "a.aac": lambda: encoded("adts", "aac"),
    "a.ts": lambda: encoded("mpegts", "mp2"),
    "a.wma": lambda: encoded("asf", "mp2"),
    "a.avi": lambda: encoded("avi", "mp2"),
    "a.aiff": lambda: encoded("aiff", "pcm_s16be"),
    "a.caf": lambda: encoded("caf", "pcm_s16le"),
    "a.w64": lambda: encoded("w64", "pcm_s16le"),
}

REFUSED = {
    "letter.mp3": (lambda: b"Sehr geehrte Damen und Herren, " * 200, "upload-format"),
    "zip.mp3": (packed, "upload-archive"),
    "gz.wav": (lambda: gzip.compress(wav("a")), "upload-archive"),
    "tar.mp4": (tarred, "upload-archive"),
    "7z.mp3": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), "upload-archive"),
    "pdf.mp3": (lambda: b"%PDF-1.7\n" + bytes(100), "upload-archive"),
    "elf.mp3": (lambda: Path(sys.executable).read_bytes()[:100_000], "upload-program"),
    "pe.mp3": (lambda: b"MZ" + bytes(1000) + encoded(*MP3), "upload-program"),
    "mach.mp3": (lambda: b"\xcf\xfa\xed\xfe" + bytes(1000) + encoded(*MP3), "upload-program"),
    "sh.mp3": (lambda: b"#!/bin/sh\nrm -rf /\n" + encoded(*MP3), "upload-program"),
    "page.mp3": (lambda: b"<!DOCTYPE html><html>" + encoded(*MP3), "upload-program"),
    "hls.mp3": (lambda: b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "upload-playlist"),
    "concat.wav": (lambda: b"ffconcat version 1.0\nfile '/etc/passwd'\n", "upload-playlist"),
    "pls.mp3": (lambda: b"[playlist]\nFile1=http://169.254.169.254/\n", "upload-playlist"),
    "sdp.mp3": (lambda: b"v=0\nm=audio 5004 RTP/AVP 0\nc=IN IP4 127.0.0.1\n", "upload-format"),
    "junk.mp3": (lambda: b"JUNKJUNK" * 500 + encoded(*MP3), "upload-format"),
    "zip-behind.mp3": (lambda: encoded(*MP3) + packed(), "upload-polyglot"),
    "zip-behind.wav": (lambda: wav("a") + packed(), "upload-polyglot"),
    "rar-inside.flac": (
        lambda: encoded("flac", "flac") + b"Rar!\x1a\x07\x01\x00" + bytes(99),
        "upload-polyglot",
    ),
    "pdf-inside.mp3": (lambda: tagged(encoded(*MP3), b"%PDF-1.7 obj"), "upload-polyglot"),
    "silent.mkv": (silent_video, "upload-no-sound"),
    "cut.m4a": (lambda: encoded("mp4", "aac")[:2000], "upload-format"),
    "srt.mp3": (lambda: b"1\n00:00:01,000 --> 00:00:02,000\nHallo\n", "upload-format"),
}


@pytest.mark.parametrize("name", ACCEPTED)
async def test_recordings_come_in(tmp_path, name):
    """Every format of the contract, and a harmless text in a tag."""
    path = tmp_path / "upload"
    path.write_bytes(ACCEPTED[name]())
    sound = await Inspector().inspect(path, name)
    assert (sound.duration or 1.0) > 0
    assert sound.sample_rate in {16000, 48000}


@pytest.mark.parametrize("name", REFUSED)
async def test_everything_else_stays_out(tmp_path, name):
    """Archives, programs, scripts, play lists, polyglots: each with its own code, naming the file."""
    make, code = REFUSED[name]
    path = tmp_path / "upload"
    path.write_bytes(make())
    with pytest.raises(InputError) as caught:
        await Inspector().inspect(path, name)
    assert (caught.value.code, name in caught.value.text("de")) == (code, True)


async def test_bombs_are_refused(tmp_path):
    """Hours of nothing in a small file, and more hours than anybody sits."""
    bomb, long = tmp_path / "bomb", tmp_path / "long"
    bomb.write_bytes(encoded("flac", "flac", samples=np.zeros(16000 * 3600 * 4)))
    long.write_bytes(wav("long", 10.0))
    assert bomb.stat().st_size < 3_000_000
    for path, most in ((bomb, 24.0), (long, 9 / 3600)):
        with pytest.raises(InputError) as caught:
            await Inspector(most_hours=most).inspect(path, path.name)
        assert caught.value.code == "upload-expands"


async def test_an_inspection_that_hangs_is_ended(tmp_path):
    """A file that never answers (a pipe here) costs seconds, not the service."""
    os.mkfifo(tmp_path / "upload")
    begun = time.monotonic()
    with pytest.raises(InspectionFailed):
        await Inspector(seconds=1.0).inspect(tmp_path / "upload", "a.mp3")
    assert time.monotonic() - begun < 20


def test_the_inspection_is_confined():
    """No secrets in its environment, no big files, no unlimited memory or time, where possible no network."""
    code = (
        "import resource, socket, sys; from app.uploads.inspector import confine; confine(); "
        "print(*(resource.getrlimit(one)[0] for one in (resource.RLIMIT_CPU, resource.RLIMIT_AS, "
        "resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["30", str(2 * 2**30), "0", "64", "0"]
