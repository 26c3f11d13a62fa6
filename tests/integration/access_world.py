"""Two towns with everything in them, and everybody who may or may not read it.

Whatever must not be seen carries :data:`SECRET` and the name of its meeting: titles, words, votes, minutes,
the glossary, names of files, guests, contents of files and of the sound.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from access_people import make_body, make_organization, make_person
from sqlalchemy import update

from app.access import NOBODY, Grant, Permission, Principal, Role
from app.db import BlockingDatabase
from app.db import tables as t
from app.jobs.indexing import index_all_pending
from app.jobs.keeping import add_revision, keep_files, keep_public_cut, open_files
from app.pipeline.cut import public_cut
from app.pipeline.stages import STAGE_NAMES
from app.pipeline.text import render_files, write_up
from app.services.access.identity import token_hash
from app.services.container import blob_folder
from app.storage import LocalStorage
from diarize.types import Utterance
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster, Speaker, Transcript

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "MARKNONPUBLIC"
"""Together with the meeting's name, as one word, so that no step of the pipeline splits it."""

OPEN = "MARKPUBLIC"

MEETINGS = ("draft", "released", "published", "closed", "foreign")
"""Of the council of Aheim: neither released nor published, released, released and published, wholly
non-public and released; and a draft of Bstadt."""

SIGHTS: dict[str, dict[str, str]] = {
    "nobody": dict(zip(MEETINGS, "--R--", strict=True)),
    "operator": dict(zip(MEETINGS, "--R--", strict=True)),
    "administrator": dict(zip(MEETINGS, "LRRR-", strict=True)),
    "secretary": dict(zip(MEETINGS, "NNNN-", strict=True)),
    "secretary of the council": dict(zip(MEETINGS, "NNNN-", strict=True)),
    "secretary of a committee": dict(zip(MEETINGS, "--R--", strict=True)),
    "secretary elsewhere": dict(zip(MEETINGS, "--R-N", strict=True)),
    "chair": dict(zip(MEETINGS, "NNNN-", strict=True)),
    "member of the council": dict(zip(MEETINGS, "-NNN-", strict=True)),
    "member of the town": dict(zip(MEETINGS, "-RR--", strict=True)),
    "reader": dict(zip(MEETINGS, "R-R--", strict=True)),
    "reader of everything": dict(zip(MEETINGS, "N-R--", strict=True)),
    "reader too late": dict(zip(MEETINGS, "--R--", strict=True)),
    "reader of an ended link": dict(zip(MEETINGS, "--R--", strict=True)),
    "locked secretary": dict(zip(MEETINGS, "--R--", strict=True)),
    "key for lists": dict(zip(MEETINGS, "LLRL-", strict=True)),
}
"""What each sees: nothing (-), that it exists (L), the public part (R), everything (N)."""

EDITORS = {
    "secretary": {"draft", "released", "published", "closed"},
    "secretary of the council": {"draft", "released", "published", "closed"},
    "secretary elsewhere": {"foreign"},
}
"""Who changes, releases and deletes which meetings, and hands out links."""


@dataclass(slots=True)
class World:
    """Keys of everything."""

    url: str
    data: Path
    people: dict[str, Principal] = field(default_factory=dict)
    meetings: dict[str, UUID] = field(default_factory=dict)
    recordings: dict[str, UUID] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, UUID] = field(default_factory=dict)

    def sees(self, who: str, meeting: str) -> str:
        return SIGHTS[who][meeting]

    def forbidden_marks(self, who: str) -> list[str]:
        """Return every word that must never come before the eyes of somebody."""
        marks = [f"{SECRET}{name}".upper() for name in MEETINGS if SIGHTS[who][name] != "N"]
        return marks + [f"{OPEN}{name}".upper() for name in MEETINGS if SIGHTS[who][name] in "-L"]


