"""The check of a template: safe, understood, filled with sample minutes, looked at for what is missing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from minutes.render.checking.findings import KindFit, Place, StoryName, TemplateFinding, TemplateReport
from minutes.render.checking.grammar import check_source, check_tags
from minutes.render.checking.needs import unmet
from minutes.render.checking.safety import unsafe
from minutes.render.checking.sample import sample_minutes
from minutes.render.checking.tags import Paragraph, paragraphs, read_tags
from minutes.render.checking.traces import Traces, by_path
from minutes.render.docx import fill
from minutes.render.environment import environment
from minutes.render.errors import TemplateError
from minutes.render.view import build_view
from minutes.render.wordmarks import render_for_word, texts_of
from minutes.render.wordreading import read_places
from minutes.types import MinutesKind

if TYPE_CHECKING:
    from minutes.render.view import View

KINDS: tuple[MinutesKind, ...] = get_args(MinutesKind)
_EXPORT = "0" * 32
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""Properties of the file that docxtpl fills, too."""


def check_template(file: bytes, *, state: str | None = None) -> TemplateReport:
    """Say whether minutes can be made from a template, and what is wrong with it or missing from it.

    Args:
        file: the .docx.
        state: code of the state whose law the minutes follow; names what it asks for.
    """
    wrong = unsafe(file) or _misread(file)
    if wrong:
        return TemplateReport(errors=tuple(wrong))
    minutes = sample_minutes(state)
    fits: list[KindFit] = []
    fields: dict[str, None] = {}
    for kind in KINDS:
        try:
            traces, seen = _trial(build_view(minutes, kind), file)
        except TemplateError as error:
            reason = str(error.data.get("reason", error))
            failed = TemplateFinding(code="rendering", level="error", name=reason[:200])
            return TemplateReport(errors=(failed,))
        found = tuple(unmet(traces.printed, seen, state))
        fits.append(KindFit(kind=kind, fits=all(one.level == "hint" for one in found), findings=found))
        fields |= {path: None for path, numbers in by_path(traces.printed) if seen & set(numbers)}
    texts = texts_of(minutes)
    back = read_places(render_for_word(minutes, "course", export=_EXPORT, template=file), texts)
    return TemplateReport(
        kinds=tuple(fits),
        fields=tuple(fields),
        returning=len({one.path for one in back.places}),
        texts=len(texts),
    )


def _trial(view: View, file: bytes) -> tuple[Traces, frozenset[int]]:
    traces = Traces()
    filled = fill(traces.trace(view), file)
    return traces, traces.seen(_text_of(filled))


def _text_of(file: bytes) -> str:
    import docx  # noqa: PLC0415  # lxml only where a document is read

    document = docx.Document(io.BytesIO(file))
    return "".join(
        text.text or ""
        for _, root in _stories(document)
        for text in root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    )


def _misread(file: bytes) -> list[TemplateFinding]:
    """Return what is wrong with the placeholders and how they stand."""
    from docxtpl import DocxTemplate  # noqa: PLC0415  # loads lxml and python-docx

    template = DocxTemplate(io.BytesIO(file))
    try:
        template.init_docx()
        stories = list(_stories(template.docx))
    except (KeyError, ValueError, OSError):
        return [TemplateFinding(code="not-docx", level="error")]
    found: list[TemplateFinding] = []
    for name, root in stories:
        tags, wrong = read_tags(list(paragraphs(name, root)))
        # what one broken placeholder makes of the others' syntax would only confuse
        understood = [one for one in check_tags(tags) if not wrong or one.code != "syntax"]
        found += sorted([*wrong, *understood], key=lambda one: one.place.paragraph if one.place else 0)
    found += _properties(template.docx.core_properties)
    return list(dict.fromkeys(found)) or list(_structure(template, [root for _, root in stories]))


def _properties(properties: Any) -> Iterator[TemplateFinding]:
    for name in _PROPERTIES:
        text = str(getattr(properties, name, "") or "")
        if "{" in text:
            place = Place(story="properties", text=text[:60])
            tags, wrong = read_tags([Paragraph(place=place, text=text, in_table=False)])
            yield from wrong or check_tags(tags)


def _stories(document: Any) -> Iterator[tuple[StoryName, Any]]:
    yield "body", document.element.body
    names: dict[str, StoryName] = {"/header": "header", "/footer": "footer", "/footnotes": "footnotes"}
    for relation in document.part.rels.values():
        for ending, name in names.items():
            if relation.reltype.endswith(ending) and not relation.is_external:
                part = relation.target_part
                yield name, part.element if hasattr(part, "element") else _parsed(part.blob)


def _parsed(blob: bytes | str) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415  # lxml only where a document is read

    return parse_xml(blob)


def _structure(template: Any, roots: list[Any]) -> Iterator[TemplateFinding]:
    """Yield where a filled document would not be one any more (docxtpl mends it by leaving things out)."""
    view = build_view(sample_minutes(), "course")
    for root in roots:
        source = template.patch_xml(template.xml_to_string(root))
        wrong = check_source(source)
        if wrong:
            yield from wrong
            continue
        try:
            filled = environment().from_string(source).render({"view": view})
            _parsed(filled)
        except SyntaxError as error:
            yield TemplateFinding(code="structure", level="error", name=str(error.msg)[:120])
        except Exception as error:
            if not type(error).__module__.startswith("jinja2"):
                raise
            yield TemplateFinding(code="rendering", level="error", name=str(error)[:200])
