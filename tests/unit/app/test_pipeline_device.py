"""What is a broken GPU and what is not."""

import pytest

from app.pipeline.device import is_device_failure
from app.pipeline.stages import FIRST_STEP, STAGE_NAMES, STEPS, step_named, step_of


class AcceleratorError(RuntimeError):
    """Named as torch names its own."""


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RuntimeError("CUDA error: an illegal memory access was encountered"), True),
        (RuntimeError("CUDA failed with error unspecified launch failure"), True),
        (RuntimeError("cuDNN failed with status CUDNN_STATUS_EXECUTION_FAILED"), True),
        (RuntimeError("cuBLAS failed with status CUBLAS_STATUS_EXECUTION_FAILED"), True),
        (AcceleratorError("the launch timed out and was terminated"), True),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), False),
        (RuntimeError("CUDA failed with error out of memory"), False),
        (RuntimeError("CUBLAS_STATUS_ALLOC_FAILED"), False),
        (RuntimeError("The size of tensor a (3) must match tensor b (4)"), False),
        (ValueError("CUDA error"), False),
    ],
)
def test_broken_contexts_are_told_from_other_failures(error, expected):
    """Words and types of torch and CTranslate2; too little memory and mistakes of ours are neither."""
    assert is_device_failure(error) is expected


def test_the_cause_counts():
    """An engine's own error does not hide the device's."""
    outer = ValueError("diarization failed")
    outer.__cause__ = RuntimeError("CUDA error: device-side assert triggered")
    assert is_device_failure(outer) is True


def test_steps_go_through_every_stage_in_order():
    """The three jobs of a meeting are the whole way, without a gap or a repetition."""
    assert [stage for step in STEPS for stage in step.stages] == list(STAGE_NAMES)
    assert [step.queue for step in STEPS] == ["cpu", "gpu", "light"]
    assert step_named(FIRST_STEP) is STEPS[0]
    assert step_of("render").name == "draft"