def agenda_of(name: str) -> Agenda:
    items = [
        AgendaItem(number="Ö 1", title=f"Haushalt {OPEN}{name}"),
        AgendaItem(number="N 1", title=f"Grundstück {SECRET}{name}", public=False, paper=f"{SECRET}{name}"),
    ]
    return Agenda(
        meeting=MeetingInfo(body="Aheim", organization="Rat", number="1", date="2026-05-21"),
        items=tuple(items[1:] if name == "closed" else items),
    )


def said_in(name: str) -> list[tuple[str, str]]:
    public = [
        (f"Ich eröffne die Sitzung. Ich rufe auf Tagesordnungspunkt Ö 1, Haushalt {OPEN}{name}.", "S1"),
        (f"Ich beantrage, {OPEN}{name} anzunehmen.", "S2"),
        ("Wer stimmt dafür? Gegenstimmen? Keine. Das ist einstimmig beschlossen.", "S1"),
        ("Damit schließe ich den öffentlichen Teil der Sitzung.", "S1"),
    ]
    closed = [
        (f"Ich rufe auf Tagesordnungspunkt N 1, Grundstück {SECRET}{name}.", "S1"),
        (f"Der {SECRET}{name} kostet vier Millionen. Ich beantrage den Kauf von {SECRET}{name}.", "S3"),
        (f"Wer stimmt dafür? Gegenstimmen? Keine. {SECRET}{name} ist einstimmig beschlossen.", "S1"),
    ]
    return closed if name == "closed" else public + closed


def build_world(url: str, data: Path) -> World:
    """Enter everything, as the system."""
    world = World(url=url, data=data)
    town, other = make_body(url, "Aheim"), make_body(url, "Bstadt")
    council, committee = make_organization(url, town, "Rat"), make_organization(url, town, "Ausschuss")
    elsewhere = make_organization(url, other, "Rat")
    world.bodies = {"town": town, "other": other, "council": council, "committee": committee}
    database = BlockingDatabase(url)
    try:
        for name in MEETINGS:
            foreign = name == "foreign"
            _enter_meeting(
                world, database, name, other if foreign else town, elsewhere if foreign else council
            )
        _enter_people(world, database)
        index_all_pending(database)
    finally:
        database.close()
    return world


def _enter_people(world: World, database: BlockingDatabase) -> None:
    url, town = world.url, world.bodies["town"]
    council, committee = world.bodies["council"], world.bodies["committee"]

    def person(role: Role, body: UUID = town, organization: UUID | None = None) -> Principal:
        return make_person(url, Grant(role=role, body=body, organization=organization))

    world.people = {
        "nobody": NOBODY,
        "operator": make_person(url, operator=True),
        "administrator": person(Role.ADMINISTRATOR),
        "secretary": person(Role.SECRETARY),
        "secretary of the council": person(Role.SECRETARY, organization=council),
        "secretary of a committee": person(Role.SECRETARY, organization=committee),
        "secretary elsewhere": person(Role.SECRETARY, world.bodies["other"]),
        "chair": person(Role.CHAIR, organization=council),
        "member of the council": person(Role.MEMBER, organization=council),
        "member of the town": person(Role.MEMBER),
    }
    locked = person(Role.SECRETARY)
    key = person(Role.SECRETARY)
    with database.session() as session:
        session.execute(update(t.Account).where(t.Account.id == locked.account).values(locked_at=t.now()))
    # A locked account is no principal; the database must hold even where the program forgot that.
    world.people["locked secretary"] = Principal(account=locked.account)
    world.people["key for lists"] = Principal(
        account=key.account, grants=key.grants, scopes=frozenset({Permission.MEETING_LIST})
    )
    for who, nonpublic, hours, ended in (
        ("reader", False, 1, False),
        ("reader of everything", True, 1, False),
        ("reader too late", True, -1, False),
        ("reader of an ended link", True, 1, True),
    ):
        secret = uuid.uuid4().hex
        with database.session() as session:
            row = t.MeetingLink(
                meeting_id=world.meetings["draft"],
                token_hash=token_hash(secret),
                nonpublic=nonpublic,
                expires_at=t.now() + timedelta(hours=hours),
                revoked_at=t.now() if ended else None,
                note="",
            )
            session.add(row)
            session.flush()
            world.people[who] = Principal(link=row.id)
        world.links[who] = secret


