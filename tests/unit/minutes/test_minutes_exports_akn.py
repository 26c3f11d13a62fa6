"""Minutes as Akoma Ntoso: the structure that the standard asks for, the words of the other documents."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import msgspec
import pytest
from minutes_sample import TRICKY, meeting

from minutes.exports import minutes_akn
from minutes.exports.akn_meta import NAMESPACE
from minutes.render import build_view
from minutes.types import Minutes, MinutesItem

DAY = dt.date(2026, 5, 22)

KINDS = ("decisions", "results", "course", "verbatim")


def tag(name):
    return f"{{{NAMESPACE}}}{name}"


def texts(root):
    """Return every text in a document, with single spaces."""
    return " ".join(" ".join(root.itertext()).split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", ["public", "all"])
def test_parts_stand_in_the_order_of_the_standard(kind, part):
    """Meta, preface, body, conclusions; three levels; each id once; what is named is explained."""
    root = ET.fromstring(minutes_akn(meeting().draft(), kind, part=part))
    debate = root[0]
    assert (root.tag, debate.tag) == (tag("akomaNtoso"), tag("debate"))
    assert [one.tag for one in debate] == [
        tag(one) for one in ("meta", "preface", "debateBody", "conclusions")
    ]
    meta = debate[0]
    assert [one.tag for one in meta] == [tag(one) for one in ("identification", "analysis", "references")]
    levels = [one.tag for one in meta[0]]
    assert levels == [tag(f"FRBR{one}") for one in ("Work", "Expression", "Manifestation")]
    for level in meta[0]:
        assert [one.tag for one in level][:4] == [
            tag(f"FRBR{one}") for one in ("this", "uri", "date", "author")
        ]
    ids = [one.get("eId") for one in root.iter() if one.get("eId")]
    assert len(ids) == len(set(ids))
    named = {
        value.removeprefix("#")
        for one in root.iter()
        for name, value in one.attrib.items()
        if name in {"by", "refersTo", "outcome", "source"}
    }
    assert named <= set(ids)


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_those_of_the_other_documents(kind):
    """Everything that the view of HTML, DOCX and PDF prints stands in it too, and the votes counted."""
    minutes = meeting().draft()
    root = ET.fromstring(minutes_akn(minutes, kind))
    read = texts(root)
    view = build_view(minutes, kind, part="public")
    for section in view.sections:
        for topic in section.topics:
            assert topic.title in read
            printed = [one.words for one in (*topic.motions, *topic.course, *topic.statements)]
            printed += [one for found in topic.resolutions for one in (found.wording, found.result) if one]
            for one in printed:
                assert " ".join(one.text.split()) in read
    votes = [vote for item in minutes.items if item.public for vote in item.votes if vote.public]
    counted = [vote for vote in votes if (vote.yes, vote.no, vote.abstain) != (None, None, None)]
    found = list(root.iter(tag("voting")))
    assert len(found) == len(counted) > 0
    assert [one.get("value") for one in found[0]] == [
        str(one) for one in (counted[0].yes, counted[0].no, counted[0].abstain) if one is not None
    ]
    speeches = list(root.iter(tag("speech")))
    assert all(one[0].tag == tag("from") and len(one) == 2 for one in speeches)
    assert speeches or kind != "verbatim"


def test_the_public_one_is_silent_about_the_rest():
    """No word of a non-public item, in no kind."""
    minutes = meeting().draft()
    secret = MinutesItem(number="N 9", title="MARKGEHEIM", public=False, paper="MARKGEHEIM")
    minutes = msgspec.structs.replace(minutes, items=(*minutes.items, secret))
    for kind in KINDS:
        assert b"MARKGEHEIM" not in minutes_akn(minutes, kind)
        assert b"MARKGEHEIM" in minutes_akn(minutes, kind, part="nonpublic")


def test_addresses_follow_the_naming_convention():
    """Country, kind, municipality, day, council and number; version by language and day; its number."""
    minutes = meeting().draft()
    provenance = msgspec.structs.replace(minutes.provenance, models={"Fassung": "2 vom 23.05.2026"})
    minutes = msgspec.structs.replace(minutes, provenance=provenance)
    meta = ET.fromstring(minutes_akn(minutes, "results"))[0][0][0]
    work = "/akn/de/debate/gemeinde-lindenfurt/2026-05-21/gemeinderat-12"
    assert meta[0].find(tag("FRBRuri")).get("value") == work
    assert meta[1].find(tag("FRBRuri")).get("value") == f"{work}/deu@2026-05-22"
    assert meta[1].find(tag("FRBRversionNumber")).get("value") == "2"
    assert meta[2].find(tag("FRBRthis")).get("value") == f"{work}/deu@2026-05-22/!main.xml"


def test_anything_can_be_written_down():
    """Empty minutes, and signs that mean something to XML or that it cannot hold."""
    root = ET.fromstring(minutes_akn(Minutes(), "decisions", day=DAY))
    assert root[0][0][0][0].find(tag("FRBRdate")).get("date") == "2026-05-22"
    for tricky in (*TRICKY, "]]> <a> & \x00\x0b\ufffe \ud800"):
        minutes = Minutes(items=(MinutesItem(number=tricky, title=tricky),))
        assert ET.fromstring(minutes_akn(minutes, "course", day=DAY)).tag == tag("akomaNtoso")
