"""The store of speech models, and what every package shares: errors, progress, cancellation."""

from models.control import CancelToken, NeverCancelled, Progress, no_progress, raise_if_cancelled
from models.errors import Cancelled, InputError, ModelError, ProtokollantError

__all__ = (
    "CancelToken",
    "Cancelled",
    "InputError",
    "ModelError",
    "NeverCancelled",
    "Progress",
    "ProtokollantError",
    "no_progress",
    "raise_if_cancelled",
)
