"""Reading a document of :mod:`minutes.render.wordmarks` that was edited in Word and came back."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from minutes.editing import Loose, Path, Place, Printed
from minutes.render.errors import NoWordFileError
from minutes.render.wordmarks import PREFIX, W, bookmark_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 200_000_000
"""Bytes of a file unpacked, at most: more than any minutes, less than what fills a machine."""


def read_places(file: bytes, paths: Iterable[Path]) -> Printed:
    """Return what of the minutes a document holds. Tracked insertions count, tracked deletions do not.

    Args:
        file: the document.
        paths: places that may be in it.

    Raises:
        NoWordFileError: it is no document of Word, or too large.
    """
    reader = _Reader({bookmark_name(path): path for path in paths})
    for kind, value in _events(_body(file)):
        reader.take(kind, value)
    return Printed(export=reader.export, places=tuple(reader.places()), rest=tuple(reader.rest))


def _body(file: bytes) -> Any:
    import docx  # noqa: PLC0415  # lxml only where a document is read

    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise NoWordFileError
        return docx.Document(io.BytesIO(file)).element.body
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise NoWordFileError from error


def _events(body: Any, boxes: list[Any] | None = None) -> Iterator[tuple[str, Any]]:
    """Yield texts, begins and ends of bookmarks and paragraphs, in the order of the document.

    Args:
        body: what is read.
        boxes: text boxes met in the paragraph being read; they are read behind it. Word keeps each a second
            time for old programs (``Fallback``), which is left out.
    """
    for element in body:
        tag = str(element.tag).removeprefix(W)
        if tag == "p":
            inner: list[Any] = []
            yield "paragraph start", None
            yield from _events(element, inner)
            yield "paragraph end", _style(element)
            for box in inner:
                yield from _events(box)
        elif tag == "txbxContent" and boxes is not None:
            boxes.append(element)
        elif tag == "t":
            yield "text", element.text or ""
        elif tag in {"tab", "br", "cr"}:
            yield "text", " "
        elif tag == "bookmarkStart":
            yield "begin", (element.get(f"{W}id"), element.get(f"{W}name", ""))
        elif tag == "bookmarkEnd":
            yield "end", element.get(f"{W}id")
        elif tag not in {"del", "moveFrom"} and not tag.endswith("}Fallback"):
            yield from _events(element, boxes)


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val", ""))


class _Found:
    """A bookmark on the way."""

    def __init__(self, path: Path, before: str) -> None:
        self.path, self.before = path, before
        self.text = self.after = ""


class _Reader:
    """Takes events; a bookmark may reach over several paragraphs."""

    def __init__(self, known: dict[str, Path]) -> None:
        self.export: str | None = None
        self.rest: list[Loose] = []
        self._known = known
        self._open: dict[str, _Found] = {}
        self._found: list[_Found] = []
        self._heading = ""
        self._last: _Found | None = None
        self._gap = self._outside = self._whole = ""

    def take(self, kind: str, value: Any) -> None:
        """Take an event."""
        if kind == "text":
            self._text(value)
        elif kind == "begin":
            self._begin(*value)
        elif kind == "end":
            if value in self._open:
                self._last, self._gap = self._open.pop(value), ""
        elif kind == "paragraph start":
            self._last, self._gap, self._outside, self._whole = None, "", "", ""
        else:
            self._paragraph(value)

    def places(self) -> Iterator[Place]:
        """Yield what was found."""
        for one in self._found:
            yield Place(path=one.path, text=" ".join(one.text.split()), before=one.before, after=one.after)

    def _text(self, text: str) -> None:
        self._whole += text
        if self._open:
            for one in self._open.values():
                one.text += text
        else:
            self._gap += text
            self._outside += text
            if self._last is not None:
                self._last.after = self._gap

    def _begin(self, number: str, name: str) -> None:
        if re.fullmatch(f"{PREFIX}[0-9a-f]{{32}}", name):
            self.export = name.removeprefix(PREFIX)
        path = self._known.get(name.rpartition("_")[0])
        if path is not None:
            self._open[number] = found = _Found(path, self._gap)
            self._found.append(found)
            self._last, self._gap = None, ""

    def _paragraph(self, style: str) -> None:
        for one in self._open.values():
            one.text += "\n"
        if "heading" in style.lower() or "berschrift" in style:
            self._heading = self._whole.strip()
        self.rest.append(Loose(heading=self._heading, text=self._outside.strip()))
