"""The store of speech models, and what every package shares: errors, progress, cancellation."""

from models.control import CancelToken, NeverCancelled, Progress, no_progress, raise_if_cancelled
from models.errors import (
    Cancelled,
    DamagedModelError,
    InputError,
    MissingModelError,
    ModelError,
    ModelFetchError,
    ProtokollantError,
    UnknownModelError,
    UnknownProfileError,
)
from models.profiles import DEFAULT_PROFILE, Profile, load_profile, profile_names
from models.store import ModelState, ModelStore

__all__ = (
    "DEFAULT_PROFILE",
    "CancelToken",
    "Cancelled",
    "DamagedModelError",
    "InputError",
    "MissingModelError",
    "ModelError",
    "ModelFetchError",
    "ModelState",
    "ModelStore",
    "NeverCancelled",
    "Profile",
    "Progress",
    "ProtokollantError",
    "UnknownModelError",
    "UnknownProfileError",
    "load_profile",
    "no_progress",
    "profile_names",
    "raise_if_cancelled",
)
