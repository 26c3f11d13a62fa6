"""Decoding: every format that recorders write, and every way a file can be wrong."""

from __future__ import annotations

import errno
import subprocess
import threading
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

import transcribe.decode as decode_module
from models.control import NeverCancelled, no_progress
from models.errors import Cancelled
from transcribe import SAMPLE_RATE
from transcribe.decode import decode
from transcribe.errors import (
    DiskFullError,
    NoSoundError,
    NotARecordingError,
    RecordingDamagedError,
    RecordingEmptyError,
    RecordingIncompleteError,
    RecordingNotFoundError,
    RecordingTooShortError,
    TargetUnwritableError,
)

SECONDS = 4


def ffmpeg(*arguments):
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-y", *map(str, arguments)], check=True
    )


def tone(path, *options, seconds=SECONDS, channels="mono"):
    source = f"sine=frequency=440:duration={seconds}:sample_rate=48000"
    ffmpeg("-f", "lavfi", "-i", source, "-ac", {"mono": 1, "stereo": 2, "5.1": 6}[channels], *options, path)
    return path


def decoded(sources, target, **control):
    control = {"progress": no_progress, "cancel": NeverCancelled()} | control
    return decode([sources] if isinstance(sources, Path) else sources, target, **control)


def pitch(samples):
    spectrum = np.abs(np.fft.rfft(samples))
    return spectrum.argmax() * SAMPLE_RATE / len(samples)


@pytest.mark.parametrize(
    ("name", "options", "channels"),
    [
        ("a.wav", [], "mono"),
        ("a8.wav", ["-ar", "8000"], "mono"),
        ("a44.wav", ["-ar", "44100", "-c:a", "pcm_f32le"], "stereo"),
        ("a.mp3", [], "stereo"),
        ("a.m4a", [], "stereo"),
        ("a.aac", [], "mono"),
        ("a.flac", ["-ar", "96000"], "5.1"),
        ("a.ogg", ["-c:a", "libvorbis"], "stereo"),
        ("a.opus", ["-c:a", "libopus"], "mono"),
        ("a.wma", [], "stereo"),
        ("a.mp4", [], "stereo"),
        ("a.mkv", ["-c:a", "aac"], "5.1"),
        ("a.webm", ["-c:a", "libopus"], "stereo"),
        ("a.mov", [], "mono"),
    ],
)
def test_every_format_becomes_the_same_sound(tmp_path, name, options, channels):
    """Whatever the container, codec, rate and channels: as long, as high and about as loud."""
    audio = decoded(tone(tmp_path / name, *options, channels=channels), tmp_path / "x.raw")
    samples = audio.read(0.5, 3.5)
    assert abs(audio.duration - SECONDS) < 0.1
    assert abs(pitch(samples) - 440) < 2
    assert 0.03 < np.abs(samples).max() < 0.2


def test_parts_are_joined_in_order(tmp_path):
    """Two files give one sound, as long as both."""
    parts = [tone(tmp_path / "1.wav", seconds=2), tone(tmp_path / "2.mp3", seconds=3)]
    assert abs(decoded(parts, tmp_path / "x.raw").duration - 5) < 0.1


def test_a_silent_channel_does_not_halve_the_level(tmp_path):
    """A stereo file with one empty channel is as loud as the other channel alone."""
    mono = tone(tmp_path / "m.wav")
    ffmpeg("-i", mono, "-af", "pan=stereo|c0=c0|c1=0*c0", tmp_path / "left.wav")
    expected = decoded(mono, tmp_path / "m.raw").read()
    assert np.array_equal(expected, decoded(tmp_path / "left.wav", tmp_path / "l.raw").read())


def test_mirrored_channels_do_not_cancel_out(tmp_path):
    """A stereo file with one channel upside down keeps its sound."""
    ffmpeg("-i", tone(tmp_path / "m.wav"), "-af", "pan=stereo|c0=c0|c1=-1*c0", tmp_path / "anti.wav")
    assert np.abs(decoded(tmp_path / "anti.wav", tmp_path / "x.raw").read()).max() > 0.05


