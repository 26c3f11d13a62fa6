"""Leichte Sprache and translations of the summaries, each as a page of its own; never part of the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
import msgspec
from jinja2.sandbox import ImmutableSandboxedEnvironment

from minutes.render.errors import TemplateError
from minutes.render.files import REWORDED, TEMPLATES
from minutes.render.phrases import CLOSED_TITLE, clean
from minutes.render.view import build_view

if TYPE_CHECKING:
    from minutes.types import Minutes, MinutesItem, MinutesPart, Summary

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class RewordedSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that passed the check; withheld ones show only why, and only to the secretary."""

    text: str
    withheld: str = ""


class RewordedTopic(msgspec.Struct, frozen=True, kw_only=True):
    """An item with what was reworded of it."""

    number: str
    title: str
    sentences: tuple[RewordedSentence, ...]


class RewordedView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page shows."""

    kind: str
    """``plain-language`` or ``translation``."""
    language: str
    direction: str
    """``ltr`` or ``rtl``."""
    subject: str
    models: str
    topics: tuple[RewordedTopic, ...]


def reworded_files(minutes: Minutes, *, part: MinutesPart = "all", infix: str = "") -> dict[str, bytes]:
    """Return a page for each kind and language there is: ``plain-language.html``, ``translation-en.html``.

    Args:
        minutes: The document.
        part: See :func:`minutes.render.view.build_view`.
        infix: Before the ending of the names (".public").

    Raises:
        TemplateError: The template has a mistake.
    """
    found = dict.fromkeys(
        (made.kind, made.language)
        for item in minutes.items
        for made in item.summaries
        if made.kind != "summary"
    )
    files = {}
    for kind, language in found:
        stem = kind if kind == "plain-language" else f"{kind}-{language}"
        view = _view(minutes, kind, language, part)
        if view.topics:
            files[f"{stem}{infix}.html"] = _render(view).encode()
    return files


def _view(minutes: Minutes, kind: str, language: str, part: MinutesPart) -> RewordedView:
    topics, models = [], []
    for item in minutes.items:
        if part == "public" and not item.public:
            continue
        made = [one for one in item.summaries if (one.kind, one.language) == (kind, language)]
        if shown := tuple(sentence for one in made for sentence in _sentences(one, part)):
            topics.append(RewordedTopic(number=clean(item.number), title=_title(item), sentences=shown))
            models += [clean(one.model) for one in made]
    return RewordedView(
        kind=kind,
        language=language,
        direction="rtl" if language[:2] in RIGHT_TO_LEFT else "ltr",
        subject=build_view(minutes, "decisions", part=part).subject,
        models=", ".join(dict.fromkeys(models)),
        topics=tuple(topics),
    )


def _title(item: MinutesItem) -> str:
    return clean(item.title) or CLOSED_TITLE


def _sentences(made: Summary, part: MinutesPart) -> list[RewordedSentence]:
    shown = []
    for one in made.sentences:
        if one.withheld:
            if part != "public":
                shown.append(RewordedSentence(text="", withheld=clean(" ".join(one.withheld))))
        elif part != "public" or one.public:
            shown.append(RewordedSentence(text=clean(one.text)))
    return shown


def _render(view: RewordedView) -> str:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    try:
        return environment.get_template(REWORDED.name).render(view=view)
    except jinja2.TemplateError as error:
        raise TemplateError(name=REWORDED.name, reason=error) from error
