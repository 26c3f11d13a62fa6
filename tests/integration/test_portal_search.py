"""Search in the portal: what editions in force say, word for word, and nothing else."""

from __future__ import annotations

import asyncio
import os
import re
from uuid import UUID

import jobs_meetings as jm
import msgspec
import oparl_town as town
import psycopg
import pytest
from portal_server import serving
from sqlalchemy import delete, func, select

from app.db import BlockingDatabase
from app.db import tables as t
from app.db.engine import connection_string
from app.jobs.indexing import index_all_pending, rebuild
from app.jobs.meanings import mean_all_pending
from app.search.meaning import Meaning
from minutes.types import Extract, MinutesDecision

pytestmark = pytest.mark.anyio

LINK = re.compile(r'href="/portal(/minutes/[0-9a-f-]{36})(?:\?[^"#]*)?#([^"]+)"')

OLD, TAKEN, NEVER = "Altfassungswort", "Rücknahmewort", "Schubladenwort"


def minutes_with(number, word, *, wording="Der Spielplatz wird gebaut."):
    """Return minutes whose second item has a word of its own."""
    whole = town.minutes_of(number, town.day(int(number)))
    first, second, closed = whole.items
    said = Extract(
        id="e1",
        speaker="Jens Krüger",
        text=f"Das {word} muss saniert werden.",
        origin="entered by hand",
        party="FDP",
    )
    hidden = Extract(
        id="e2", speaker="Jens Krüger", text=f"{town.SECRET} {word}", origin="entered by hand", public=False
    )
    decision = MinutesDecision(id="d1", text=wording)
    second = msgspec.structs.replace(second, course=(said, hidden), decisions=(decision,))
    return msgspec.structs.replace(whole, items=(first, second, closed))


def keep_up(services):
    """Do what the light worker does."""
    database = BlockingDatabase(services.database.url)
    try:
        index_all_pending(database)
        mean_all_pending(database, Meaning())
    finally:
        database.close()


@pytest.fixture(scope="module")
def archive(postgres, template, tmp_path_factory):
    """Two published meetings (the first one corrected), one taken back, one that nobody has published."""
    name = f"portal_search_{os.getpid()}"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    async def build():
        async with jm.open_services(postgres.url(name), tmp_path_factory.mktemp("search")) as services:
            made = [await town.enter(services, str(number), town.day(number)) for number in range(1, 5)]
            for number, (meeting, word) in enumerate(
                zip(made, (OLD, "Hallenbad", TAKEN, NEVER), strict=True), start=2
            ):
                wording = f"Für das {word} wird gesammelt."
                whole = minutes_with("1", word, wording=wording)
                await town.add_edition(
                    services, UUID(meeting), number, whole, kind="course", corrects=number - 1
                )
                if word != NEVER:
                    await town.move(services, meeting, "publish")
            again = minutes_with("1", "Schwimmbad", wording="Der Spielplatz am Bach wird gebaut.")
            await town.add_edition(services, UUID(made[0]), 9, again, kind="course", corrects=2)
            await town.move(services, made[0], "publish")
            keep_up(services)
            await town.move(services, made[2], "unpublish")  # and nobody has kept up since
            return made

    return name, asyncio.run(build())


@pytest.fixture
async def services(postgres, archive, tmp_path):
    async with jm.open_services(postgres.url(archive[0]), tmp_path) as opened:
        yield opened


@pytest.fixture
async def client(services):
    async with serving(services) as made:
        yield made


async def asked(client, text, **more):
    answer = await client.get("/portal/search", params={"q": text, **more})
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("public")
    assert "set-cookie" not in answer.headers
    return answer.text


def plain(page):
    return re.sub(r"<[^>]+>", "", page)


async def test_what_is_found_stands_there(client):
    """Words lead to the place in the edition in force that holds them; its address works."""
    page = await asked(client, "Spielplatz Bach")
    assert "Der Spielplatz am Bach wird gebaut." in plain(page)
    path, anchor = LINK.search(page[page.index("hit--decision") :]).groups()
    minutes = (await client.get(f"/portal{path}")).text
    assert f'id="{anchor}"' in minutes
    assert "Der Spielplatz am Bach wird gebaut." in minutes


async def test_a_question_is_answered_by_what_it_means(client):
    """Other words find it, and the page says that the words do not stand there."""
    page = await asked(client, "Becken zum Plantschen renovieren")
    assert "Schwimmbad muss saniert werden" in plain(page)
    assert "sinngemäß" in page


@pytest.mark.parametrize("word", [OLD, TAKEN, NEVER, town.SECRET, "Heimlich", "Grundstück"])
async def test_what_is_not_in_force_or_not_public_is_not_found(client, word):
    """Old editions, what was taken back or never published, and non-public parts: nothing, no hint."""
    page = await asked(client, f'"{word}"')
    assert "Dazu steht nichts in den veröffentlichten Niederschriften" in page
    assert LINK.search(page) is None
    misspelt = await asked(client, word[:-2] + word[-1] + word[-2])
    assert word not in misspelt


async def test_filters_and_facets_are_those_of_the_public(client, services, archive):
    """A council narrows, another body's id leaves nothing, and no facet names a person."""
    async with services.database.as_system().session() as session:
        body, council = (
            await session.execute(
                select(t.Meeting.body_id, t.Meeting.organization_id).where(
                    t.Meeting.id == UUID(archive[1][0])
                )
            )
        ).one()
    assert "Spielplatz" in plain(await asked(client, "Spielplatz", organization=str(council)))
    kinds = await asked(client, "Spielplatz Hallenbad Schwimmbad oder wird", body=str(body))
    assert "kind=decision" in kinds
    assert "person=" not in kinds
    assert "Dazu steht nichts" in await asked(client, "Spielplatz", organization=str(body))
    assert "Dazu steht nichts" in await asked(client, "Spielplatz", year="1999")
    assert (await client.get("/portal/search?q=%00%22(&page=999999&year=x&order=y")).status_code == 200


async def test_members_look_in_what_is_worked_on(services):
    """The search of those who are signed in finds no edition twice, and row-level security shows none."""
    async with services.database.session() as session:
        count = await session.scalar(select(func.count()).where(t.PassageRow.edition_id.is_not(None)))
    assert count == 0


async def test_the_index_is_made_again_from_nothing(client, services):
    """The same passages come back when the index is made anew, though no meeting has results."""
    row = t.PassageRow
    shape = select(row.meeting_id, row.key, row.edition_id, row.text, row.anchor).order_by(
        row.meeting_id, row.key
    )
    database = BlockingDatabase(services.database.url)
    try:
        index_all_pending(database)
        with database.session() as session:
            before = session.execute(shape).all()
            session.execute(delete(row))
        rebuild(database)
        with database.session() as session:
            assert session.execute(shape).all() == before
        assert {one.key.split()[0] for one in before} == {"edition"}
    finally:
        database.close()
    assert "Spielplatz am Bach" in plain(await asked(client, "Spielplatz Bach"))
