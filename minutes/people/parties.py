"""Parties and groups as they are said: "der AfD", "Grüne und Linke", "die Freien Wähler", "Volt".

The names come from the roster; what people call a party besides its printed name is listed here for those
that sit in
many councils of Germany, Austria and Switzerland.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.language.tokens import fold

if TYPE_CHECKING:
    from minutes.types import Roster

_ALIASES: dict[str, tuple[str, ...]] = {
    "Bündnis 90/Die Grünen": (
        "buendnis 90 / die gruenen",
        "buendnis 90/die gruenen",
        "buendnis 90 die gruenen",
        "buendnis 90",
        "buendnis",
        "buendnisgruenen",
        "gruenen",
        "gruene",
        "gruener",
    ),
    "Die Linke": ("die linke", "linken", "linke", "linkspartei"),
    "CDU/CSU": ("cdu/csu", "cdu / csu", "union", "unionsfraktion"),
    "CDU": ("cdu", "christdemokraten"),
    "CSU": ("csu",),
    "SPD": ("spd", "sozialdemokraten"),
    "FDP": ("fdp", "freien demokraten", "liberalen"),
    "AfD": ("afd", "a f d"),
    "Freie Wähler": (
        "freien waehler",
        "freie waehler",
        "freien waehlern",
        "freier waehler",
        "freie waehlergemeinschaft",
        "fwg",
        "fw",
    ),
    "Volt": ("volt",),
    "Die PARTEI": ("die partei", "der partei"),
    "BSW": ("bsw", "buendnis sahra wagenknecht"),
    "ÖVP": ("oevp", "volkspartei"),
    "SPÖ": ("spoe",),
    "FPÖ": ("fpoe", "freiheitlichen"),
    "NEOS": ("neos",),
    "SVP": ("svp",),
    "SP": ("sp",),
}
_JOIN = r"(?:-?fraktion|-?gruppe|-ratsgruppe|-ratsfraktion)?"
_GOVERNING = ("koalition", "koalitionsfraktionen", "opposition", "oppositionsfraktionen")


class Parties:
    """The parties of one body, found in folded text."""

    def __init__(self, roster: Roster | None) -> None:
        written = dict.fromkeys(p.party for p in roster.people if p.party) if roster is not None else {}
        spoken: dict[str, str] = {}
        for alias_name, aliases in _ALIASES.items():
            for alias in aliases:
                spoken[alias] = alias_name
        for name in written:
            folded = fold(name)
            for alias_name, aliases in _ALIASES.items():
                if folded == fold(alias_name) or folded in aliases:
                    for alias in aliases:
                        spoken[alias] = name
            spoken[folded] = name
            bare = re.sub(r"\b(?:fraktion|ratsgruppe|gruppe|die)\b[ -]?", "", folded).strip()
            if len(bare) > 2:  # noqa: PLR2004 - "GUT" is a word, too
                spoken.setdefault(bare, name)
        self._spoken = spoken
        longest = sorted(spoken, key=len, reverse=True)
        self._pattern = re.compile(r"\b(?:" + "|".join(re.escape(s) for s in longest) + r")" + _JOIN + r"\b")

    def find(self, folded: str) -> tuple[str, ...]:
        """The parties named in a folded text, each once, in order, as the roster writes them."""
        found: list[str] = []
        for match in self._pattern.finditer(folded):
            word = match.group()
            name = self._spoken.get(word) or self._spoken.get(re.sub(_JOIN + "$", "", word))
            if name and name not in found:
                found.append(name)
        return tuple(found)
