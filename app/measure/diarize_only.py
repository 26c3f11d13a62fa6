"""Who speaks when, without the words.

``python -m app.measure.diarize_only RECORDING RTTM PROFILE THREADS``
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from app.bootstrap import build_engines
from app.settings import SpeechSettings
from diarize import SpeakerCount
from diarize.rttm import write_rttm
from models import NeverCancelled, no_progress
from transcribe.decode import decode
from transcribe.speech import find_speech


def main(recording: Path, rttm: Path, profile: str, threads: int) -> None:
    """Decode and diarize ``recording`` as the pipeline does and write the turns."""
    engines = build_engines(SpeechSettings(profile=profile, threads=threads))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sound"
        audio = decode([recording], target, progress=no_progress, cancel=NeverCancelled())
        found = engines.diarizer.diarize(
            audio,
            speakers=SpeakerCount(),
            progress=no_progress,
            cancel=NeverCancelled(),
            speech=find_speech(audio, cancel=NeverCancelled()),
        )
    rttm.parent.mkdir(parents=True, exist_ok=True)
    write_rttm(found.turns, rttm, recording.stem)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
