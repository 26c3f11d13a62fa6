"""Gaps of a recording that were filled with silence are told to people."""

from __future__ import annotations

import threading

import av
import msgspec
import numpy as np

from app.pipeline import Engines, FileCheckpoints, PipelineJob, SilentProgress
from app.pipeline.files import sha256_of
from app.pipeline.run import run_pipeline
from diarize.backends.scripted import ScriptedDiarizer
from diarize.types import Turn
from minutes.types import Agenda, AgendaItem, Roster, Transcript
from transcribe.backends.scripted import ScriptedTranscriber
from transcribe.types import Word

RATE = 16_000


def write_with_gap(path, *, gap):
    """Two stretches of four seconds of noise with a jump of the time stamps between."""
    noise = np.random.default_rng(3)
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for begin in (0.0, 4.0 + gap):
            for second in range(4):
                samples = (noise.standard_normal((1, RATE)) * 3000).astype(np.int16)
                frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
                frame.sample_rate, frame.pts = RATE, round((begin + second) * RATE)
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def process(folder, *, gap):
    """Run the pipeline with engines that need no model; returns the transcript as its file tells it."""
    words = [Word(start=1.0, end=1.5, text="Guten", probability=0.9)]
    transcriber = ScriptedTranscriber(words)
    engines = Engines(
        profile="scripted",
        transcriber=transcriber,
        diarizer=ScriptedDiarizer([Turn(start=0.0, end=4.0, speaker="S1")]),
        count_tokens=transcriber.count_tokens,
    )
    recording = folder / "recording.mka"
    if not recording.exists():
        write_with_gap(recording, gap=gap)
    job = PipelineJob(
        recordings=(recording,),
        agenda=Agenda(items=(AgendaItem(number="1", title="Aussprache"),)),
        roster=Roster(),
        work=folder / "work",
    )
    checkpoints = FileCheckpoints(folder / "kept")
    result = run_pipeline(job, engines, checkpoints, progress=SilentProgress(), cancel=threading.Event())
    transcript = msgspec.json.decode(result.files["transcript.json"], type=Transcript)
    return [warning for warning in transcript.warnings if warning.startswith("sound-filled")]


def test_a_gap_is_a_warning_with_its_seconds(tmp_path):
    """The file carries code and seconds, again where the run is repeated from what was kept."""
    assert process(tmp_path, gap=3.0) == ["sound-filled:3.0"]
    assert process(tmp_path, gap=3.0) == ["sound-filled:3.0"]


def test_sound_left_by_a_killed_run_does_not_hide_the_gap(tmp_path):
    """A decoded file whose gaps nobody kept is decoded again."""
    left = tmp_path / "work"
    process(tmp_path, gap=3.0)
    for kept in (tmp_path / "kept").glob("decode-*"):
        kept.unlink()
    left.mkdir(exist_ok=True)
    (left / f"sound-{sha256_of((tmp_path / 'recording.mka',))[:16]}.s16").write_bytes(bytes(2 * 11 * RATE))
    assert process(tmp_path, gap=3.0) == ["sound-filled:3.0"]


def test_a_whole_recording_has_no_such_warning(tmp_path):
    """Nothing is said where nothing is missing."""
    assert process(tmp_path, gap=0.0) == []
