"""What somebody changed in a document that left the system and came back, as differences to accept."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minutes.editing.changes import Path


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value of the minutes as a document prints it; the same value may be printed several times."""

    path: tuple[str, ...]
    text: str
    before: str = ""
    """What stands before it in its paragraph, up to the place before."""
    after: str = ""
    """What stands behind it in its paragraph, up to the next place."""


class Loose(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph without its places."""

    heading: str
    """The heading above."""
    text: str


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A document, read for what of the minutes it holds."""

    export: str | None
    """Id under which it left; None: it bears none."""
    places: tuple[Place, ...]
    rest: tuple[Loose, ...]
    """Every paragraph, in their order; only what stands outside of places."""


class TextChange(msgspec.Struct, frozen=True, kw_only=True):
    """A value that came back with another text."""

    path: tuple[str, ...]
    before: str
    """As it left."""
    after: str | None
    """As it came back; None: it was taken out."""


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a document."""

    changes: tuple[TextChange, ...]
    """In the order of the document."""
    added: tuple[Loose, ...]
    """Paragraphs that were written or reworded and belong to no value: for a person to put in their place."""


def compare(sent: Printed, back: Printed) -> Returned:
    """Return what was changed in a document.

    A value that is printed several times counts as changed where any of its prints is; changed in two ways it
    is told twice, and a person chooses. Text typed right beside a value belongs to it.

    Args:
        sent: as it left.
        back: as it came back.
    """
    known, found = _by_path(sent), _by_path(back)
    changes: list[TextChange] = []
    for path, prints in known.items():
        now = found.get(path, [])
        if not now:
            changes.append(TextChange(path=path, before=prints[0].text, after=None))
        told = set()
        for was, then in zip(prints, now, strict=False):
            text = _whole(was, then)
            if text != was.text and text not in told:
                told.add(text)
                changes.append(TextChange(path=path, before=was.text, after=text or None))
    return Returned(changes=tuple(changes), added=tuple(_added(sent, back)))


def _by_path(document: Printed) -> dict[Path, list[Place]]:
    places: dict[Path, list[Place]] = {}
    for place in document.places:
        places.setdefault(place.path, []).append(place)
    return places


def _whole(was: Place, now: Place) -> str:
    """Return the text of a place with what was typed at its edges, which an editor may keep outside of it."""
    text = now.text
    if now.before != was.before and now.before.startswith(was.before):
        text = now.before[len(was.before) :] + text
    if now.after != was.after and now.after.endswith(was.after):
        text += now.after[: len(now.after) - len(was.after)]
    return " ".join(text.split())


def _added(sent: Printed, back: Printed) -> Iterator[Loose]:
    """Yield paragraphs of the document that came back which are new outside of places."""
    edges = _edges(sent, back)
    were, are = ([_bare(one.text) for one in document.rest] for document in (sent, back))
    matcher = SequenceMatcher(None, were, are, autojunk=False)
    for kind, _, _, first, last in matcher.get_opcodes():
        if kind in {"insert", "replace"}:
            for place in range(first, last):
                if are[place] and are[place] not in edges:
                    yield back.rest[place]


def _edges(sent: Printed, back: Printed) -> set[str]:
    """Return the rests of paragraphs of which all that is new belongs to a place (see :func:`_whole`)."""
    known, found = _by_path(sent), _by_path(back)
    rests = set()
    for path, prints in known.items():
        for was, now in zip(prints, found.get(path, []), strict=False):
            if (was.before, was.after) != (now.before, now.after) and _whole(was, now) != now.text:
                rests.add(_bare(now.before + now.after))
    return rests


def _bare(text: str) -> str:
    return " ".join(text.split())
