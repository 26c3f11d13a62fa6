"""Brings torch and pyannote.audio up offline, quiet and repeatable.

Everything in this package that needs torch or pyannote calls :func:`load_torch` or :func:`load_pyannote`
first. They set the environment that pyannote and the hub's client read at import (no telemetry, no
network), mend the import of ``torchaudio`` on machines without CUDA, and choose the device.
"""

from __future__ import annotations

import os
import sys
import types
import warnings
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from diarize.errors import DeviceUnavailable
from models.lanes import usable_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Device = Literal["auto", "cpu", "cuda"]
"""Where to compute; ``auto`` takes a usable GPU, else the processor."""

BATCHES = {"cpu": (8, 4), "cuda": (64, 128)}
"""Windows and pieces computed at once, by kind of device; halved where memory does not suffice.

On a processor small batches stay in its cache: a piece in a batch of 4 takes 0.7 of its time in one of 16.
"""

MOST_LANES = 8
"""Stretches heard side by side on a processor at most; each needs memory of its own."""

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "PYANNOTE_METRICS_ENABLED": "0",
    "OTEL_SDK_DISABLED": "true",
}
"""Read by huggingface_hub, pyannote.audio and OpenTelemetry when they are imported."""


def go_offline() -> None:
    """Set :data:`OFFLINE`, over anything the surroundings say, before pyannote is imported."""
    os.environ.update(OFFLINE)


@cache
def load_torch() -> Any:
    """Import torch with the environment of :func:`go_offline` and return the module."""
    go_offline()
    return import_module("torch")


@cache
def load_pyannote() -> Any:
    """Import ``pyannote.audio`` offline and return the module.

    The PyPI wheel of torchaudio is linked against CUDA; beside a processor-only torch its extension
    raises ``OSError`` at import. pyannote needs only its pure-Python parts (Kaldi features, resampling),
    so there an empty extension module is put in its place. torchcodec, likewise linked, is never used
    here (waveforms are handed over in memory), so its warning is silenced.
    """
    torch = load_torch()
    if torch.version.cuda is None and "torchaudio" not in sys.modules:
        stub = types.ModuleType("torchaudio._extension")
        vars(stub).update(_IS_TORCHAUDIO_EXT_AVAILABLE=False, fail_if_no_align=_passes_through)
        sys.modules["torchaudio._extension"] = stub
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module("pyannote.audio")


def _passes_through(function: Callable[..., Any]) -> Callable[..., Any]:
    """Stand in for torchaudio's decorator of functions that need the extension."""
    return function


def choose_device(wanted: Device) -> Any:
    """Return the ``torch.device`` to use.

    Raises:
        DeviceUnavailable: a GPU was asked for and torch cannot use one; the message says why.
    """
    torch = load_torch()
    if wanted == "cpu":
        return torch.device("cpu")
    reason = _why_no_cuda(torch)
    if reason is None:
        return torch.device("cuda")
    if wanted == "cuda":
        raise DeviceUnavailable(reason=reason)
    return torch.device("cpu")


def _why_no_cuda(torch: Any) -> str | None:
    """Return None where CUDA works, else the reason in a few words."""
    if torch.version.cuda is None:
        return f"torch {torch.__version__} was built without CUDA"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not torch.cuda.is_available():
            return "no usable NVIDIA driver or card was found"
    try:
        torch.zeros(1, device="cuda")
    except RuntimeError as error:
        return str(error).splitlines()[0]
    return None


def choose_lanes(wanted: Device, threads: int) -> int:
    """Return how many stretches of sound are heard side by side: one on a GPU, which one fills."""
    if choose_device(wanted).type != "cpu":
        return 1
    return min(usable_cores(threads), MOST_LANES)


@contextmanager
def compute_threads(count: int) -> Iterator[None]:
    """Let torch use ``count`` processor threads inside the block; 0 leaves its own number.

    The number is given back afterwards, so that recogniser and diarizer do not fight. Sums of floats
    depend on how they are shared out, so a fixed number also makes results repeatable to the last bit.
    """
    torch = load_torch()
    before = torch.get_num_threads()
    if count:
        torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether ``error`` means that the device's memory is full (pyannote wraps it in MemoryError)."""
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
