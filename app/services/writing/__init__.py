"""Writing the minutes: the draft of the engines with what people changed in it."""

from app.services.writing.errors import (
    MinutesFrozenError,
    NotOurDocumentError,
    PlaceChangedError,
    UndoNotPossibleError,
)
from app.services.writing.service import WritingService
from app.services.writing.views import ChangeView, Made, MinutesDesk, Wish
from app.services.writing.word import WordChange, WordReview, WordService

__all__ = (
    "ChangeView",
    "Made",
    "MinutesDesk",
    "MinutesFrozenError",
    "NotOurDocumentError",
    "PlaceChangedError",
    "UndoNotPossibleError",
    "Wish",
    "WordChange",
    "WordReview",
    "WordService",
    "WritingService",
)
