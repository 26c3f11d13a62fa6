"""Is a file a plain document of Word, without anything that runs, fetches or bursts?

Refused are macros, embedded and linked objects, relations to the outside other than hyperlinks, fields that
fetch or run something, document types in its XML, and archives larger unpacked than any letterhead
(ECMA-376-2, Open Packaging Conventions).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from minutes.render.checking.findings import Place, TemplateFinding

LARGEST = 5_000_000
"""Bytes of the file."""
LARGEST_UNPACKED = 40_000_000
LARGEST_XML = 1_500_000
"""Bytes of one part in XML; the largest of the standard template, its styles, has 440,000."""
MOST_PARAGRAPHS = 4000
"""In one part: a template is filled several times while it is checked."""
MOST_PARTS = 500

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOTX = "wordprocessingml.template.main+xml"
_MACROS = re.compile(r"macroenabled|vbaproject|vbadata", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"(^|/)(embeddings|activex|ctrlprops|afchunk)|oleobject|\.(bin|exe|js|vbs|htm|html|mht|rtf)$",
    re.IGNORECASE,
)
_OBJECTS = frozenset({"object", "control", "altChunk", "subDoc", "OLEObject"})
_TRACKED = frozenset({"del", "ins", "moveFrom", "moveTo"})
_CODES = re.compile(
    r"^\s*(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DDEAUTO|DDE|LINK|EMBED|DATABASE|MACROBUTTON|RD|"
    r"MERGEFIELD|ASK|FILLIN|PRINT|CONTROL|ADDIN|AUTOTEXT|HTMLCONTROL)\b",
    re.IGNORECASE,
)
_WEB = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN = 80


def unsafe(file: bytes) -> list[TemplateFinding]:
    """Return why a file is refused; nothing of it is run or fetched to find out."""
    if len(file) > LARGEST:
        return [_wrong("too-large", f"{len(file) / 1e6:.1f} MB > {LARGEST / 1e6:.0f} MB")]
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            return _archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return [_wrong("not-docx")]
    except Exception as error:  # zlib.error and the like have no common ancestor
        if type(error).__module__ in {"zlib", "lzma"}:
            return [_wrong("not-docx")]
        raise


def _archive(archive: zipfile.ZipFile) -> list[TemplateFinding]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    size = sum(entry.file_size for entry in entries)
    largest = max((e.file_size for e in entries if _is_xml(e.filename)), default=0)
    if size > LARGEST_UNPACKED or len(entries) > MOST_PARTS or largest > LARGEST_XML:
        return [_wrong("too-large", f"{size / 1e6:.0f} MB, {len(entries)}")]
    if "[Content_Types].xml" not in names or len(set(names)) != len(names):
        return [_wrong("not-docx")]
    trees: dict[str, Any] = {}
    found: list[TemplateFinding] = []
    for name in names:
        if _is_xml(name):
            tree = _parse(archive.read(name))
            if tree is None:
                found.append(_wrong("unsafe-xml", name))
            else:
                trees[name] = tree
    if found:
        return found
    found += _types(trees["[Content_Types].xml"])
    found += [_wrong("macros", name) for name in names if _MACROS.search(name)]
    found += [
        _wrong("embedded", name) for name in names if _EMBEDDED.search(name) and not _MACROS.search(name)
    ]
    for name, tree in trees.items():
        found += _relations(tree) if name.endswith(".rels") else _contents(tree)
    return list(dict.fromkeys(found))


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml", ".svg"))


def _parse(data: bytes) -> Any:
    """Return the tree, or None where it is broken or has a document type (entities, XXE)."""
    from docx.oxml import parse_xml  # noqa: PLC0415  # lxml, which resolves no entities there

    try:
        tree = parse_xml(data)
    except (SyntaxError, ValueError):
        return None
    return None if tree.getroottree().docinfo.doctype else tree


def _types(tree: Any) -> Iterator[TemplateFinding]:
    kinds = {str(one.get("ContentType", "")) for one in tree}
    if any(_MACROS.search(kind) for kind in kinds):
        yield _wrong("macros", ".docm")
    elif any(_DOTX in kind for kind in kinds):
        yield _wrong("dotx")
    elif MAIN not in kinds:
        yield _wrong("not-docx")


def _relations(tree: Any) -> Iterator[TemplateFinding]:
    for one in tree:
        if not isinstance(one.tag, str):
            continue
        kind, target = str(one.get("Type", "")), str(one.get("Target", ""))
        if kind.endswith(("/oleObject", "/package", "/aFChunk", "/subDocument", "/control", "/frame")):
            yield _wrong("embedded", target[:_SHOWN])
        elif one.get("TargetMode") == "External" and not (kind.endswith("/hyperlink") and _WEB.match(target)):
            yield _wrong("external", target[:_SHOWN])


def _contents(tree: Any) -> Iterator[TemplateFinding]:
    many = sum(1 for _ in tree.iter(f"{_W}p"))
    if many > MOST_PARAGRAPHS:
        yield _wrong("too-large", f"{many} > {MOST_PARAGRAPHS}")
        return
    for element in tree.iter():
        local = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if local in _OBJECTS:
            yield _wrong("embedded", local)
        elif local in _TRACKED and len(element):
            yield TemplateFinding(code="tracked", level="error")
        elif local == "fldSimple":
            yield from _code(str(element.get(f"{_W}instr", "")))
    yield from _fields(tree)


def _fields(tree: Any) -> Iterator[TemplateFinding]:
    """Yield forbidden fields; one may lie in pieces, and within another."""
    codes: list[str] = []
    for element in tree.iter(f"{_W}instrText", f"{_W}fldChar"):
        if element.tag == f"{_W}instrText":
            codes[-1:] = [(codes[-1] if codes else "") + (element.text or "")]
            continue
        kind = element.get(f"{_W}fldCharType")
        if kind == "begin":
            codes.append("")
        elif codes:
            yield from _code(codes.pop() if kind == "end" else codes[-1])
    for text in codes:
        yield from _code(text)


def _code(text: str) -> Iterator[TemplateFinding]:
    if match := _CODES.match(text):
        yield _wrong("field-code", match[1].upper())


def _wrong(code: str, name: str = "") -> TemplateFinding:
    place = Place(story="file") if code == "unsafe-xml" else None
    return TemplateFinding(code=code, level="error", name=name, place=place)
