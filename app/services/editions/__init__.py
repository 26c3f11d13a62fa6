"""The life of minutes: moves, signatures, editions, terms."""

from app.services.editions.errors import (
    EditionNotFound,
    MoveNotPossibleError,
    MoveUnknownError,
    SignatureFileError,
    SignatureNameMissingError,
)
from app.services.editions.service import EditionService
from app.services.editions.views import (
    DeadlineView,
    EditionView,
    LifeView,
    MoveView,
    MoveWish,
    SignatureKind,
    StepView,
)

__all__ = (
    "DeadlineView",
    "EditionNotFound",
    "EditionService",
    "EditionView",
    "LifeView",
    "MoveNotPossibleError",
    "MoveUnknownError",
    "MoveView",
    "MoveWish",
    "SignatureFileError",
    "SignatureKind",
    "SignatureNameMissingError",
    "StepView",
)