def test_sound_that_begins_late_in_a_video_stays_in_its_place(tmp_path):
    """Two seconds of picture without sound become two seconds of silence."""
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=6", "-itsoffset", "2"),
        *("-i", tone(tmp_path / "m.wav"), "-map", "0:v", "-map", "1:a", tmp_path / "late.mkv"),
    )
    audio = decoded(tmp_path / "late.mkv", tmp_path / "x.raw")
    assert np.abs(audio.read(0, 1.8)).max() == 0
    assert np.abs(audio.read(2.2, 5)).max() > 0.05


def test_progress_ends_at_the_length(tmp_path):
    """Progress is told in seconds and ends with all of them."""
    told = []
    audio = decoded(tone(tmp_path / "a.wav"), tmp_path / "x.raw", progress=lambda *pair: told.append(pair))
    assert told[-1] == (audio.duration, audio.duration)
    assert sorted(told) == told


def text_file(path):
    path.write_text("Dies ist nur Text.\n" * 500)
    return path


def play_list(path):
    path.write_text(f"#EXTM3U\n#EXTINF:5,\n{tone(path.with_name('real.mp3'))}\n")
    return path


def empty(path):
    path.touch()
    return path


def cut_in_half(path, *options):
    whole = tone(path, *options, seconds=20)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) // 2])
    return whole


def damaged(path):
    whole = tone(path, seconds=20)
    data = bytearray(whole.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 4] = bytes(len(data) // 4)
    whole.write_bytes(data)
    return whole


def silent_video(path):
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=2", path)
    return path


@pytest.mark.parametrize(
    ("make", "name", "error"),
    [
        (lambda path: path, "missing.mp3", RecordingNotFoundError),
        (empty, "empty.mp3", RecordingEmptyError),
        (text_file, "text.mp3", NotARecordingError),
        (play_list, "list.mp3", NotARecordingError),
        (silent_video, "mute.mp4", NoSoundError),
        (cut_in_half, "cut.mp4", NotARecordingError),
        (lambda path: cut_in_half(path, "-movflags", "+faststart"), "fast.mp4", RecordingIncompleteError),
        (cut_in_half, "cut.mp3", RecordingIncompleteError),
        (cut_in_half, "cut.flac", RecordingIncompleteError),
        (cut_in_half, "cut.wav", RecordingDamagedError),
        (damaged, "damaged.m4a", RecordingDamagedError),
        (lambda path: tone(path, seconds=0.3), "short.wav", RecordingTooShortError),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_nothing_is_left(tmp_path, make, name, error):
    """Each wrong file has its own error, which names it; no half-written sound remains."""
    target = tmp_path / "out" / "x.raw"
    target.parent.mkdir()
    source = make(tmp_path / name)
    with pytest.raises(error) as caught:
        decoded(source, target)
    assert name in caught.value.text("de")
    assert name in caught.value.text("en")
    assert caught.value.exit_status == 2
    assert list(target.parent.iterdir()) == []


def test_cancel_leaves_nothing(tmp_path):
    """A cancelled decoding stops and removes what it wrote."""
    cancel = threading.Event()
    cancel.set()
    source = tone(tmp_path / "a.wav")
    with pytest.raises(Cancelled):
        decoded(source, tmp_path / "x.raw", cancel=cancel)
    assert sorted(tmp_path.iterdir()) == [source]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    """The target's folder is missing: an error of input, not a traceback."""
    with pytest.raises(TargetUnwritableError) as caught:
        decoded(tone(tmp_path / "a.wav"), tmp_path / "no" / "x.raw")
    assert str(tmp_path / "no") in caught.value.text("en")


def test_a_full_disk_is_told_before_the_work(tmp_path, monkeypatch):
    """With too little room the error says how many megabytes are needed."""
    source = tone(tmp_path / "a.wav", seconds=60)
    monkeypatch.setattr(decode_module.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with pytest.raises(DiskFullError) as caught:
        decoded(source, tmp_path / "x.raw")
    assert "2 MB" in caught.value.text("en")
    assert sorted(tmp_path.iterdir()) == [source]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_meanwhile_is_told(tmp_path):
    """The operating system's "no space left" becomes the same error."""
    source = tone(tmp_path / "a.wav", seconds=60)
    target = tmp_path / "x.raw"
    target.with_name("x.raw.part").symlink_to("/dev/full")
    with pytest.raises(DiskFullError) as caught:
        decoded(source, target)
    assert caught.value.__cause__.errno == errno.ENOSPC
    assert not target.exists()
