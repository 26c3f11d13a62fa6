"""The pipeline: stages, their checkpoints and the runner."""

from app.pipeline.checkpoints import Checkpoints, FileCheckpoints
from app.pipeline.job import Engines, PipelineJob, PipelineResult
from app.pipeline.run import run_pipeline
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
    "run_pipeline",
)
