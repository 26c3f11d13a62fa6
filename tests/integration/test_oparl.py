"""The OParl interface over HTTP: every object valid, nothing that is not public, and what is gone."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import jobs_meetings as jm
import oparl_town as town
import psycopg
import pytest
import uvicorn
from oparl_check import SCHEMA, TYPES, problems_of, problems_of_page
from sqlalchemy import select, update

from app.db import tables as t
from app.db.engine import connection_string
from app.services.oparl import OParlKeeper
from app.web import create_web_app

pytestmark = pytest.mark.anyio

LISTS = (
    "organization", "person", "meeting", "paper", "agendaItem", "consultation", "file", "locationList",
    "legislativeTermList", "membership",
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(postgres, template, tmp_path_factory):
    """Three published meetings, one taken back, one that never was: their database and ids."""
    name = f"oparl_{os.getpid()}"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    async def build():
        async with jm.open_services(postgres.url(name), tmp_path_factory.mktemp("oparl")) as services:
            made = [await town.enter(services, str(number), town.day(number)) for number in range(1, 6)]
            for meeting in made[:4]:
                await town.move(services, meeting, "publish")
            await town.move(services, made[3], "unpublish")
            return made

    return name, asyncio.run(build())


@pytest.fixture
def meetings(archive):
    """Ids of the meetings."""
    return archive[1]


@pytest.fixture
async def services(postgres, archive, tmp_path):
    """Services on a copy of the archive."""
    name = f"{archive[0]}_{UUID(bytes=os.urandom(16)).hex[:8]}"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {archive[0]}")
        async with jm.open_services(postgres.url(name), tmp_path) as opened:
            yield opened
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def client(services):
    """A client of a server on a socket, without any credentials."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_web_app(services), lifespan="off", log_config=None, server_header=False)
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=base, timeout=20) as made:
            yield made
    finally:
        server.should_exit = True
        await serving


class Crawl:
    """Everything that can be reached from the System object."""

    def __init__(self, client, *, limit=2):
        self.client, self.limit = client, limit
        self.objects, self.pages, self.texts = {}, {}, []

    async def get(self, address, **query):
        answer = await self.client.get(address, params=query or None)
        assert answer.status_code == 200, (address, answer.text)
        assert answer.headers["access-control-allow-origin"] == "*"
        self.texts.append(answer.text)
        return answer.json()

    async def list(self, address):
        """Return all objects of a list, page by page."""
        found, query = [], {"limit": self.limit}
        while address:
            page = await self.get(address, **query)
            assert problems_of_page(page) == []
            assert len(page["data"]) <= self.limit
            self.pages[page["links"]["self"]] = page
            found += page["data"]
            address, query = page["links"].get("next"), {}
        return found

    async def everything(self):
        """Follow every list, then every address in every object until nothing new is found."""
        system = await self.get("/oparl/v1.1/system")
        self.objects[system["id"]] = system
        for body in await self.list(system["body"]):
            for name in LISTS:
                for one in await self.list(body[name]):
                    await self.list(one["meeting"]) if one["type"].endswith("/Organization") else None
        waiting = {link for page in self.pages.values() for one in page["data"] for link in addresses(one)}
        while waiting := waiting - set(self.objects):
            for address in sorted(waiting):
                self.objects[address] = await self.get(address)
            waiting = {link for one in self.objects.values() for link in addresses(one)}
        return self


def write(folder, things):
    """Keep a crawl, for a validator that is run by hand."""
    for number, thing in enumerate(things):
        (folder / f"{number}.json").write_text(json.dumps(thing))


def addresses(thing):
    """Return the addresses of objects in an object."""
    if isinstance(thing, dict):
        return {one for value in thing.values() for one in addresses(value)}
    if isinstance(thing, list):
        return {one for value in thing for one in addresses(value)}
    parts = urlsplit(thing).path.split("/") if isinstance(thing, str) else []
    return {thing} if parts[:3] == ["", "oparl", "v1.1"] and len(parts) == 5 else set()


