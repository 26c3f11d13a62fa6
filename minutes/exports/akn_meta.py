"""Metadata of Akoma Ntoso: what the document is (FRBR), whom and what it names, how was voted."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from minutes.render.phrases import RESULTS

if TYPE_CHECKING:
    from minutes.types import Minutes, MinutesPart

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

LANGUAGES = {"de": "deu", "en": "eng", "fr": "fra"}
"""ISO 639-2 codes, which the naming convention asks for."""

COUNTS = {"yes": "Ja", "no": "Nein", "abstain": "Enthaltung"}

CLERK = "schriftfuehrung"
"""Who wrote it; no name of an employee."""

EDITION = "Fassung"
"""Label under which the provenance tells number and day of an edition."""


class Register:
    """Everything that the document names, each once, in the order of its coming."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], str] = {}
        self._hrefs: dict[str, str] = {}
        self._add("TLCRole", "Schriftführung", CLERK, "role")

    def person(self, name: str) -> str:
        """Return the id of a person."""
        return self._numbered("TLCPerson", name, "person")

    def organization(self, name: str) -> str:
        """Return the id of a municipality or council."""
        return self._numbered("TLCOrganization", name, "organization")

    def concept(self, name: str) -> str:
        """Return the id of a result, or of what a count counts."""
        return self._numbered("TLCConcept", name, "concept")

    def references(self) -> ET.Element:
        """Return the element that explains the ids."""
        element = ET.Element("references", {"source": f"#{CLERK}"})
        for (kind, name), key in self._entries.items():
            ET.SubElement(element, kind, {"eId": key, "href": self._hrefs[key], "showAs": name})
        return element

    def _numbered(self, kind: str, name: str, place: str) -> str:
        known = self._entries.get((kind, name))
        return known or self._add(kind, name, f"{place}_{len(self._entries)}", place)

    def _add(self, kind: str, name: str, key: str, place: str) -> str:
        self._entries[kind, name] = key
        self._hrefs[key] = f"/akn/ontology/{place}/de/{slug(name) or key}"
        return key


def identification(minutes: Minutes, register: Register, day: dt.date) -> ET.Element:
    """Return which work, which version and which file this is.

    Args:
        minutes: The document.
        register: Takes municipality and council in.
        day: Of the version, where the minutes do not tell it.
    """
    head = minutes.head
    body = register.organization(head.body or "Kommune")
    council = register.organization(head.organization or "Gremium")
    made = _date(minutes.provenance.created) or day
    held = _date(head.date) or made
    language = LANGUAGES.get(minutes.language, "und")
    number = minutes.provenance.models.get(EDITION, "").partition(" ")[0]
    parts = ("akn", "de", "debate", slug(head.body or "kommune"), held.isoformat())
    ending = slug(f"{head.organization or 'sitzung'} {head.number or ''}")
    work = f"/{'/'.join(parts)}/{ending}"
    expression = f"{work}/{language}@{made.isoformat()}"
    element = ET.Element("identification", {"source": f"#{CLERK}"})
    level = _level(element, "FRBRWork", work, "/!main", (held, "Sitzung"), council)
    ET.SubElement(level, "FRBRcountry", {"value": "de"})
    if head.number:
        ET.SubElement(level, "FRBRnumber", {"value": head.number})
    ET.SubElement(level, "FRBRname", {"value": f"Niederschrift, {head.organization or 'Sitzung'}"})
    level = _level(element, "FRBRExpression", expression, "/!main", (made, "Fassung"), CLERK)
    if number.isdigit():
        ET.SubElement(level, "FRBRversionNumber", {"value": number})
    ET.SubElement(level, "FRBRlanguage", {"language": language})
    _level(element, "FRBRManifestation", f"{expression}.xml", "/!main.xml", (made, "XML"), CLERK, expression)
    element.set("source", f"#{body}")
    return element


def votings(minutes: Minutes, register: Register, part: MinutesPart) -> ET.Element | None:
    """Return the counted votes; None where there are none."""
    analysis = ET.Element("analysis", {"source": f"#{CLERK}"})
    parliamentary = ET.SubElement(analysis, "parliamentary")
    for item in minutes.items:
        if (part == "public" and not item.public) or (part == "nonpublic" and item.public):
            continue
        for vote in item.votes:
            counts = {name: getattr(vote, name) for name in COUNTS if getattr(vote, name) is not None}
            if not counts or (part == "public" and not vote.public):
                continue
            key = f"voting_{len(parliamentary) + 1}"
            outcome = f"#{register.concept(RESULTS[vote.result])}"
            topic = f"#{register.concept(f'Tagesordnungspunkt {item.number}')}"
            voting = ET.SubElement(
                parliamentary, "voting", {"eId": key, "outcome": outcome, "refersTo": topic}
            )
            for name, value in counts.items():
                counted = {"eId": f"{key}__{name}", "value": str(value)}
                counted["refersTo"] = f"#{register.concept(COUNTS[name])}"
                ET.SubElement(voting, "count", counted)
    return analysis if len(parliamentary) else None


def slug(text: str) -> str:
    """Return ASCII letters, digits and hyphens only."""
    spelled = text.lower().translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue", 0xDF: "ss"})
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80]


def _level(  # noqa: PLR0917 - one line of a table
    outer: ET.Element,
    name: str,
    address: str,
    component: str,
    date: tuple[dt.date, str],
    author: str,
    base: str | None = None,
) -> ET.Element:
    level = ET.SubElement(outer, name)
    ET.SubElement(level, "FRBRthis", {"value": f"{base or address}{component}"})
    ET.SubElement(level, "FRBRuri", {"value": address})
    ET.SubElement(level, "FRBRdate", {"date": date[0].isoformat(), "name": date[1]})
    ET.SubElement(level, "FRBRauthor", {"href": f"#{author}"})
    return level


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
