"""Minutes as Akoma Ntoso 3.0 ``debate`` (OASIS LegalDocML 1.0, 2018): the other documents' words, marked up.

Made from the same view as HTML, DOCX and PDF, so it says what they say. Besides it names people, the council
and each counted vote in the way of the standard. Addresses follow the OASIS naming convention:
``/akn/de/debate/{municipality}/{date}/{council}-{number}``.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from minutes.exports.akn_meta import NAMESPACE, Register, identification, votings
from minutes.render.view import build_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.render.statement import Statement
    from minutes.render.topic import Resolution, Speech, Topic
    from minutes.render.view import View
    from minutes.types import Minutes, MinutesKind, MinutesPart

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def minutes_akn(
    minutes: Minutes, kind: MinutesKind, *, part: MinutesPart = "public", day: dt.date | None = None
) -> bytes:
    """Return the document as UTF-8.

    Args:
        minutes: What to write down.
        kind: Beschluss-, Ergebnis-, Verlaufs- or Wortprotokoll.
        part: As :func:`minutes.render.build_view` takes it.
        day: Of this version, where the minutes do not tell when they were made; the standard needs one.
    """
    view = build_view(minutes, kind, part=part)
    register = Register()
    root = ET.Element("akomaNtoso", {"xmlns": NAMESPACE})
    debate = ET.SubElement(root, "debate", {"name": "niederschrift"})
    meta = ET.SubElement(debate, "meta")
    meta.append(identification(minutes, register, day or dt.datetime.now(dt.UTC).date()))
    preface = ET.SubElement(debate, "preface")
    _preface(preface, view)
    body = ET.SubElement(debate, "debateBody")
    _opening(body, view, register)
    for number, section in enumerate(view.sections, 1):
        outer = ET.SubElement(body, "debateSection", {"name": "teil", "eId": f"dbsect_{number}"})
        _line(outer, "heading", section.title)
        for place, topic in enumerate(section.topics, 1):
            _topic(outer, f"dbsect_{number}__dbsect_{place}", topic, register)
    analysis = votings(minutes, register, part)
    if analysis is not None:
        meta.append(analysis)
    meta.append(register.references())
    _conclusions(debate, view)
    ET.indent(root, " ")
    _scrub(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _preface(preface: ET.Element, view: View) -> None:
    title = ET.SubElement(preface, "p")
    ET.SubElement(title, "docTitle").text = f"{view.title} ({view.kind})"
    _line(preface, "p", view.subject)
    if view.draft:
        _line(preface, "p", view.note)
    for row in view.head:
        _line(preface, "p", f"{row.label}: {_said(row.value)}")


def _opening(body: ET.Element, view: View, register: Register) -> None:
    """Write down who was there and what was found about invitation and quorum."""
    call = ET.SubElement(body, "rollCall", {"eId": "rollcall_1"})
    _line(call, "heading", "Anwesenheit")
    for person in view.people:
        line = ET.SubElement(call, "p")
        name = ET.SubElement(line, "person", {"refersTo": f"#{register.person(person.name)}"})
        name.text = person.name
        name.tail = f", {person.role}, {person.party}: {person.presence}"
    for statement in (*view.people_summary, *view.findings):
        _line(call, "p", _said(statement))


def _topic(outer: ET.Element, key: str, topic: Topic, register: Register) -> None:
    section = ET.SubElement(outer, "debateSection", {"name": "tagesordnungspunkt", "eId": key})
    if topic.number:
        _line(section, "num", topic.number)
    _line(section, "heading", topic.title)
    if topic.details is not None:
        _line(section, "p", _said(topic.details))
    for note in topic.notes:
        _line(section, "narrative", _said(note))
    _group(section, "noticesOfMotion", f"{key}__motions", "Anträge", topic.motions)
    if topic.summary:
        _line(section, "summary", " ".join((f"{topic.summary_label}:", *map(_said, topic.summary))))
    _group(section, "debateSection", f"{key}__course", topic.course_label, topic.course, register=register)
    _group(
        section,
        "personalStatements",
        f"{key}__statements",
        "Zu Protokoll",
        topic.statements,
        register=register,
    )
    for place, resolution in enumerate(topic.resolutions, 1):
        _resolution(section, f"{key}__res_{place}", resolution)
    _group(section, "debateSection", f"{key}__duties", "Aufträge und Zusagen", topic.assignments)


def _resolution(section: ET.Element, key: str, resolution: Resolution) -> None:
    element = ET.SubElement(section, "resolutions", {"eId": key})
    _line(element, "heading", resolution.label)
    for label, statement in (
        ("", resolution.wording),
        ("Abstimmungsfrage", resolution.question),
        (resolution.result_label, resolution.result),
    ):
        if statement is not None:
            _line(element, "p", f"{label}: {_said(statement)}" if label else _said(statement))


def _group(
    section: ET.Element,
    name: str,
    key: str,
    heading: str,
    lines: Sequence[Speech],
    *,
    register: Register | None = None,
) -> None:
    """Write what stands under one heading, where there is any; with the register each line is a speech."""
    if not lines:
        return
    element = ET.SubElement(section, name, {"eId": key})
    if name == "debateSection":
        element.set("name", key.rpartition("__")[2])
    _line(element, "heading", heading)
    for one in lines:
        if register is None:
            _line(element, "p", f"{one.speaker}: {_said(one.words)}")
        else:
            _speech(element, one, register)


def _speech(outer: ET.Element, speech: Speech, register: Register) -> None:
    element = ET.SubElement(outer, "speech", {"by": f"#{register.person(_name(speech.speaker))}"})
    _line(element, "from", speech.speaker)
    _line(element, "p", _said(speech.words))


def _conclusions(debate: ET.Element, view: View) -> None:
    lines = [
        *(f"{one.role}: {one.name}" for one in view.signatures if one.name),
        *(_said(one) for one in view.provenance),
    ]
    if lines:
        conclusions = ET.SubElement(debate, "conclusions")
        for line in lines:
            _line(conclusions, "p", line)


def _line(outer: ET.Element, name: str, text: str) -> None:
    ET.SubElement(outer, name).text = text


def _said(statement: Statement) -> str:
    return f"{statement.text}{statement.gap}{statement.note}"


def _name(label: str) -> str:
    """Return the name in "Dieter Brandt (SPD)"."""
    return label.partition(" (")[0]


def _scrub(root: ET.Element) -> None:
    """Take out what no XML can hold."""
    for element in root.iter():
        element.text = _UNPRINTABLE.sub("", element.text) if element.text else element.text
        element.tail = _UNPRINTABLE.sub("", element.tail) if element.tail else element.tail
        for name, value in element.attrib.items():
            element.set(name, _UNPRINTABLE.sub("", value))
