"""The parts of the measurements that need no model."""

from __future__ import annotations

import json
import sys
import wave

import msgspec
import pytest
from click.testing import CliRunner

from app.commands import bench as bench_command
from app.measure import bench, bench_memory, document, machine
from app.measure.cases import find_cases
from app.measure.errors import MeasuredRunError
from app.measure.eval_cases import Scored
from app.measure.eval_report import summary, tables
from app.measure.plain import assign
from app.measure.runner import Run, measure


class Spoken(msgspec.Struct):
    """What faster-whisper calls a word."""

    start: float
    end: float
    word: str


class Stretch(msgspec.Struct):
    """What faster-whisper calls a segment."""

    words: list[Spoken]


def test_sections_are_replaced_and_kept_apart(tmp_path):
    """Writing a section again replaces it and leaves the others alone."""
    path = tmp_path / "docs" / "measurements.md"

    document.write_section("a", "First", "old text", document=path)
    document.write_section("b", "Second", "two", document=path)
    document.write_section("a", "First", "three", document=path)

    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Measurements")
    assert "old text" not in text
    assert text.index("three") < text.index("two")
    assert text.count("<!-- begin: a -->") == text.count("<!-- end: a -->") == 1
    document.write_section("a", "First", "three", document=path)
    assert path.read_text(encoding="utf-8") == text


def test_table():
    """Numbers stand to the right and what is unknown is a dash."""
    assert document.table(["case", "wer"], [["a", 12.5], ["b", None]]).splitlines() == [
        "| case |  wer |",
        "| ---- | ---: |",
        "| a    | 12.5 |",
        "| b    |    – |",
    ]


def test_machine_names_no_host(monkeypatch):
    """The machine is described by its parts only."""
    import socket  # noqa: PLC0415  # only to know what must not appear

    text = machine.describe(2)

    assert "2 of" in text
    assert socket.gethostname() not in text


def test_measured_run_sees_memory_of_children_and_pins_threads():
    """The peak holds what a child allocates, and the threads asked for reach the program."""
    child = "x = bytearray(120_000_000); import time; time.sleep(0.6)"
    program = (
        "import os, subprocess, sys; "
        f"subprocess.run([sys.executable, '-c', {child!r}]); "
        "print(os.environ['OMP_NUM_THREADS'], len(os.sched_getaffinity(0)))"
    )

    run = measure([sys.executable, "-c", program], name="child", threads=1)

    assert run.output.split() == ["1", "1"]
    assert run.peak_mib > 110
    assert run.seconds > 0.5


def test_failed_run_is_an_error_with_its_last_words():
    """A program that fails is named with what it said."""
    with pytest.raises(MeasuredRunError, match=r"broken.*no luck") as caught:
        measure([sys.executable, "-c", "import sys; sys.exit('no luck')"], name="broken")

    assert caught.value.exit_status == 1


def test_words_go_to_the_turn_that_overlaps_most():
    """A segment is cut where the voice changes."""
    words = [Spoken(0.0, 0.4, " Guten"), Spoken(0.4, 1.0, " Abend."), Spoken(1.0, 1.5, " Danke.")]

    found = assign([Stretch(words)], [(0.0, 1.1, "A"), (1.0, 2.0, "B")])

    assert [(part["speaker"], part["text"]) for part in found] == [("A", "Guten Abend."), ("B", "Danke.")]


def test_figures_of_the_comparison():
    """Ratios are ours against the plain script's; over_bare_x against the models alone."""
    ours = bench.Side(
        run=Run(seconds=20, peak_mib=500, output=""), stages={"decode": 1.0}, wer=12.0, der=10.0
    )
    plain = bench.Side(run=Run(seconds=100, peak_mib=1000, output=""), stages={}, wer=13.0, der=9.8)
    result = bench.BenchResult(
        ours=ours, plain=plain, bare={"transcribe": 12.0, "embedding": 4.0}, duration=200
    )

    figures = bench.figures(result)

    assert (figures["speedup_x"], figures["memory_ratio"], figures["over_bare_x"]) == (5.0, 0.5, 1.25)
    assert (figures["wer_delta_points"], figures["der_delta_points"]) == (-1.0, 0.2)
    assert "Protokollant" in bench.report(result)


def compared(seconds, wer=None):
    """Return a comparison in which ours took ``seconds``, the script 100 and the models 16."""
    ours = bench.Side(run=Run(seconds=seconds, peak_mib=500, output=""), stages={}, wer=wer)
    plain = bench.Side(run=Run(seconds=100, peak_mib=1000, output=""), stages={}, wer=13.0)
    return bench.BenchResult(ours=ours, plain=plain, bare={"transcribe": 16.0}, duration=200)


