"""Every word on the pages, in German and in English.

A catalogue is a TOML file beside this module and those in the folder of its language, one an area; keys
are the same in every language (tested), and templates and controllers say nothing but keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

__all__ = ("DEFAULT", "LANGUAGES", "Translator", "choose_language", "translator")

LANGUAGES: dict[str, str] = {"de": "Deutsch", "en": "English"}
"""Code and own name of each language there is."""

DEFAULT = "de"


class Translator(msgspec.Struct, frozen=True, kw_only=True):
    """Says keys in one language."""

    language: str
    messages: Mapping[str, str]

    def __call__(self, key: str, /, **data: object) -> str:
        """Return the text of ``key`` with ``data`` put in.

        Raises:
            KeyError: the catalogue has no such key; a mistake of ours that must not be papered over.
        """
        return self.messages[key].format(**data) if data else self.messages[key]

    def count(self, key: str, number: int, /, **data: object) -> str:
        """Return ``key.one`` or ``key.many``, whichever fits ``number`` (as ``n`` in the text)."""
        return self(f"{key}.one" if number == 1 else f"{key}.many", n=number, **data)

    def has(self, key: str) -> bool:
        """Tell whether there is a text for a key that is made up from data."""
        return key in self.messages


@cache
def translator(language: str) -> Translator:
    """Return the translator of a language; an unknown one gets the default."""
    code = language if language in LANGUAGES else DEFAULT
    here = Path(__file__).parent
    messages: dict[str, str] = {}
    for path in (here / f"{code}.toml", *sorted((here / code).glob("*.toml"))):
        messages |= _flat(tomllib.loads(path.read_text(encoding="utf-8")))
    return Translator(language=code, messages=messages)


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return ``{"list.title": …}`` for nested tables."""
    messages: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            messages.update(_flat(value, f"{prefix}{key}."))
        else:
            messages[prefix + key] = str(value)
    return messages


def choose_language(asked: str | None, kept: str | None, accepted: str) -> str:
    """Return the language to answer in.

    Args:
        asked: of the address (``?lang=``); wins.
        kept: of the cookie, from an earlier ``?lang=``.
        accepted: the header ``Accept-Language`` (RFC 9110, 12.5.4).
    """
    for wish in (asked, kept):
        if wish in LANGUAGES:
            return str(wish)
    weighted = []
    for place, part in enumerate(accepted.lower().split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            weight = float(value) if name == "q" else 1.0
        except ValueError:
            weight = 0.0
        code = tag.partition("-")[0]
        if code in LANGUAGES and weight > 0:
            weighted.append((-weight, place, code))
    return min(weighted)[2] if weighted else DEFAULT
