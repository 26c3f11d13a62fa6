"""What a person corrects in a transcript, as values: the log of corrections is a list of these.

An utterance is named by its id, which it keeps for good; what a split makes gets an id of its own.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from minutes.correcting.state import Line
from minutes.types import Speaker


class SetText(msgspec.Struct, frozen=True, kw_only=True, tag="set-text", tag_field="op"):
    """An utterance says something else; no text at all takes it out of the transcript."""

    utterance: str
    text: str


class Split(msgspec.Struct, frozen=True, kw_only=True, tag="split", tag_field="op"):
    """An utterance becomes two."""

    utterance: str
    word: int
    """Place of the second half's first word, from 1."""
    into: str | None = None
    """Id of the second half; given here where it is left out."""


class Join(msgspec.Struct, frozen=True, kw_only=True, tag="join", tag_field="op"):
    """An utterance and the one after it become one, which keeps the first one's voice and item."""

    utterance: str


class SetSpeaker(msgspec.Struct, frozen=True, kw_only=True, tag="set-speaker", tag_field="op"):
    """Utterances belong to another voice: one that is there, a person by name, or nobody known."""

    utterances: tuple[str, ...]
    speaker: str | None = None
    name: str | None = None
    """A person; where no voice bears the name yet, one is made."""


class RenameSpeaker(msgspec.Struct, frozen=True, kw_only=True, tag="rename-speaker", tag_field="op"):
    """A voice is a person, everywhere; None: nobody known."""

    speaker: str
    name: str | None


class MergeSpeakers(msgspec.Struct, frozen=True, kw_only=True, tag="merge-speakers", tag_field="op"):
    """Two voices are one."""

    speaker: str
    into: str


class SetItem(msgspec.Struct, frozen=True, kw_only=True, tag="set-item", tag_field="op"):
    """Utterances belong to an item of the agenda; None: to none."""

    utterances: tuple[str, ...]
    item: str | None


class BeginItem(msgspec.Struct, frozen=True, kw_only=True, tag="begin-item", tag_field="op"):
    """An item begins at an utterance.

    Where the utterance lies in another item, everything from it to that one's end belongs to the item; where
    it lies in the item already, everything of the same stretch before it belongs to the item before.
    """

    utterance: str
    item: str | None


class Mark(msgspec.Struct, frozen=True, kw_only=True, tag="mark", tag_field="op"):
    """Utterances are marked; what is left out stays."""

    utterances: tuple[str, ...]
    checked: bool | None = None
    """A person has heard it and found it right."""
    overlap: bool | None = None
    """Several speak at once."""


class Mute(msgspec.Struct, frozen=True, kw_only=True, tag="mute", tag_field="op"):
    """Words are taken out of the text and of the sound."""

    utterance: str
    first: int
    last: int
    """Places of the first and the last word, from 0."""


class Restore(msgspec.Struct, frozen=True, kw_only=True, tag="restore", tag_field="op"):
    """Utterances stand as they stood before; what takes back any other edit."""

    put: tuple[Line, ...] = ()
    remove: tuple[str, ...] = ()
    """Utterances that go away; the first one's place is where ``put`` comes. They are named in ``put`` too
    where they stay."""
    voices: dict[str, tuple[str | None, bool]] = {}
    """Voice of utterances, and whether a person chose it."""
    items: dict[str, tuple[str | None, bool]] = {}
    """Item of utterances, and whether a person chose it."""
    speakers: dict[str, Speaker | None] = {}
    """Voices as they were; None: there was none of this id."""
    muted: tuple[tuple[float, float], ...] = ()
    """Passages that have no sound again."""
    heard: tuple[tuple[float, float], ...] = ()
    """Passages that have their sound again."""


Edit: TypeAlias = (
    SetText
    | Split
    | Join
    | SetSpeaker
    | RenameSpeaker
    | MergeSpeakers
    | SetItem
    | BeginItem
    | Mark
    | Mute
    | Restore
)


class _One(msgspec.Struct, frozen=True):
    edit: Edit


def edit_from(data: object) -> Edit:
    """Return the edit that JSON stands for; raises msgspec.ValidationError."""
    return msgspec.convert({"edit": data}, _One).edit
