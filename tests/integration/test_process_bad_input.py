"""Bad input to ``process``: one line that names the file, exit 2, nothing half-written."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pypdf
import pytest

from minutes.notices import say

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo"


def process(*recordings, out, agenda=DEMO / "agenda.json", roster=DEMO / "roster.json"):
    """Run ``protokollant process`` as a user would."""
    command = [
        sys.executable,
        "-m",
        "app.cli",
        "process",
        *recordings,
        "--agenda",
        agenda,
        "--roster",
        roster,
    ]
    return subprocess.run(
        [str(word) for word in (*command, "--out", out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def assert_refused(done, out, *words):
    """Exit 2, exactly one line, with all of ``words`` in it, and no file in ``out``."""
    lines = done.stderr.strip().splitlines()
    assert (done.returncode, len(lines), done.stdout) == (2, 1, ""), done.stderr
    assert [word for word in words if str(word) not in lines[0]] == []
    assert "Traceback" not in done.stderr
    assert [path for path in out.rglob("*") if path.is_file()] == [] if out.is_dir() else True


def write_sound(path, samples, **kwargs):
    """Write mono samples in -1..1 at 16 kHz with PyAV."""
    with av.open(str(path), "w", **kwargs) as container:
        stream = container.add_stream(
            "aac" if path.suffix == ".mp4" else "pcm_s16le", rate=16000, layout="mono"
        )
        frame = av.AudioFrame.from_ndarray(
            (samples * 32767).astype(np.int16).reshape(1, -1), format="s16", layout="mono"
        )
        frame.sample_rate = 16000
        for packet in stream.encode(frame):
            container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def noise(seconds):
    """Return a loud rustle that is always the same."""
    return np.random.default_rng(7).normal(0, 0.1, int(16000 * seconds)).clip(-1, 1)


def test_empty_file(tmp_path):
    """A file of zero bytes."""
    recording = tmp_path / "leer.wav"
    recording.touch()
    assert_refused(process(recording, out=tmp_path / "out"), tmp_path / "out", recording)


def test_missing_file(tmp_path):
    """A name that does not exist."""
    assert_refused(process(tmp_path / "fehlt.mp3", out=tmp_path / "out"), tmp_path / "out", "fehlt.mp3")


def test_text_renamed_to_mp3(tmp_path):
    """A letter is no recording, whatever its name."""
    recording = tmp_path / "brief.mp3"
    recording.write_text("Sehr geehrte Damen und Herren,\n" * 200)
    assert_refused(process(recording, out=tmp_path / "out"), tmp_path / "out", recording)


def test_truncated_mp4(tmp_path):
    """An upload that broke off: the index at the end of the file is missing."""
    whole = write_sound(tmp_path / "ganz.mp4", noise(20))
    recording = tmp_path / "halb.mp4"
    recording.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert_refused(process(recording, out=tmp_path / "out"), tmp_path / "out", recording)


def test_video_without_sound(tmp_path):
    """A picture track alone cannot be minuted."""
    recording = tmp_path / "stumm.mp4"
    with av.open(str(recording), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8))))
        container.mux(stream.encode(None))
    assert_refused(process(recording, out=tmp_path / "out"), tmp_path / "out", recording)


def test_a_third_of_a_second(tmp_path):
    """Too short to hold a word."""
    recording = write_sound(tmp_path / "kurz.wav", noise(0.3))
    assert_refused(process(recording, out=tmp_path / "out"), tmp_path / "out", recording)


def test_one_bad_part_of_several(tmp_path):
    """The part that cannot be used is the one that is named."""
    recording = tmp_path / "teil2.wav"
    recording.touch()
    done = process(DEMO / "recording.opus", recording, out=tmp_path / "out")
    assert_refused(done, tmp_path / "out", recording)


def test_encrypted_pdf_as_agenda(tmp_path):
    """An invitation behind a password."""
    agenda = tmp_path / "einladung.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(agenda)
    assert_refused(
        process(DEMO / "recording.opus", agenda=agenda, out=tmp_path / "out"), tmp_path / "out", agenda
    )


def test_agenda_with_duplicate_numbers(tmp_path):
    """Two items of one number cannot be told apart."""
    data = json.loads((DEMO / "agenda.json").read_text())
    data["items"][1]["number"] = data["items"][0]["number"]
    agenda = tmp_path / "agenda.json"
    agenda.write_text(json.dumps(data))
    done = process(DEMO / "recording.opus", agenda=agenda, out=tmp_path / "out")
    assert_refused(done, tmp_path / "out", agenda, data["items"][0]["number"])


def test_roster_with_unknown_role(tmp_path):
    """A role the contract does not know."""
    data = json.loads((DEMO / "roster.json").read_text())
    data["people"][2]["role"] = "king"
    roster = tmp_path / "roster.json"
    roster.write_text(json.dumps(data))
    done = process(DEMO / "recording.opus", roster=roster, out=tmp_path / "out")
    assert_refused(done, tmp_path / "out", roster, "king")


def test_unwritable_output_folder(tmp_path):
    """A file stands where the folder should be made."""
    (tmp_path / "datei").write_text("x")
    done = process(DEMO / "recording.opus", out=tmp_path / "datei" / "out")
    assert_refused(done, tmp_path / "datei" / "out", tmp_path / "datei" / "out")
    assert (tmp_path / "datei").read_text() == "x"


@pytest.mark.models
def test_full_disk(tmp_path):
    """A disk that fills up while sound is decoded: the message says so, and nothing half stays behind."""
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare (util-linux) to make a small disk without rights")
    disk = tmp_path / "disk"
    disk.mkdir()
    process_on_it = (
        f"{sys.executable} -m app.cli process {DEMO / 'recording.opus'} "
        f"--agenda {DEMO / 'agenda.json'} --out {disk / 'out'}"
    )
    leftovers = f"find {disk} -type f -size +0 | grep -v /.protokollant/ >&2"
    command = (
        f"mount -t tmpfs -o size=1m none {disk} && {process_on_it}; status=$?; {leftovers}; exit $status"
    )
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "Operation not permitted" in done.stderr and "unshare" in done.stderr:
        pytest.skip("this system lets nobody make a mount of their own")
    lines = done.stderr.strip().splitlines()
    assert (done.returncode, len(lines)) == (2, 1), done.stderr
    assert str(disk) in lines[0]


@pytest.mark.models
def test_pure_silence_is_valid_and_empty(tmp_path):
    """Silence gives a result without utterances, with a warning."""
    recording = write_sound(tmp_path / "stille.wav", np.zeros(16000 * 20))
    done = process(recording, out=tmp_path / "out")
    assert done.returncode == 0, done.stderr
    transcript = json.loads((tmp_path / "out" / "transcript.json").read_text())
    assert (transcript["utterances"], transcript["warnings"]) == ([], ["no-speech"])
    assert (tmp_path / "out" / "minutes.pdf").read_bytes().startswith(b"%PDF-")
    assert say("no-speech", "en") in done.stderr


def test_a_missing_model_is_exit_3_with_the_command(tmp_path, monkeypatch):
    """Nothing is downloaded at run time; the message has the command that fetches the model."""
    monkeypatch.setenv("PROTOKOLLANT_MODELS", str(tmp_path / "empty"))
    done = process(DEMO / "recording.opus", out=tmp_path / "out")
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert "protokollant models fetch" in done.stderr
