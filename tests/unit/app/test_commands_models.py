"""``protokollant models`` as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys


def run(*arguments, store):
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "models", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PROTOKOLLANT_MODELS": str(store), "PATH": ""},
    )


def test_list_of_an_empty_store(tmp_path):
    """Every model is listed as missing, every profile with the command that fetches it."""
    table = run("list", store=tmp_path)
    data = json.loads(run("list", "--json", store=tmp_path).stdout)

    assert table.returncode == 0
    assert "protokollant models fetch open-base" in table.stdout
    assert {model["state"] for model in data["models"]} == {"missing"}
    assert data["profiles"][0]["name"] == "open-base"


def test_verify_of_a_missing_profile_is_status_three(tmp_path):
    """What was asked for and is not there makes the status 3."""
    done = run("verify", "open-base", store=tmp_path)

    assert done.returncode == 3
    assert "missing" in done.stdout


def test_unknown_model_is_one_line(tmp_path):
    """A typing error is status 2 without a traceback."""
    done = run("fetch", "whisper-bass", store=tmp_path)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "whisper-base" in done.stderr


def test_fetch_from_a_folder_without_the_model(tmp_path):
    """``--from`` an empty folder names the file that is missing there."""
    (tmp_path / "usb").mkdir()

    done = run("fetch", "whisper-base", "--from", str(tmp_path / "usb"), store=tmp_path / "store")

    assert done.returncode == 2
    assert "model.bin" in done.stderr
