"""A run over a job: what every stage is handed, and the decoded sound.

The sound is decoded when the first stage asks for it: a run whose later checkpoints all serve decodes
nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from app.pipeline.checkpoints import Checkpoints
from app.pipeline.job import Engines, PipelineJob
from app.pipeline.meter import Meter, StageMark
from app.pipeline.sharing import Alone, Claims
from app.pipeline.stages import StageProgress
from models.control import CancelToken, raise_if_cancelled
from transcribe.audio import Audio
from transcribe.decode import decode

ABANDONED = 60.0
"""Seconds without a write after which a half-decoded file belongs to a run that was killed."""


@dataclass(slots=True, kw_only=True)
class Run:
    """One run over one job: what every stage is handed."""

    job: PipelineJob
    engines: Engines | None
    """None where no stage needs them."""
    checkpoints: Checkpoints
    progress: StageProgress
    cancel: CancelToken
    meter: Meter
    sha256: str
    """Of the recording."""
    claims: Claims = field(default_factory=Alone)
    """Who does what, where several workers share the recording."""

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[StageMark]:
        """Announce, measure and end a stage; a cancelled run stops before it begins one."""
        raise_if_cancelled(self.cancel)
        self.progress.started(name)
        begin = time.perf_counter()
        with self.meter.stage(name) as mark:
            yield mark
        self.progress.finished(name, time.perf_counter() - begin, mark.reused)

    @property
    def speech_engines(self) -> Engines:
        """The engines, for stages that need them."""
        assert self.engines is not None
        return self.engines

    def advance(self, stage: str) -> Callable[[float, float], None]:
        """Return the progress of one stage."""
        return lambda done, total: self.progress.advanced(stage, done, total)

    @property
    def audio_path(self) -> Path:
        """Where the decoded sound lies."""
        return self.job.work / f"sound-{self.sha256[:16]}.s16"


def fingerprint(*parts: object) -> str:
    """Return a hash of everything that goes into a result."""
    return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()


def decoded(run: Run) -> Audio:
    """Return the decoded sound, decoding now where it is not (or no longer) there."""
    path = run.audio_path
    if path.exists():
        return Audio(path)
    run.job.work.mkdir(parents=True, exist_ok=True)
    # Under a name of its own: a run that was believed dead may wake up and still be writing.
    sweep_sound(path, older=ABANDONED)
    own = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    audio = decode(run.job.sources(), own, progress=run.advance("decode"), cancel=run.cancel)
    own.replace(path)
    return dataclasses.replace(audio, path=path)


def sweep_sound(path: Path, *, older: float = 0.0) -> None:
    """Remove half-decoded files beside ``path`` that nobody has written to for ``older`` seconds."""
    for left in path.parent.glob(f"{path.name}.*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime >= older:
                left.unlink()
