"""Writing the minutes: the draft of the engines with what people changed in it."""

from app.services.writing.errors import MinutesFrozenError, PlaceChangedError, UndoNotPossibleError
from app.services.writing.service import WritingService
from app.services.writing.views import ChangeView, Made, MinutesDesk, Wish

__all__ = (
    "ChangeView",
    "Made",
    "MinutesDesk",
    "MinutesFrozenError",
    "PlaceChangedError",
    "UndoNotPossibleError",
    "Wish",
    "WritingService",
)