def _enter_meeting(world: World, database: BlockingDatabase, name: str, body: UUID, place: UUID) -> None:
    storage = LocalStorage(blob_folder(world.data))
    agenda = agenda_of(name)
    guest = Person(name=f"{SECRET}{name}", role="guest", votes=False)
    roster = Roster(people=(Person(name="Sabine Möller", role="chair"), Person(name="Jens Krüger"), guest))
    said = said_in(name)
    transcript, outcomes, minutes = write_up(
        Transcript(
            utterances=tuple(
                Utterance(id=f"u{index}", speaker=voice, text=text, start=index * 9.0, end=index * 9.0 + 8)
                for index, (text, voice) in enumerate(said)
            ),
            speakers=tuple(Speaker(id=voice) for voice in dict.fromkeys(voice for _, voice in said)),
        ),
        agenda,
        roster,
    )
    cut = public_cut(transcript, outcomes, minutes, agenda)
    files = render_files(transcript, outcomes, minutes)
    files["playback.m4a"] = f"sound of {SECRET}{name}".encode()
    files["transcript.txt"] = f"{SECRET}{name}".encode()
    if cut is not None:
        files |= cut.files | {
            "transcript.public.txt": f"{OPEN}{name}".encode(),
            "playback.public.m4a": f"sound of {OPEN}{name}".encode(),
        }
    blobs = {key: storage.put_bytes(content) for key, content in files.items()}
    sound = storage.put_bytes(f"recording of {SECRET}{name}".encode())
    with database.session() as session:
        meeting = t.Meeting(
            body_id=body,
            organization_id=place,
            number="1",
            language="de",
            profile="open-base",
            glossary=[f"{SECRET}{name}"],
            public=name != "closed",
            released_at=t.now() if name in {"released", "published", "closed"} else None,
            published_at=t.now() if name == "published" else None,
        )
        session.add(meeting)
        session.flush()
        session.add_all(
            t.AgendaItem(
                meeting_id=meeting.id,
                position=position,
                number=item.number,
                title=item.title,
                paper=item.paper,
                public=item.public,
            )
            for position, item in enumerate(agenda.items)
        )
        for position, one in enumerate(roster.people):
            row = t.Person(body_id=body, name=one.name)
            session.add(row)
            session.flush()
            session.add(
                t.Participant(
                    meeting_id=meeting.id, person_id=row.id, position=position, role=one.role, votes=one.votes
                )
            )
            if one.role != "guest":
                session.add(t.Membership(person_id=row.id, organization_id=place, role=one.role))
        session.add(t.Blob(sha256=sound.sha256, size=sound.size))
        session.flush()
        recording = t.Recording(
            meeting_id=meeting.id, position=0, filename=f"{SECRET}{name}.wav", sha256=sound.sha256
        )
        processing = t.Processing(
            meeting_id=meeting.id, state="done", queued_at=t.now(), finished_at=t.now(), timings=[]
        )
        session.add_all((recording, processing))
        session.flush()
        session.add_all(
            t.StageProgressRow(
                processing_id=processing.id, position=position, name=stage, state="done", fraction=1.0
            )
            for position, stage in enumerate(STAGE_NAMES)
        )
        session.add_all(
            (
                t.Checkpoint(
                    meeting_id=meeting.id, stage="heard", fingerprint="f", data=f"{SECRET}{name}".encode()
                ),
                t.WindowCheckpoint(
                    meeting_id=meeting.id, fingerprint="f", number=0, data=f"{SECRET}{name}".encode()
                ),
            )
        )
        for kind, value in (("transcript", transcript), ("outcomes", outcomes), ("minutes", minutes)):
            add_revision(session, meeting.id, kind, value)
            session.flush()
            keep_public_cut(session, meeting.id, kind, getattr(cut, kind, None))
        keep_files(session, meeting.id, blobs)
        open_files(session, meeting.id, [key for key in blobs if ".public." in key])
        world.meetings[name], world.recordings[name] = meeting.id, recording.id
