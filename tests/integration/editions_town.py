"""A town whose minutes are presented, signed and moved on, for tests of editions."""

from __future__ import annotations

from uuid import UUID

import jobs_meetings as jm
import msgspec
from access_people import make_person
from sqlalchemy import update
from web_client import PASSWORD

from app.access import Grant, Principal, Role, acting_as
from app.db import tables as t
from app.jobs.keeping import add_revision, keep_public_cut
from app.services.access.passwords import hash_password
from app.services.editions import MoveWish
from minutes.render.phrases import CLOSED_TITLE
from minutes.types import (
    Minutes,
    MinutesDecision,
    MinutesHead,
    MinutesItem,
    MinutesVote,
    OpenPoint,
    Provenance,
)

SECRET = "Grundstück am Mühlenweg"

CLOSED = MinutesItem(
    number="N 1",
    title=SECRET,
    public=False,
    decisions=(MinutesDecision(id="d2", text=f"Gekauft wird: {SECRET}.", public=False),),
)
WHOLE = Minutes(
    head=MinutesHead(organization="Gemeinderat", number="3", date="2026-04-16", place="Rathaus"),
    chair="Georg Lehmann",
    items=(
        MinutesItem(
            number="Ö 1",
            title="Spielplatz",
            decisions=(MinutesDecision(id="d1", text="Der Spielplatz wird gebaut."),),
            votes=(MinutesVote(id="v1", result="accepted", yes=8, no=1, abstain=0, decision="d1"),),
        ),
        CLOSED,
    ),
    open_points=(OpenPoint(code="clerk-missing", text="Die Schriftführung fehlt."),),
    provenance=Provenance(version="1", models={"Spracherkennung": "whisper-base"}),
)
PUBLIC = msgspec.structs.replace(
    WHOLE,
    items=(WHOLE.items[0], MinutesItem(number="N 1", title=CLOSED_TITLE, public=False)),
    open_points=(),
)


class People:
    """Everybody of the town, with a password and a session."""

    def __init__(self, url, body, organization):
        def person(role, name, council=None):
            return make_person(url, Grant(role=role, body=body, organization=council), name=name)

        self.secretary = person(Role.SECRETARY, "Sina Schrift")
        self.chair = person(Role.CHAIR, "Georg Lehmann")
        self.member = person(Role.MEMBER, "Mia Mitglied", organization)
        self.administrator = person(Role.ADMINISTRATOR, "Ada Amt")
        self.stranger = make_person(url, name="Fremd")


async def enter_both_parts(services):
    """Enter a meeting of the council with both parts and its draft, under no state's law."""
    made = UUID((await services.meetings.create_meeting(jm.AGENDA, jm.ROSTER)).summary.id)
    async with services.database.as_system().session() as session:
        await session.run_sync(lambda sync: add_revision(sync, made, "minutes", WHOLE))
        await session.flush()
        await session.run_sync(lambda sync: keep_public_cut(sync, made, "minutes", PUBLIC))
        row = await session.get_one(t.Meeting, made)
        row.public = True
    return str(made)


async def enter_people(services, meeting, database_url):
    """Enter everybody of the town of a meeting."""
    async with services.database.as_system().session() as session:
        row = await session.get_one(t.Meeting, UUID(meeting))
        made = People(database_url, row.body_id, row.organization_id)
        kept = await hash_password(PASSWORD)
        await session.execute(update(t.Account).values(password_hash=kept))
    return made


def signed_in(person):
    """Return somebody as they come with a session of a browser."""
    return Principal(account=person.account, name=person.name, grants=person.grants, session=UUID(int=1))


async def move(services, who, place, name, **more):
    with acting_as(who):
        return await services.editions.move(place, MoveWish(move=name, **more))


async def sign(services, who, meeting, slot, name, *, password=PASSWORD):
    with acting_as(signed_in(who)):
        return await services.editions.sign(meeting, slot, name, password=password)


async def presented(services, people, meeting):
    await move(services, people.secretary, meeting, "submit")
    return await move(services, people.secretary, meeting, "present", reason="Vom Rat so gewünscht")


async def signed(services, people, meeting):
    await presented(services, people, meeting)
    await sign(services, people.chair, meeting, 0, "Georg Lehmann")
    return await sign(services, people.secretary, meeting, 1, "Sina Schrift")
