"""Which texts a template prints, found out by printing them.

Every text of a view is replaced by one that compares as before and prints with a number behind it, in
private characters (Unicode, chapter 23.5). What numbers come out is what the template prints, whatever its
loops and conditions look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from minutes.render.checking.fields import NAMES
from minutes.render.statement import Place, Statement
from minutes.render.topic import Speech

_OPEN, _CLOSE, _DIGITS = "\ue100", "\ue101", 0xE110
_MARK = re.compile(f"{_OPEN}([\ue110-\ue119]+){_CLOSE}")
_SHARED = (Statement, Speech, Place)
"""Shapes that stand in many places; their fields are told by the place."""


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A text and where it stands."""

    path: str
    """E.g. ``topics.motions.words.text``."""
    text: str
    label: str = ""
    """Of a fact of the meeting: which one."""


class _Traced(str):
    """A text that prints its number."""

    __slots__ = ("mark",)
    mark: str

    def __html__(self) -> str:
        from markupsafe import escape  # noqa: PLC0415  # only where a template is checked

        return f"{escape(str(self))}{self.mark}"

    def __format__(self, spec: str) -> str:
        return format(str.__str__(self), spec) + self.mark


class Traces:
    """The texts of a view, numbered."""

    def __init__(self) -> None:
        self.printed: list[Printed] = []

    def trace(self, view: Any) -> Any:
        """Return the view with every text numbered."""
        return self._struct(view, NAMES[type(view)], "")

    def seen(self, text: str) -> frozenset[int]:
        """Return the numbers of the texts that came out."""
        return frozenset(
            int("".join(str(ord(one) - _DIGITS) for one in found)) for found in _MARK.findall(text)
        )

    def _struct(self, value: Any, path: str, label: str) -> Any:
        named = getattr(value, "label", "") if NAMES[type(value)] == "head" else label
        members = {
            name: self._value(getattr(value, name), f"{path}.{name}", named)
            for name in value.__struct_fields__
        }
        return type(value)(**members)

    def _value(self, value: Any, path: str, label: str) -> Any:
        if isinstance(value, str):
            return self._text(value, path, label) if value else value
        if isinstance(value, tuple):
            return tuple(self._value(one, path, label) for one in value)
        if isinstance(value, msgspec.Struct):
            return self._struct(value, path if isinstance(value, _SHARED) else NAMES[type(value)], label)
        return value

    def _text(self, value: str, path: str, label: str) -> _Traced:
        made = _Traced(value)
        number = str(len(self.printed))
        made.mark = f"{_OPEN}{''.join(chr(_DIGITS + int(one)) for one in number)}{_CLOSE}"
        self.printed.append(Printed(path=path, text=value, label=label))
        return made


def by_path(printed: list[Printed]) -> Iterator[tuple[str, list[int]]]:
    """Yield each path with the numbers of its texts."""
    found: dict[str, list[int]] = {}
    for number, one in enumerate(printed):
        found.setdefault(one.path, []).append(number)
    yield from found.items()
