"""The one statement that reads a meeting: the same as row by row, and few messages to the database."""

from __future__ import annotations

import pytest
from access_world import SIGHTS
from sqlalchemy import event

from app.access import acting_as
from app.db import tables as t
from app.db.mapping import RECORDINGS_OF, WHOLE_MEETING, agenda_of, roster_of, speakers_of
from app.services import build_services
from app.services.shaping import recording_views
from app.services.whole_meeting import part_views, read_whole

pytestmark = pytest.mark.anyio

MOST = 8
"""Statements of everything that the page of a result reads."""


@pytest.fixture
async def services(world):
    built = build_services(world.url, world.data)
    yield built
    await built.close()


@pytest.mark.parametrize(
    "who", ["secretary", "chair", "administrator", "member of the town", "nobody", "reader"]
)
async def test_it_reads_what_rows_would_tell(world, services, who):
    """Agenda, people, recordings and voices, as far as the database shows them to whoever asks."""
    seen = [name for name, sight in SIGHTS[who].items() if sight != "-"]
    with acting_as(world.people[who]):
        for name in seen:
            key = world.meetings[name]
            async with services.database.session() as session:
                found = await read_whole(session, key)
                row = (await session.scalars(WHOLE_MEETING, {"meeting": key})).one()
                parts = (await session.scalars(RECORDINGS_OF, {"meeting": key})).all()
                assert found.agenda == agenda_of(row), name
                assert found.roster == roster_of(row), name
                assert found.speakers == speakers_of(row), name
                assert part_views(found.parts) == recording_views(parts), name
                assert (found.body, found.organization) == (row.body.name, row.organization.name)
                assert (found.row.id, found.row.glossary) == (row.id, row.glossary)
    assert seen


async def test_a_page_of_a_result_waits_seldom_for_the_database(world, services):
    """Whoever waits eight times waits behind everybody else eight times."""
    asked = []

    def count(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(services.database.engine.sync_engine, "before_cursor_execute", count)
    meeting = str(world.meetings["draft"])
    with acting_as(world.people["secretary"]):
        async with services.database.together():
            view = await services.meetings.get_meeting(meeting)
            found = await services.results.latest(meeting)
        first = len(asked)
        async with services.database.together():
            await services.meetings.get_meeting(meeting)
            await services.results.latest(meeting)
    assert view.agenda.items
    assert found.documents
    assert len(asked) - first <= MOST, asked[first:]


async def test_a_meeting_without_anything_is_empty(database_url, tmp_path):
    """No items, no people, no recordings, no processing: empty lists and nothing more."""
    services = build_services(database_url, tmp_path)
    system = services.database.as_system()
    async with system.session() as session:
        body = t.Body(name="Aheim")
        session.add(body)
        await session.flush()
        place = t.Organization(body_id=body.id, name="Rat")
        session.add(place)
        await session.flush()
        meeting = t.Meeting(
            body_id=body.id, organization_id=place.id, language="de", profile="open-base", glossary=[]
        )
        session.add(meeting)
        await session.flush()
        found = await read_whole(session, meeting.id)
    await services.close()
    assert (found.agenda.items, found.roster.people, found.parts, found.processing) == ((), (), (), None)
