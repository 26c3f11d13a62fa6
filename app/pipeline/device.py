"""Tells a broken GPU from a failed computation.

After most errors of CUDA the context of the process is lost: every further call fails too, and only a new
process helps ("sticky" errors; CUDA C++ Programming Guide, "Error Checking"). That says nothing about the
recording. Too little memory is the exception: it leaves the context whole, and more tries do not help.
"""

from __future__ import annotations

import re

_TYPES = frozenset({"AcceleratorError"})
"""Names of torch's exceptions for a failed device (``torch.AcceleratorError``, since 2.8)."""

_WORDS = re.compile(
    r"CUDA (driver |kernel |runtime )?error|CUDA failed with error|cuBLAS failed with status|"
    r"cuDNN failed with status|CUBLAS_STATUS_|CUDNN_STATUS_|CUFFT_|NCCL error|device-side assert",
    re.IGNORECASE,
)
"""As torch ("CUDA error: …") and CTranslate2 ("CUDA failed with error …") put it."""

_MEMORY = re.compile(r"out of memory|CUBLAS_STATUS_ALLOC_FAILED", re.IGNORECASE)


def is_device_failure(error: BaseException) -> bool:
    """Tell whether an error, or what caused it, says that the GPU's context of this process is lost."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        if _is_one(current):
            return True
        current = current.__cause__ or current.__context__
    return False


def _is_one(error: BaseException) -> bool:
    if not isinstance(error, RuntimeError):
        return False
    text = str(error)
    if _MEMORY.search(text):
        return False
    return type(error).__name__ in _TYPES or bool(_WORDS.search(text))
