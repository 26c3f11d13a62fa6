"""The line of imports and what must stay out of light processes."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "pyannote.audio", "ctranslate2", "faster_whisper", "onnxruntime", "av", "scipy")


def test_imports_go_one_way():
    """import-linter finds no import against the line app, minutes, diarize, transcribe, models."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", ["app.cli", "app.asgi", "app.web", "app.services"])
def test_light_processes_load_no_engine(module):
    """A process that only serves pages never pays for the speech engines."""
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


DOORS = {
    "litestar": "app/web",
    "sqlalchemy": "app/db",
    "advanced_alchemy": "app/db",
    "procrastinate": "app/jobs",
    "faster_whisper": "transcribe/backends",
    "ctranslate2": "transcribe/backends",
    "torch": "diarize/backends",
    "pyannote.audio": "diarize/backends",
    "docxtpl": "minutes/render",
    "typst": "minutes/render",
}
"""Third party and the one folder that may import it (docs/decisions.md names the exceptions)."""

EXCEPTIONS = {
    "app/asgi.py": {"litestar"},  # the factory of the web application
    "app/measure": {
        "faster_whisper",
        "ctranslate2",
        "torch",
        "pyannote.audio",
        "sqlalchemy",
    },  # the plain script to compare with; measurements that look into the tables
    "app/services": {"sqlalchemy"},  # queries of the use-cases
    "app/jobs": {"sqlalchemy"},  # one transaction for result and job
}


@pytest.mark.parametrize("library", DOORS)
def test_third_parties_enter_at_one_door(library):
    """A library is imported only inside its own folder."""
    pattern = (f"import {library}", f"from {library}")
    found = []
    for package in ("app", "minutes", "diarize", "transcribe", "models"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith(DOORS[library]):
                continue
            if any(name.startswith(place) and library in allowed for place, allowed in EXCEPTIONS.items()):
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            found += [f"{name}: {line.strip()}" for line in lines if line.strip().startswith(pattern)]
    assert found == []
