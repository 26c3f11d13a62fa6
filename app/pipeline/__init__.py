"""The pipeline: stages, checkpoints, and in :mod:`app.pipeline.run` the runner.

The runner is not imported here: who only asks for the names of the stages pays for no engine.
"""

from app.pipeline.checkpoints import Checkpoints, FileCheckpoints
from app.pipeline.job import Engines, PipelineJob, PipelineResult
from app.pipeline.stages import STAGE_NAMES, STAGES, SilentProgress, Stage, StageProgress

__all__ = (
    "STAGES",
    "STAGE_NAMES",
    "Checkpoints",
    "Engines",
    "FileCheckpoints",
    "PipelineJob",
    "PipelineResult",
    "SilentProgress",
    "Stage",
    "StageProgress",
)
