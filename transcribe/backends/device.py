"""Chooses where and how precisely CTranslate2 computes, and how many windows fit at once."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

import ctranslate2

from transcribe.errors import DeviceError

COMPUTE_TYPES = {"cpu": ("int8", "float32"), "cuda": ("float16", "int8_float16", "float32")}
"""Preferred way of computing by device, best first."""

CPU_BATCH = 4
"""Windows of a group on a CPU: two minutes, what a killed run repeats and what workers share out."""

CPU_TOGETHER = 2
"""Windows of it that go through the network together. Four take as much processor time, but share out worse
among the lanes."""

MOST_LANES = 4
"""Each needs memory for its group, and a killed run repeats what all were at."""

LARGEST_BATCH = 32
BYTES_PER_WINDOW = 600_000_000
"""Memory a window needs while it is decoded with five beams by the largest model (large-v3, float16)."""

RESERVED_BYTES = 4_000_000_000
"""For the largest model's weights, which are not loaded yet when memory is measured."""


@dataclass(frozen=True, slots=True)
class Device:
    """Where and how to compute."""

    name: str
    """``cpu`` or ``cuda``."""
    compute_type: str
    """CTranslate2's name for the number format, e.g. ``int8``."""


def choose_device(device: str, compute_type: str | None) -> Device:
    """Resolve ``auto`` and check that what was asked for can be used.

    Raises:
        DeviceError: a GPU was asked for and there is none, or it cannot compute as asked.
    """
    if device not in {"auto", "cpu", "cuda"}:
        raise DeviceError(device=device, reason="auto | cpu | cuda")
    gpus = 0 if device == "cpu" else _gpus()
    if device == "cuda" and not gpus:
        raise DeviceError(device=device, reason="no usable NVIDIA GPU or driver found")
    name = "cuda" if gpus else "cpu"
    supported = ctranslate2.get_supported_compute_types(name)
    wanted = (compute_type,) if compute_type else COMPUTE_TYPES[name]
    for one in wanted:
        if one in supported:
            return Device(name=name, compute_type=one)
    raise DeviceError(device=f"{name} {'/'.join(wanted)}", reason=f"possible: {', '.join(sorted(supported))}")


def choose_batch_size(device: str) -> int:
    """Return how many windows are a group, from the free memory of the device."""
    free = _free_gpu_bytes() if device == "cuda" else None
    if free is None:
        return CPU_BATCH
    return max(1, min(LARGEST_BATCH, (free - RESERVED_BYTES) // BYTES_PER_WINDOW))


def choose_together(device: str, batch: int) -> int:
    """Return how many windows of a group of ``batch`` go through the network at once.

    The same for any number of threads: neighbours change the last digits of a result.
    """
    return min(batch, CPU_TOGETHER) if device == "cpu" else batch


def choose_lanes(device: str, threads: int) -> tuple[int, int]:
    """Return how many groups of windows are decoded side by side, and the threads of each.

    A step of the decoder is too small to be shared among threads, and the encoder shares badly: two threads
    on a group each take 0.65 to 0.7 of the time that both take on one after the other. On a GPU one group
    fills the device.
    """
    if device != "cpu":
        return 1, threads
    lanes = max(1, min(threads, MOST_LANES))
    return lanes, max(1, threads // lanes)


def out_of_memory(error: BaseException) -> bool:
    """Tell whether CTranslate2 failed for lack of memory."""
    return isinstance(error, MemoryError) or "out of memory" in str(error).lower()


def _gpus() -> int:
    try:
        return int(ctranslate2.get_cuda_device_count())
    except RuntimeError:
        # A driver that is too old for the library, or none: the same as no GPU.
        return 0


def _free_gpu_bytes() -> int | None:
    """Ask the driver's tool; None where it is not installed or does not answer."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return None
    command = [tool, "--query-gpu=memory.free", "--format=csv,noheader,nounits", "--id=0"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)  # noqa: S603  # fixed words
        return int(answer.stdout.split()[0]) * 1024 * 1024
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
