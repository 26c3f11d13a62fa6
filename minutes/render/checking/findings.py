"""What the check of a template finds, in words for a clerk."""

from __future__ import annotations

from typing import Literal

import msgspec

from minutes.render.checking.meanings import MEANINGS
from minutes.render.checking.texts import TEXTS

Level = Literal["error", "missing", "hint"]
"""``error``: the template cannot be used; ``missing``: it leaves out what minutes must hold; ``hint``: it
leaves out what is useful."""

StoryName = Literal["body", "header", "footer", "footnotes", "properties", "file"]

_STORIES: dict[str, tuple[str, str]] = {
    "body": ("Text", "text"),
    "header": ("Kopfzeile", "header"),
    "footer": ("Fußzeile", "footer"),
    "footnotes": ("Fußnoten", "footnotes"),
    "properties": ("Dateieigenschaften", "properties of the file"),
    "file": ("Datei", "file"),
}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where something stands."""

    story: StoryName
    paragraph: int = 0
    """From 1, rows of tables included; 0: not known."""
    text: str = ""
    """Beginning of the paragraph."""

    def said(self, language: str = "de") -> str:
        """Return it in words."""
        english = language[:2] == "en"
        told = _STORIES[self.story][english]
        if self.paragraph:
            told += f", {'paragraph' if english else 'Absatz'} {self.paragraph}"
        if self.text:
            told += f' ("{self.text}")' if english else f" („{self.text}“)"
        return told


class TemplateFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong or missing."""

    code: str
    """Stable; a key of :data:`minutes.render.checking.texts.TEXTS`."""
    level: Level
    place: Place | None = None
    name: str = ""
    """The field, the filter, the part of the file … that it is about."""
    suggestion: str = ""
    """The field that was probably meant."""
    labels: tuple[str, ...] = ()
    """Which of the facts of the meeting are missing."""
    law: str = ""
    """What asks for it, where it is missing."""

    def text(self, language: str = "de") -> str:
        """Return it in one line that says what to do."""
        english = language[:2] == "en"
        name = self.name
        if self.level != "error":
            name = f"{_meaning(name, english=english)} [{', '.join((name, *self.labels))}]"
        told = TEXTS[self.code][english].format(name=name)
        if self.suggestion:
            told += (
                f" Did you mean {self.suggestion}?" if english else f" Gemeint ist wohl {self.suggestion}."
            )
        if self.law:
            told += f" ({self.law})"
        return f"{self.place.said(language)}: {told}" if self.place else told


_GROUPS: dict[str, tuple[str, str]] = {
    "head": ("Angaben zur Sitzung", "facts of the meeting"),
    "people": ("Anwesenheit", "attendance"),
    "agenda": ("Übersicht der Tagesordnung", "overview of the agenda"),
    "sections": ("Teil der Sitzung", "part of the meeting"),
    "topics": ("Tagesordnungspunkt", "agenda item"),
    "resolutions": ("Beschluss", "decision"),
    "votes": ("Übersicht der Abstimmungen", "overview of the votes"),
    "signatures": ("Unterschrift", "signature"),
}


def _meaning(path: str, *, english: bool) -> str:
    """Return what a path of :mod:`minutes.render.checking.needs` prints."""
    group, name, *_ = path.split(".")
    words = MEANINGS[f"{group}.{name}"][english].partition(";")[0]
    shape = f"statement.{path.rpartition('.')[2]}"
    if shape in {"statement.gap", "statement.mark"}:
        words += f" – {MEANINGS[shape][english].partition(';')[0]}"
    return f"{_GROUPS[group][english]}: {words}" if group in _GROUPS else words


class KindFit(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a template holds everything that one kind of minutes needs."""

    kind: Literal["decisions", "results", "course", "verbatim"]
    fits: bool
    findings: tuple[TemplateFinding, ...] = ()
    """What is missing (``missing``) or could be there (``hint``)."""


class TemplateReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a check."""

    errors: tuple[TemplateFinding, ...] = ()
    kinds: tuple[KindFit, ...] = ()
    """Empty where there are errors."""
    fields: tuple[str, ...] = ()
    """Fields that are printed."""
    returning: int = 0
    """Texts of the sample minutes that are found again when the document comes back from Word …"""
    texts: int = 0
    """… of so many that it prints."""

    @property
    def usable(self) -> bool:
        """Whether at least one kind of minutes can be made from it."""
        return not self.errors and any(one.fits for one in self.kinds)
