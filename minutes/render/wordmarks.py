"""A document for Word in which every value that a person answers for can be found again.

Each value stands in a bookmark whose name is made from its place in the minutes (ECMA-376-1, 17.13.6):
bookmarks survive Word, LibreOffice and any template, since the values bring them along and not the template.
On the way through the template they are private characters (Unicode, chapter 23.5), which no speech holds.
"""

from __future__ import annotations

import copy
import hashlib
import io
import re
from typing import TYPE_CHECKING, Any

import msgspec

from minutes.render.docx import render_docx
from minutes.render.package import repack
from minutes.types import Minutes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as File

    from minutes.editing import Path
    from minutes.types import MinutesKind

TEXTS: dict[str, str] = {
    "motions": "text",
    "course": "text",
    "decisions": "text",
    "statements": "text",
    "assignments": "text",
}
"""Lists of an item and the field of their entries that is printed as it is."""

_OPEN, _NAMED, _CLOSE = "\ue000", "\ue001", "\ue002"
_DIGITS = 0xE010
_MARK = re.compile(f"{_OPEN}(?P<number>[\ue010-\ue019]+){_NAMED}|(?P<close>{_CLOSE})")
PREFIX = "_pk"
"""Word hides bookmarks whose names begin with an underscore."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def texts_of(minutes: Minutes) -> dict[Path, str]:
    """Return the values that are found again, by their place."""
    found: dict[Path, str] = {
        (name,): value for name in ("chair", "clerk") if (value := getattr(minutes, name))
    }
    for item in minutes.items:
        found["items", item.number, "title"] = item.title
        for entries, field in TEXTS.items():
            for entry in getattr(item, entries):
                if text := getattr(entry, field):
                    found["items", item.number, entries, entry.id, field] = text
    return found


def render_for_word(
    minutes: Minutes, kind: MinutesKind, *, export: str, template: File | bytes | None = None
) -> bytes:
    """Render the whole minutes for being edited in Word.

    Args:
        minutes: the document.
        kind: see :func:`minutes.render.render_docx`.
        export: id by which the file is known when it comes back; 32 hexadecimal digits.
        template: another template.
    """
    import docx  # noqa: PLC0415  # lxml only where a document is made

    paths = list(texts_of(minutes))
    filled = render_docx(_marked(minutes, paths), kind, template=template)
    document = docx.Document(io.BytesIO(filled))
    names = [bookmark_name(path) for path in paths]
    seen: dict[str, int] = {}
    ids = iter(range(1000, 10_000_000))
    for element in _stories(document):
        for paragraph in element.iter(f"{W}p"):
            _bookmark(paragraph, names, seen, ids)
    first = next(document.element.body.iter(f"{W}p"))
    _insert_pair(first, f"{PREFIX}{export}", ids)
    saved = io.BytesIO()
    document.save(saved)
    return repack(saved)


def _marked(minutes: Minutes, paths: list[Path]) -> Minutes:
    """Return the minutes with every value between marks."""
    document = msgspec.json.decode(msgspec.json.encode(minutes))
    for number, path in enumerate(paths):
        holder: Any = document
        for step in path[:-1]:
            holder = holder[step] if isinstance(holder, dict) else _entry(holder, step)
        digits = "".join(chr(_DIGITS + int(digit)) for digit in str(number))
        holder[path[-1]] = f"{_OPEN}{digits}{_NAMED}{holder[path[-1]]}{_CLOSE}"
    return msgspec.convert(document, Minutes)


def _entry(entries: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(one for one in entries if key in {one.get("id"), one.get("number")})


def bookmark_name(path: Path) -> str:
    """Return the name of a value's bookmark, before the number that tells its prints apart."""
    return PREFIX + hashlib.sha256("\x1f".join(path).encode()).hexdigest()[:24]


def _stories(document: Any) -> Iterator[Any]:
    yield document.element.body
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            yield part._element  # noqa: SLF001  # python-docx has no other way to the XML


def _bookmark(paragraph: Any, names: list[str], seen: dict[str, int], ids: Iterator[int]) -> None:
    """Turn the marks in a paragraph into bookmarks."""
    open_ids: list[int] = []
    for run in list(paragraph.iter(f"{W}r")):
        if next(run.iterancestors(f"{W}p")) is not paragraph:
            continue  # in a text box, whose paragraphs come on their own
        if not any(_MARK.search(text.text or "") for text in run.iterchildren(f"{W}t")):
            continue
        for piece in _pieces(run):
            if isinstance(piece, int):
                name = names[piece]
                seen[name] = seen.get(name, 0) + 1
                open_ids.append(next(ids))
                run.addprevious(_element("bookmarkStart", id=str(open_ids[-1]), name=f"{name}_{seen[name]}"))
            elif piece is None:
                if open_ids:
                    run.addprevious(_element("bookmarkEnd", id=str(open_ids.pop())))
            else:
                run.addprevious(piece)
        run.getparent().remove(run)


def _pieces(run: Any) -> Iterator[Any]:
    """Yield the runs that a run falls into, the numbers of values that begin, None where one ends."""
    for child in run:
        if child.tag == f"{W}rPr":
            continue
        if child.tag != f"{W}t":
            yield _run_like(run, copy.deepcopy(child))
            continue
        at = 0
        text = child.text or ""
        for mark in _MARK.finditer(text):
            if mark.start() > at:
                yield _run_like(run, _text(text[at : mark.start()]))
            digits = mark["number"]
            yield None if digits is None else int("".join(str(ord(one) - _DIGITS) for one in digits))
            at = mark.end()
        if at < len(text):
            yield _run_like(run, _text(text[at:]))


def _run_like(run: Any, child: Any) -> Any:
    made = _element("r")
    style = run.find(f"{W}rPr")
    if style is not None:
        made.append(copy.deepcopy(style))
    made.append(child)
    return made


def _text(text: str) -> Any:
    made = _element("t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _insert_pair(paragraph: Any, name: str, ids: Iterator[int]) -> None:
    number = str(next(ids))
    style = paragraph.find(f"{W}pPr")
    place = 0 if style is None else 1
    paragraph.insert(place, _element("bookmarkEnd", id=number))
    paragraph.insert(place, _element("bookmarkStart", id=number, name=name))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415  # lxml only where a document is made

    return OxmlElement(f"w:{tag}", {f"{W}{name}": value for name, value in attributes.items()})
