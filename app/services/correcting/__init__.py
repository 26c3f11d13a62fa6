"""Correcting the transcript at the desk."""

from app.services.correcting.errors import CorrectionChangedError, CorrectionUndoError
from app.services.correcting.service import CorrectingService
from app.services.correcting.views import (
    Changes,
    DeskLine,
    DeskPage,
    EditView,
    EditWish,
    EditWishes,
    Outcome,
    Present,
)

__all__ = (
    "Changes",
    "CorrectingService",
    "CorrectionChangedError",
    "CorrectionUndoError",
    "DeskLine",
    "DeskPage",
    "EditView",
    "EditWish",
    "EditWishes",
    "Outcome",
    "Present",
)
