"""A small archive to search in: three meetings of two towns, every hard word of German in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from access_people import make_body, make_organization, make_person
from sqlalchemy import select

from app.access import NOBODY, Grant, Principal, Role
from app.db import BlockingDatabase
from app.db import tables as t
from app.jobs.indexing import index_all_pending
from app.jobs.keeping import add_revision, keep_public_cut
from diarize.types import Utterance
from minutes.types import Minutes, Speaker, Transcript
from minutes.types.minutes import Attendee, Evidence, MinutesDecision, MinutesItem, MinutesVote

ITEMS = (
    ("Ö 1", "Sanierung des Schwimmbads", True),
    ("Ö 2", "Bebauungsplan Nr. 12 „Alte Gärtnerei“", True),
    ("Ö 3", "Haushaltssatzung 2027", True),
    ("N 1", "Grundstückskauf Geheimwiese", False),
)

SAID = (
    ("Ö 1", "Die Schwimmbadsanierung kostet 2.450.000 Euro, sagt das Bauamt.", "S1"),
    ("Ö 1", "Unsere Häuser und Straßen brauchen auch Geld, Frau Müller-Lüdenscheid.", "S2"),
    ("Ö 2", "Nach § 34 Absatz 2 BauGB fügt sich das Vorhaben ein; die Vorlage V/2026/204 liegt vor.", "S1"),
    ("Ö 2", "An der Berliner Straße 12 und in der Bahnhofstr. entsteht eine neue Kita.", "S2"),
    ("Ö 2", "Das steht so in Paragraph 52 der Gemeindeordnung, dort ist von 34 Plätzen keine Rede.", "S1"),
    ("Ö 3", "Die freiwillige Feuerwehr bekommt ein neues Gerätehaus, die alte Turnhalle bleibt.", "S2"),
    ("Ö 3", "Eine freiwillige Aufgabe ist die Jugendarbeit, die Turnhalle ist es nicht.", "S1"),
    ("Ö 3", "Der Hebesatz der Gewerbesteuer steigt auf 450 Punkte.", "S1"),
    ("N 1", "Die Geheimwiese kostet vier Millionen, der Verkäufer heißt Zwirbelmann.", "S1"),
)


@dataclass(slots=True)
class Archive:
    """Keys of everything."""

    url: str
    meetings: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, Principal] = field(default_factory=dict)
    councils: dict[str, UUID] = field(default_factory=dict)


def build_archive(url: str) -> Archive:
    """Enter it: a published and a released meeting of Aheim, and a draft of Bstadt with a word of its own."""
    archive = Archive(url=url)
    town, other = make_body(url, "Aheim"), make_body(url, "Bstadt")
    council, elsewhere = make_organization(url, town, "Rat"), make_organization(url, other, "Stadtrat")
    archive.councils = {"council": council, "elsewhere": elsewhere}
    archive.people = {
        "nobody": NOBODY,
        "secretary": make_person(url, Grant(role=Role.SECRETARY, body=town)),
        "member": make_person(url, Grant(role=Role.MEMBER, body=town, organization=council)),
        "member of the town": make_person(url, Grant(role=Role.MEMBER, body=town)),
        "foreign member": make_person(url, Grant(role=Role.MEMBER, body=other, organization=elsewhere)),
        "foreign secretary": make_person(url, Grant(role=Role.SECRETARY, body=other)),
    }
    database = BlockingDatabase(url)
    try:
        enter(archive, database, "published", town, council, day=dt.date(2026, 5, 21), state="published")
        enter(archive, database, "released", town, council, day=dt.date(2025, 9, 4), state="released",
              more=(("Ö 3", "Nur freigegeben: das Feuerwerkskonzept.", "S1"),))  # fmt: skip
        enter(archive, database, "draft", other, elsewhere, day=dt.date(2026, 6, 1), state="draft",
              more=(("Ö 3", "Nur im Entwurf: die Quellenverordnung.", "S1"),))  # fmt: skip
        index_all_pending(database)
    finally:
        database.close()
    return archive


def enter(archive, database, name, body, council, *, day, state, more=()):
    """Enter one meeting with its results, cut as the pipeline does."""
    whole, cut = results(SAID + more), results(SAID + more, public=True)
    with database.session() as session:
        meeting = t.Meeting(
            body_id=body, organization_id=council, number="1", date=day, language="de", profile="open-base",
            glossary=[], public=True,
            released_at=t.now() if state in {"released", "published"} else None,
            published_at=t.now() if state == "published" else None,
        )  # fmt: skip
        session.add(meeting)
        session.flush()
        archive.meetings[name] = meeting.id
        keep_results(session, meeting.id, whole, cut)


def keep_results(session, meeting_id, whole, cut):
    """Store results as a worker does."""
    for kind, one, part in zip(("transcript", "minutes"), whole, cut or (None, None), strict=True):
        add_revision(session, meeting_id, kind, one)
        session.flush()
        keep_public_cut(session, meeting_id, kind, part)


def results(said, *, public=False, without=None):
    """Return a transcript and minutes of what was said, whole or cut to the public part.

    Args:
        said: item, words and voice of each utterance.
        public: leave the non-public item out.
        without: leave utterances with this word out.
    """
    names = {"S1": "Sabine Möller", "S2": "Jens Krüger"}
    transcript = Transcript(
        speakers=tuple(Speaker(id=key, name=name) for key, name in names.items()),
        utterances=tuple(
            Utterance(id=f"u{at}", speaker=voice, text=text, item=item, start=at * 10.0, end=at * 10.0 + 9)
            for at, (item, text, voice) in enumerate(said)
            if not (public and item == "N 1") and not (without and without in text)
        ),
    )
    items = []
    for number, title, is_public in ITEMS:
        if public and not is_public:
            items.append(MinutesItem(number=number, title="Nicht öffentlich", public=False))
            continue
        first = next(at for at, one in enumerate(said) if one[0] == number)
        heard = (Evidence(utterance=f"u{first}", second=first * 10.0),)
        rejected = number == "Ö 2"
        items.append(
            MinutesItem(
                number=number, title=title, public=is_public, start=first * 10.0,
                decisions=(MinutesDecision(id="d1", text=f"Der Rat beschließt: {title}.", evidence=heard),),
                votes=(MinutesVote(id="v1", result="rejected" if rejected else "accepted", yes=20, no=3,
                                   decision="d1", evidence=heard),),
            )
        )  # fmt: skip
    attendees = (Attendee(name="Sabine Möller", party="SPD"), Attendee(name="Jens Krüger", party="FDP"))
    return transcript, Minutes(items=tuple(items), attendees=attendees)


def keys_of(session, meeting_id):
    """Return key and publicness of the passages of a meeting."""
    row = t.PassageRow
    return set(session.execute(select(row.key, row.public).where(row.meeting_id == meeting_id)).tuples())