async def test_a_full_crawl_finds_valid_objects_and_nothing_else(services, client, meetings):
    """From the System object over all lists: every object valid, no marked word, no hidden meeting."""
    found = await Crawl(client).everything()
    assert [one for thing in found.objects.values() for one in problems_of(thing)] == []
    kinds = {one["type"].removeprefix(SCHEMA) for one in found.objects.values()}
    assert kinds == set(TYPES) - {"LegislativeTerm"}
    everything = "\n".join(found.texts)
    assert town.SECRET not in everything
    assert not any(word in everything for word in (meetings[3], meetings[4], "Gerd Gast", "2026/4", ":77"))
    assert {link.rsplit("/", 1)[1] for link in found.objects if "/meeting/" in link} == set(meetings[:3])
    if (folder := os.environ.get("OPARL_CRAWL")) is not None:
        write(Path(folder), [*found.objects.values(), *found.pages.values()])


async def test_a_meeting_as_the_edition_has_it(client, services, meetings):
    """Items in order with result and wording, numbers of closed ones, people who were there, times."""
    answer = (await client.get(f"/oparl/v1.1/meeting/{meetings[0]}")).json()
    assert (answer["start"], answer["end"]) == ("2026-05-14T18:02:00+02:00", "2026-05-15T00:14:00+02:00")
    assert answer["meetingState"] == "durchgeführt"
    assert answer["location"]["description"] == "Rathaus, Großer Saal"
    people = [(await client.get(link)).json()["name"] for link in answer["participant"]]
    assert people == ["Sabine Möller", "Jens Krüger"]
    items = answer["agendaItem"]
    assert [(one["number"], one["order"], one["public"]) for one in items] == [
        ("Ö 1", 0, True), ("Ö 2", 1, True), ("N 1", 2, False),
    ]  # fmt: skip
    assert items[1]["result"] == "mehrheitlich angenommen"
    assert items[1]["resolutionText"] == "Der Spielplatz wird gebaut."
    assert items[1]["protokollant:votes"] == [
        {"subject": "main", "result": "accepted", "unanimous": False, "yes": 8, "no": 1, "abstain": 0}
    ]
    assert set(items[2]) == {
        "id", "type", "created", "modified", "meeting", "number", "order", "name", "public",
    }  # fmt: skip
    consultation = (await client.get(items[1]["consultation"])).json()
    paper = (await client.get(consultation["paper"])).json()
    assert (paper["reference"], paper["consultation"]) == ("2026/1", [consultation])

    body = (await client.get("/oparl/v1.1/bodies")).json()["data"][0]
    people = {one["name"]: one for one in (await client.get(body["person"])).json()["data"]}
    assert set(people) == {"Sabine Möller", "Jens Krüger", "Olga Fern"}
    async with services.database.as_system().session() as session:
        known = await session.scalar(select(t.Person.id).where(t.Person.name == "Jens Krüger"))
    assert people["Jens Krüger"]["id"].endswith(str(known))
    assert people["Jens Krüger"]["protokollant:party"] == "FDP"
    assert people["Sabine Möller"]["status"] == ["Bürgermeisterin"]
    assert [one["role"] for one in people["Sabine Möller"]["membership"]] == ["Vorsitz"]


async def test_files_are_those_of_the_edition(client, services, meetings):
    """What is downloaded has the size and hashes that were told; the closed document has no address."""
    body = (await client.get("/oparl/v1.1/bodies")).json()["data"][0]
    files = (await client.get(body["file"])).json()["data"]
    assert len(files) == 3 * 3
    for one in files:
        for link in (one["accessUrl"], one["downloadUrl"]):
            answer = await client.get(link)
            assert answer.headers["content-type"].partition(";")[0] == one["mimeType"]
            assert len(answer.content) == one["size"]
            assert hashlib.sha512(answer.content).hexdigest() == one["sha512Checksum"]
            assert hashlib.sha1(answer.content, usedforsecurity=False).hexdigest() == one["sha1Checksum"]
    async with services.database.as_system().session() as session:
        hidden = await session.scalars(
            select(t.EditionDocument.id).where(
                ~t.EditionDocument.public | (t.EditionDocument.stage == "signature")
            )
        )
        keys = list(hidden)
    for key in keys:
        for link in (f"/oparl/v1.1/file/{key}", f"/oparl/v1.1/file/{key}/view/niederschrift-fassung-1.pdf"):
            assert (await client.get(link)).status_code == 404


