"""No word about a meeting leaves the machine: pyannote runs without network and without telemetry."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.models

PROGRAM = """
import json, os, socket, sys
from pathlib import Path

attempts = []
def refuse(self, address, *rest):
    attempts.append(repr(address))
    raise OSError("no network in this test")
socket.socket.connect = socket.socket.connect_ex = refuse
real = socket.getaddrinfo
def look_up(host, *rest, **more):
    attempts.append(repr(host))
    return real("127.0.0.1", *rest, **more)
socket.getaddrinfo = look_up

import numpy as np
from diarize import SpeakerCount
from diarize.backends.pyannote import PyannoteDiarizer
from transcribe import Audio

assert "torch" not in sys.modules, "the back-end's module must not load torch"
weights, sound = Path(sys.argv[1]), Path(sys.argv[2])
diarizer = PyannoteDiarizer(
    segmentation=weights / "pyannote-segmentation-3.0", embedding=weights / "campplus-cn-en-common",
    device="cpu", threads=1,
)
diarizer.diarize(Audio(sound), speakers=SpeakerCount())
from pyannote.audio.telemetry.metrics import is_metrics_enabled
import huggingface_hub.constants as hub
print(json.dumps({
    "attempts": attempts, "telemetry": is_metrics_enabled(), "offline": hub.HF_HUB_OFFLINE,
    "environment": {name: os.environ.get(name) for name in ("HF_HUB_OFFLINE", "PYANNOTE_METRICS_ENABLED")},
}))
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Run the whole diarizer in a fresh process whose surroundings ask for telemetry and network."""
    import numpy as np  # noqa: PLC0415 - only here

    sound = tmp_path_factory.mktemp("sound") / "noise.raw"
    noise = np.random.default_rng(0).normal(scale=2000, size=12 * 16_000).astype("<i2")
    sound.write_bytes(noise.tobytes())
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT / "models" / "weights"), str(sound)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYANNOTE_METRICS_ENABLED": "1", "HF_HUB_OFFLINE": "0"},
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_no_connection_is_attempted(report):
    """Neither an address is looked up nor a socket connected."""
    assert report["attempts"] == []


def test_telemetry_is_off_whatever_the_surroundings_say(report):
    """pyannote's own switch reads off."""
    assert report["telemetry"] is False
    assert report["environment"]["PYANNOTE_METRICS_ENABLED"] == "0"


def test_the_hub_is_offline_whatever_the_surroundings_say(report):
    """The hub's client refuses to go out."""
    assert report["offline"] is True
    assert report["environment"]["HF_HUB_OFFLINE"] == "1"