def test_several_recordings_are_told_by_the_worst():
    """The plain names hold the worst ratio of all recordings; each recording has its own figures beside."""
    figures = bench.joined_figures({"short": compared(20, wer=12.0), "long": compared(25)})

    assert (figures["speedup_x"], figures["over_bare_x"]) == (4.0, 1.562)
    assert figures["wer_delta_points"] == -1.0
    assert (figures["short.speedup_x"], figures["long.speedup_x"]) == (5.0, 4.0)
    assert bench.joined_figures({"one": compared(20)}) == bench.figures(compared(20))


def test_a_recording_is_called_by_what_tells_it_apart(tmp_path):
    """A folder that holds "recording.opus" names it; other files have names of their own."""
    named = [
        bench.BenchOptions(recording=path).name
        for path in (tmp_path / "council" / "recording.opus", tmp_path / "council" / "hour.flac")
    ]

    assert named == ["council", "hour"]


def test_more_truths_than_recordings_are_refused(tmp_path):
    """Truths are matched by order; one too many would be matched with nothing."""
    asked = ["--recording", str(tmp_path / "a.wav"), *("--reference", str(tmp_path)) * 2]

    refused = CliRunner().invoke(bench_command.command, asked)

    assert refused.exit_code == 2
    assert "--reference" in refused.output


def test_growth_is_from_the_shortest_to_the_longest():
    """Growth is in MB (10^6), peaks in MiB (2^20)."""
    lengths = [
        bench_memory.Length(hours=hours, seconds=hours * 360, peak_mib=500 + hours) for hours in (1, 6)
    ]

    figures = bench_memory.figures(lengths)

    assert figures["growth_mb"] == pytest.approx(5 * 2**20 / 1e6, abs=0.001)
    assert figures["real_time_factor_6h"] == pytest.approx(0.1)


def test_recording_is_repeated_to_a_length(tmp_path):
    """The joined file has exactly the length asked for, begun anew as often as needed."""
    sound = tmp_path / "sound"
    sound.write_bytes(b"\x01\x00\x02\x00" * 8000)

    bench_memory.repeat(sound, tmp_path / "long.wav", seconds=2.5)

    with wave.open(str(tmp_path / "long.wav")) as found:
        assert (found.getframerate(), found.getnchannels(), found.getnframes()) == (16_000, 1, 40_000)


def test_bench_needs_a_recording_and_hours(tmp_path, monkeypatch):
    """A missing recording and lengths that are none are one line each."""
    runner = CliRunner()

    missing = runner.invoke(bench_command.command, ["--recording", str(tmp_path / "weg.wav")])
    (tmp_path / "a.wav").write_bytes(b"")
    hours = runner.invoke(
        bench_command.command, ["--recording", str(tmp_path / "a.wav"), "--memory", "--hours", "x"]
    )

    assert isinstance(missing.exception, bench_command.BenchRecordingMissingError)
    assert isinstance(hours.exception, bench_command.BenchHoursError)


def test_cases_are_found_by_what_lies_there(tmp_path):
    """Meetings, recordings with words, voices and texts are told apart."""
    meeting, text, loose = tmp_path / "audio" / "m", tmp_path / "text" / "t", tmp_path / "real" / "en-x"
    for folder in (meeting, text, loose):
        folder.mkdir(parents=True)
    for folder in (meeting, text):
        (folder / "agenda.json").write_text("{}", encoding="utf-8")
        (folder / "reference.json").write_text(json.dumps({"language": "de"}), encoding="utf-8")
    (meeting / "recording.opus").write_bytes(b"")
    (text / "transcript.json").write_text(json.dumps({"language": "en"}), encoding="utf-8")
    for name in ("a.flac", "a.rttm", "b.wav", "b.rttm", "b.debug.rttm"):
        (loose / name).write_bytes(b"")
    (loose / "a.words.json").write_text(json.dumps({"language": "en"}), encoding="utf-8")

    cases = find_cases(tmp_path)

    assert [(case.name, case.kind, case.language) for case in cases] == [
        ("m", "meeting", "de"),
        ("a", "recording", "en"),
        ("b", "voices", "en"),
        ("t", "text", "en"),
    ]
    scored = [
        Scored(case=cases[0], seconds=2, figures={"wer": 10.0, "der": 5.0, "invented": 1}),
        Scored(case=cases[1], problem="no luck"),
        Scored(case=cases[3], seconds=1, figures={"item": 0.5, "lost": 3}),
    ]
    flat = summary(scored)
    assert (flat["wer_percent"], flat["m_der_percent"], flat["text_item"], flat["text_lost"]) == (
        10,
        5,
        0.5,
        3,
    )
    assert (flat["cases"], flat["failed"], flat["invented"]) == (3, 1, 1)
    assert "a failed: no luck" in tables(scored)