async def test_what_was_taken_back_is_told_as_deleted(client, services, meetings):
    """With ``modified_since`` a list tells what is gone, without content; without it, it does not."""
    gone = (await client.get(f"/oparl/v1.1/meeting/{meetings[3]}")).json()
    assert set(gone) == {"id", "type", "created", "modified", "deleted"}
    body = (await client.get("/oparl/v1.1/bodies")).json()["data"][0]
    plain = (await client.get(body["meeting"])).json()["data"]
    told = (await client.get(body["meeting"], params={"modified_since": "2020-01-01T00:00:00Z"})).json()[
        "data"
    ]
    assert {one["id"] for one in told} - {one["id"] for one in plain} == {gone["id"]}
    assert [one for one in told if "deleted" in one] == [gone]
    items = (await client.get(body["agendaItem"], params={"modified_since": gone["modified"]})).json()["data"]
    assert {one["deleted"] for one in items} == {True}
    assert len(items) == 3
    await town.move(services, meetings[3], "publish")
    again = (await client.get(f"/oparl/v1.1/meeting/{meetings[3]}")).json()
    assert ("deleted" in again, again["created"]) == (False, gone["created"])
    assert again["modified"] > gone["modified"]


async def test_a_deleted_meeting_leaves_ids_alone(client, services, meetings):
    """Of a meeting that was deleted it is left that there was something."""
    await services.meetings.delete_meeting(meetings[0])
    with psycopg.connect(connection_string(services.database.url)) as connection:
        rows = connection.execute(
            "SELECT deleted, facts, edition_id FROM oparl_object WHERE meeting_id = %s", (meetings[0],)
        ).fetchall()
    assert set(rows) == {(True, None, None)}
    assert (await client.get(f"/oparl/v1.1/meeting/{meetings[0]}")).json()["deleted"] is True


async def test_a_correction_replaces_what_it_changes(client, services, meetings):
    """A new edition: its files and words; what it leaves out is gone, what stays keeps its times."""
    before = (await client.get(f"/oparl/v1.1/meeting/{meetings[0]}")).json()
    whole = town.minutes_of("1", town.day(1), secret=False)
    await town.add_edition(services, UUID(meetings[0]), 2, whole)
    await town.move(services, meetings[0], "publish")
    after = (await client.get(f"/oparl/v1.1/meeting/{meetings[0]}")).json()
    assert after["modified"] > before["modified"]
    assert after["agendaItem"] == before["agendaItem"][:2]
    old, new = before["resultsProtocol"], after["resultsProtocol"]
    assert (old["fileName"], new["fileName"]) == (
        "niederschrift-fassung-1.pdf",
        "niederschrift-fassung-2.pdf",
    )
    assert (await client.get(old["id"])).json()["deleted"] is True
    assert (await client.get(old["accessUrl"])).status_code == 404
    assert (await client.get(before["agendaItem"][2]["id"])).json()["deleted"] is True


