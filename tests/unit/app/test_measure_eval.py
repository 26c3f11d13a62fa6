"""The evaluation over a folder: it goes on after a failure, keeps what is finished, and goes on there."""

from __future__ import annotations

import json
import sys

import psutil
import pytest
from click.testing import CliRunner

from app.commands import bench as bench_command
from app.measure.errors import MeasuredRunError
from app.measure.eval import main
from app.measure.runner import measure

SAID = (
    "Ich rufe Tagesordnungspunkt 1 auf, Haushalt.",
    "Wer ist dafür? 5. Wer ist dagegen? 2. Damit ist das angenommen.",
)


def write_case(root, name, *, broken=False):
    """A transcript of two sentences with its truth; a broken one has an agenda that is none."""
    folder = root / "text" / name
    folder.mkdir(parents=True)
    utterances = [{"id": f"u{n}", "speaker": "C", "text": text} for n, text in enumerate(SAID, 1)]
    truth = {one["id"]: {"items": ["1"], "name": "Eva Korn"} for one in utterances}
    agenda = {
        "schema": "protokollant/agenda/1",
        "items": [] if broken else [{"number": "1", "title": "Haushalt"}],
    }
    for file, data in (
        (
            "transcript.json",
            {"schema": "protokollant/transcript/1", "language": "de", "utterances": utterances},
        ),
        ("reference.json", {"utterances": truth, "votes": [{"item": "1", "result": "accepted"}]}),
        ("agenda.json", agenda),
    ):
        (folder / file).write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def evaluation(tmp_path, capsys):
    """Return a function that runs the evaluation and returns status, last line, progress and document."""
    root, document = tmp_path / "eval", tmp_path / "measurements.md"

    def run(*flags):
        status = main([str(root), "--keep", str(tmp_path / "kept"), "--document", str(document), *flags])
        printed = capsys.readouterr()
        text = document.read_text(encoding="utf-8") if document.exists() else ""
        return status, json.loads(printed.out.splitlines()[-1]), printed.err.splitlines(), text

    run.root = root
    return run


@pytest.mark.slow
def test_one_failing_case_does_not_stop_the_others(evaluation):
    """The failure is told and counted, the rest is scored, and the status says that something failed."""
    write_case(evaluation.root, "a-broken", broken=True)
    write_case(evaluation.root, "b-good")

    status, figures, progress, text = evaluation("--threads", "1")

    assert status == 1
    assert (figures["cases"], figures["failed"], figures["text_lost"], figures["text_votes"]) == (
        2,
        1,
        0,
        1.0,
    )
    assert progress[0].startswith("[1/2] a-broken: FAILED")
    assert progress[1].startswith("[2/2] b-good: ")
    assert "| b-good " in text
    assert "a-broken failed: " in text
    assert "Broken off" not in text

    write_case(evaluation.root, "c-later")
    status, figures, progress, text = evaluation("--threads", "1", "--resume")

    assert (status, figures["cases"], figures["failed"]) == (1, 3, 1)
    assert ["(kept)" in line for line in progress] == [False, True, False]
    assert "1 of 3 cases were taken over" in text


def test_cases_can_be_chosen_and_leave_the_document_alone(evaluation, capsys):
    """Only what was asked for runs; what fits nothing is refused."""
    write_case(evaluation.root, "a-one")
    write_case(evaluation.root, "b-two")

    status, figures, progress, text = evaluation("--threads", "1", "--only", "b-t")

    assert (status, figures["cases"], len(progress), text) == (0, 1, 1, "")
    assert main([str(evaluation.root), "--only", "zzz"]) == 2
    assert "zzz" in capsys.readouterr().err


def test_a_program_that_takes_too_long_is_ended(tmp_path):
    """The limit ends the program and what it started."""
    number = tmp_path / "pid"
    program = (
        "import pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(number)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)"
    )

    with pytest.raises(MeasuredRunError, match="longer than 2 s"):
        measure([sys.executable, "-c", program], name="slow", limit=2)

    left = int(number.read_text())
    assert not psutil.pid_exists(left) or psutil.Process(left).status() == psutil.STATUS_ZOMBIE


def test_the_plain_script_refuses_a_profile_it_cannot_run(tmp_path):
    """Before anything is measured, with the profiles that can be."""
    sound = tmp_path / "a.wav"
    sound.write_bytes(b"")

    refused = CliRunner().invoke(bench_command.command, ["--profile", "large", "--recording", str(sound)])

    assert isinstance(refused.exception, bench_command.BenchProfileError)
    assert "open-base" in refused.exception.text("en")
    assert "large" in refused.exception.text("de")
