"""Correcting the transcript: edits as values, applied, taken back, and carried over to a new recognition."""

from minutes.correcting.apply import apply_edit, settled
from minutes.correcting.carry import carried_over, redrafted
from minutes.correcting.edits import (
    BeginItem,
    Edit,
    Join,
    Mark,
    MergeSpeakers,
    Mute,
    RenameSpeaker,
    Restore,
    SetItem,
    SetSpeaker,
    SetText,
    Split,
    edit_from,
)
from minutes.correcting.errors import EditNotPossibleError, NoSuchUtteranceError
from minutes.correcting.lines import Applied
from minutes.correcting.state import Corrected, Line, from_transcript, heard_of, to_transcript
from minutes.correcting.teaching import Lesson, lessons
from minutes.correcting.words import retimed

__all__ = (
    "Applied",
    "BeginItem",
    "Corrected",
    "Edit",
    "EditNotPossibleError",
    "Join",
    "Lesson",
    "Line",
    "Mark",
    "MergeSpeakers",
    "Mute",
    "NoSuchUtteranceError",
    "RenameSpeaker",
    "Restore",
    "SetItem",
    "SetSpeaker",
    "SetText",
    "Split",
    "apply_edit",
    "carried_over",
    "edit_from",
    "from_transcript",
    "heard_of",
    "lessons",
    "redrafted",
    "retimed",
    "settled",
    "to_transcript",
)