async def test_filters_and_pages(client, services, meetings):
    """Each filter by itself; pages in one order without a gap; a limit is a wish; objects inside left out."""
    body = (await client.get("/oparl/v1.1/bodies")).json()["data"][0]
    items = (await client.get(body["agendaItem"])).json()
    assert (len(items["data"]), "next" in items["links"]) == (9, False)
    middle = sorted(one["created"] for one in items["data"])[4]

    async def count(**query):
        return len((await client.get(body["agendaItem"], params=query)).json()["data"])

    earlier = sum(one["created"] <= middle for one in items["data"])
    later = sum(one["created"] >= middle for one in items["data"])
    assert await count(created_until=middle) == earlier
    assert await count(created_since=middle) == later
    assert await count(modified_until=middle) == sum(one["modified"] <= middle for one in items["data"])
    assert await count(created_since="2999-01-01T00:00:00+01:00") == 0
    walked, link = [], f"{body['agendaItem']}?limit=4&modified_since=2020-01-01T00:00:00%2B01:00"
    while link:
        page = (await client.get(link)).json()
        walked += [one["id"] for one in page["data"]]
        link = page["links"].get("next")
    assert walked == sorted(set(walked))
    assert len(walked) == 12
    wrong = await client.get(body["agendaItem"], params={"modified_since": "gestern"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "oparl-filter")
    for limit, expected in (("0", 1), ("9999", 500), ("viele", 100)):
        page = (await client.get(body["agendaItem"], params={"limit": limit})).json()
        assert page["pagination"] == {"elementsPerPage": expected}
    body = (await client.get("/oparl/v1.1/bodies?omit_internal=true")).json()["data"][0]
    assert problems_of(body) == []
    page = (await client.get(body["meeting"], params={"omit_internal": "true"})).json()
    assert problems_of_page(page) == []
    inside = {"agendaItem", "resultsProtocol", "auxiliaryFile", "location"}
    assert all(not inside & set(one) for one in page["data"])


async def test_answers_can_be_kept(client, services, meetings):
    """ETag and date: who has it already is told so; a new name of the council makes it new."""
    body = (await client.get("/oparl/v1.1/bodies")).json()["data"][0]
    council = (await client.get(body["organization"])).json()["data"][0]
    first = await client.get(council["id"])
    assert first.headers["cache-control"].startswith("public")
    assert "set-cookie" not in first.headers
    again = await client.get(council["id"], headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    again = await client.get(council["id"], headers={"if-modified-since": first.headers["last-modified"]})
    assert again.status_code == 304
    async with services.database.as_system().session() as session:
        await session.execute(update(t.Organization).values(name="Rat der Gemeinde"))
    renamed = await client.get(council["id"], headers={"if-none-match": first.headers["etag"]})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Rat der Gemeinde")
    assert renamed.json()["modified"] > council["modified"]


async def test_nothing_but_what_is_there(client, services, meetings):
    """Kinds, ids and lists that do not exist answer 404 as a problem in JSON, also to a browser."""
    body = (await client.get("/oparl/v1.1/bodies")).json()["data"][0]["id"]
    for link in (
        "/oparl/v1.1/legislativeterm/0199f0c2-7d31-7c55-9c1e-3b2f6a1d8e44",
        "/oparl/v1.1/meeting/kein-schluessel",
        f"/oparl/v1.1/meeting/{meetings[4]}",
        f"/oparl/v1.1/meeting/{meetings[0]}/people",
        f"{body}/secrets",
        "/oparl/v1.1/account/1",
    ):
        answer = await client.get(link, headers={"accept": "text/html"})
        assert (answer.status_code, answer.json()["code"]) == (404, "oparl-not-found")


async def test_what_was_published_before_is_taken_in(client, services, meetings):
    """Objects that are missing are found at the next look, once."""
    async with services.database.as_system().session() as session:
        await session.execute(t.OParlObject.__table__.delete())
    assert (await client.get("/oparl/v1.1/bodies")).json()["data"] == []
    keeper = OParlKeeper(services.database.as_system())
    assert (await keeper.look(), await keeper.look()) == (3, 0)
    found = (await client.get("/oparl/v1.1/bodies")).json()["data"]
    assert [one["name"] for one in found] == [town.BODY]


async def test_row_level_security_alone_holds(services, meetings):
    """As the portal's role by plain SQL: a row whose meeting or edition is not published is not there."""
    with psycopg.connect(connection_string(services.database.url)) as connection:
        connection.execute("ALTER TABLE meeting DISABLE TRIGGER meeting_oparl_closed")
        connection.execute("UPDATE meeting SET published_at = NULL WHERE id = %s", (meetings[0],))
        connection.execute(
            "UPDATE edition_standing SET published_at = NULL WHERE meeting_id = %s", (meetings[1],)
        )
        connection.execute("SET LOCAL ROLE protokollant_portal")
        seen = connection.execute(
            "SELECT DISTINCT meeting_id::text FROM oparl_object WHERE NOT deleted"
        ).fetchall()
        gone = connection.execute(
            "SELECT DISTINCT meeting_id::text FROM oparl_object WHERE deleted"
        ).fetchall()
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE oparl_object SET deleted = false")
            pytest.fail("the portal wrote")
        connection.rollback()
        connection.execute("SET LOCAL ROLE protokollant_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT 1 FROM oparl_object")
    assert (seen, gone) == ([(meetings[2],)], [(meetings[3],)])
