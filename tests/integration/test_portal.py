"""The public portal over HTTP: what is published can be read by everybody, and nothing else by anybody."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import xml.etree.ElementTree as ET
from uuid import UUID, uuid4

import jobs_meetings as jm
import oparl_town as town
import psycopg
import pytest
from portal_server import crawl, everything, serving
from sqlalchemy import select

from app.db import tables as t
from app.db.engine import connection_string
from app.services.portal import statements

pytestmark = pytest.mark.anyio

BODY = re.compile(r"/portal/bodies/([0-9a-f-]{36})")

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

ATOM = "{http://www.w3.org/2005/Atom}"

HIDDEN = (town.SECRET, "2026/4", "2026/5", "Sina Schrift", "Heimlich")
"""Of non-public items and meetings, and of people who are nobody's business."""


@pytest.fixture(scope="module")
def archive(postgres, template, tmp_path_factory):
    """Three published meetings (the first one corrected), one taken back, one that never was."""
    name = f"portal_{os.getpid()}"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    async def build():
        async with jm.open_services(postgres.url(name), tmp_path_factory.mktemp("portal")) as services:
            made = [await town.enter(services, str(number), town.day(number)) for number in range(1, 6)]
            for meeting in made[:4]:
                await town.move(services, meeting, "publish")
            await town.move(services, made[3], "unpublish")
            again = town.minutes_of("1", town.day(1))
            await town.add_edition(services, UUID(made[0]), 2, again, corrects=1)
            await town.move(services, made[0], "publish")
            return made

    return name, asyncio.run(build())


@pytest.fixture
async def services(postgres, archive, tmp_path):
    """Services on the archive, which no test changes but by publishing."""
    async with jm.open_services(postgres.url(archive[0]), tmp_path) as opened:
        yield opened


@pytest.fixture
async def client(services):
    """A client without credentials."""
    async with serving(services) as made:
        yield made


@pytest.fixture
def meetings(archive):
    """Ids of the meetings."""
    return archive[1]


async def editions_of(services, meeting):
    """Return the ids of all editions of a meeting, oldest first."""
    row = t.MinutesEdition
    async with services.database.as_system().session() as session:
        return list(
            await session.scalars(select(row.id).where(row.meeting_id == UUID(meeting)).order_by(row.number))
        )


async def test_everything_linked_is_there_and_holds_nothing_hidden(client, services, meetings):
    """From the start page over every link, in both languages: 200, kept by caches, no cookie, no mark."""
    found = await crawl(client)
    assert [address for address, one in found.items() if one.status_code != 200] == []
    assert all(one.headers["cache-control"].startswith("public") for one in found.values())
    assert all("etag" in one.headers and "set-cookie" not in one.headers for one in found.values())
    paths = {address.split("/portal", 1)[1].partition("?")[0] for address in found}
    assert {f"/meetings/{one}" for one in meetings[:3]} <= paths
    first, second = await editions_of(services, meetings[0])
    assert {f"/minutes/{first}", f"/minutes/{second}", f"/minutes/{second}/minutes.pdf"} <= paths
    text = everything(found.values())
    hidden = [str(one) for meeting in meetings[3:] for one in await editions_of(services, meeting)]
    assert [one for one in (*HIDDEN, *meetings[3:], *hidden) if one in text] == []
    kinds = set(re.findall(r"<script[^>]*>", text))
    assert kinds == {'<script type="application/ld+json">'}  # data, which nothing executes


async def test_decisions_are_listed_and_found(client, services, meetings):
    """Every decision of the year with its result and address, by words too; nothing that is hidden."""
    body = BODY.search((await client.get("/portal")).text)[1]
    every = (await client.get(f"/portal/bodies/{body}/decisions")).text
    assert every.count("Der Spielplatz wird gebaut.") == 3
    assert "mehrheitlich angenommen" in every.lower()
    edition = (await editions_of(services, meetings[1]))[0]
    assert f'/portal/minutes/{edition}#top-oe-2-beschluss-1"' in every
    assert [one for one in HIDDEN if one in every] == []
    assert (
        "Der Spielplatz wird gebaut."
        in (await client.get(f"/portal/bodies/{body}/decisions?q=SPIELPLATZ gebaut")).text
    )
    assert "kein Beschluss" in (await client.get(f"/portal/bodies/{body}/decisions?q=Hallenbad")).text
    assert (await client.get(f"/portal/bodies/{uuid4()}/decisions")).status_code == 404


async def test_programs_read_what_a_page_is(client, services, meetings):
    """A meeting is an event with its minutes; a title in it cannot end the data block."""
    page = (await client.get(f"/portal/meetings/{meetings[1]}")).text
    data = json.loads(DATA.search(page)[1])
    edition = (await editions_of(services, meetings[1]))[0]
    assert (data["@type"], data["startDate"][:10]) == ("Event", town.day(2))
    assert data["subjectOf"]["url"].endswith(f"/portal/minutes/{edition}")
    document = json.loads(DATA.search((await client.get(f"/portal/minutes/{edition}")).text)[1])
    assert document["about"]["@id"] == data["@id"]
    assert len(document["identifier"]) == len("sha256:") + 64


async def test_minutes_have_an_address_for_each_item_and_decision(client, services, meetings):
    """Items and decisions are found by the fragment; the closed one has a number on the agenda."""
    edition = (await editions_of(services, meetings[1]))[0]
    page = (await client.get(f"/portal/minutes/{edition}")).text
    assert 'id="top-oe-1"' in page
    assert 'id="top-oe-2"' in page
    assert 'href="#top-oe-2-beschluss-1"' in page
    assert "top-n-1" not in page
    assert "Der Spielplatz wird gebaut." in page
    assert "Spielplatz &amp; &lt;Garten&gt;" in page
    agenda = (await client.get(f"/portal/meetings/{meetings[1]}")).text
    assert f'/portal/minutes/{edition}#top-oe-2"' in agenda
    assert "mehrheitlich angenommen" in agenda
    assert ">N 1<" in agenda


async def test_a_correction_is_told_on_both_editions(client, services, meetings):
    """The old edition says by which it was corrected and leads there; the new one says what it corrects."""
    first, second = await editions_of(services, meetings[0])
    old = (await client.get(f"/portal/minutes/{first}")).text
    assert "Berichtigt durch Fassung 2" in old
    assert f'href="/portal/minutes/{second}"' in old
    new = (await client.get(f"/portal/minutes/{second}")).text
    assert "Berichtigt Fassung 1" in new
    meeting = (await client.get(f"/portal/meetings/{meetings[0]}")).text
    assert meeting.count(str(first)) == 1
    assert f'class="main" href="/portal/minutes/{second}"' in meeting


async def test_what_is_not_published_cannot_be_told_from_what_never_was(client, services, meetings):
    """Another id, a hidden meeting, its edition and files get the same answer but for its length of time."""
    hidden = [str((await editions_of(services, one))[0]) for one in meetings[3:]]
    nobody = str(uuid4())
    ways = {
        "meetings": [nobody, *meetings[3:], "x", hidden[0]],
        "minutes": [nobody, *hidden, "1", meetings[0]],
        "bodies": [nobody, meetings[0], "%00"],
    }
    answers = [await client.get(f"/portal/{way}/{key}") for way, keys in ways.items() for key in keys]
    answers += [await client.get(f"/portal/minutes/{one}/minutes.pdf") for one in (nobody, *hidden)]
    answers += [await client.get(f"/portal/{one}") for one in ("nothing", f"people/{nobody}/feed.atom")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
    assert all("set-cookie" not in one.headers for one in answers)


async def test_files_are_the_signed_public_ones(client, services, meetings):
    """PDF and HTML come with their names; JSON, the file of a signature and what is not there do not."""
    edition = (await editions_of(services, meetings[1]))[0]
    pdf = await client.get(f"/portal/minutes/{edition}/minutes.pdf")
    assert pdf.content.startswith(f"%PDF-1.7 1 {meetings[1]}".encode())
    assert pdf.headers["content-disposition"] == f'inline; filename="niederschrift-{town.day(2)}-1.pdf"'
    page = await client.get(f"/portal/minutes/{edition}/minutes.html")
    assert "sandbox" in page.headers["content-security-policy"]
    refused = [
        (await client.get(f"/portal/minutes/{edition}/{name}")).status_code
        for name in ("signed.pdf", "minutes.json", "minutes.docx", "..%2fminutes.pdf")
    ]
    assert refused == [404, 404, 404, 404]


async def test_feeds_tell_what_is_new_and_what_was_corrected(client, services, meetings):
    """The feeds of municipality and council: Atom with corrections as entries, and links that lead there."""
    async with services.database.as_system().session() as session:
        meeting = await session.get_one(t.Meeting, UUID(meetings[0]))
        body, council = meeting.body_id, meeting.organization_id
    for path in (f"bodies/{body}", f"organizations/{council}"):
        answer = await client.get(f"/portal/{path}/feed.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = ET.fromstring(answer.content)
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == 4
        assert "Berichtigt Fassung 1" in entries[0].findtext(f"{ATOM}title")
        times = [one.findtext(f"{ATOM}updated") for one in entries]
        assert times == sorted(times, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == times[0]
        for link in feed.iter(f"{ATOM}link"):
            assert (await client.get(link.get("href"))).status_code == 200


async def test_what_is_known_already_is_not_sent_again(client, meetings):
    """304 with the ETag of the language; another language has another ETag."""
    path = f"/portal/meetings/{meetings[0]}"
    german = await client.get(path, headers={"accept-language": "de"})
    english = await client.get(path, headers={"accept-language": "en"})
    assert german.headers["etag"] != english.headers["etag"]
    assert english.headers["vary"] == "accept-language"
    again = await client.get(path, headers={"accept-language": "de", "if-none-match": german.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert 'lang="en"' in (await client.get(f"{path}?lang=en")).text


async def test_lists_by_council_and_year(client, services, meetings):
    """Filters narrow the list; what is no filter is left aside, and pages beyond the last are empty."""
    async with services.database.as_system().session() as session:
        meeting = await session.get_one(t.Meeting, UUID(meetings[0]))
        path, council = f"/portal/bodies/{meeting.body_id}", meeting.organization_id

    async def listed(**query):
        page = (await client.get(path, params=query)).text
        return [one for one in meetings if f"/portal/meetings/{one}" in page]

    assert await listed() == meetings[:3]
    assert await listed(organization=str(council), year="2026") == meetings[:3]
    assert await listed(year="2025") == []
    assert await listed(year="x", organization="'; --", page="-1") == meetings[:3]
    assert await listed(page="9999") == []


async def hunt(client, services, meetings, count):
    """Ask for ``count`` random things; return every mark that came back."""
    chance = random.Random(7)
    async with services.database.as_system().session() as session:
        bodies = list(await session.scalars(select(t.Body.id)))
        councils = list(await session.scalars(select(t.Organization.id)))
        editions = list(await session.scalars(select(t.MinutesEdition.id)))
        documents = list(await session.scalars(select(t.EditionDocument.id)))
    keys = [str(one) for one in (*bodies, *councils, *editions, *documents, *meetings, uuid4())]
    names = ["minutes.pdf", "minutes.html", "minutes.json", "signed.pdf", "feed.atom", "x"]
    values = [*keys, "2026", "1", "2", "en", "de", "%00", town.SECRET.lower(), "' OR 1=1 --"]
    below = ("/bodies", "/meetings", "/minutes", "/organizations")
    found, answered = set(), 0
    hidden = [str(one) for meeting in meetings[3:] for one in await editions_of(services, meeting)]
    for _ in range(count):
        path = chance.choice(
            ["", "/about", "/sitemap.xml", "/bodies", "/meetings", "/minutes", "/organizations"]
        )
        if path in below:
            path += f"/{chance.choice(keys)}"
            if chance.random() < 0.4:
                path += f"/{chance.choice(names)}"
        query = {
            chance.choice(["organization", "year", "page", "lang", "view", "q"]): chance.choice(values)
            for _ in range(chance.randrange(3))
        }
        answer = await client.get(f"/portal{path}", params=query)
        assert answer.status_code in {200, 404}, (path, query, answer.status_code)
        answered += answer.status_code == 200
        told = everything([answer]).replace(str(answer.url), "")
        found |= {one for one in (*HIDDEN, *hidden) if one in told}
        if path.split("/")[-1] not in meetings and not set(query.values()) & set(meetings):
            found |= {one for one in meetings[3:] if one in told}
    assert answered > count // 10
    return found


@pytest.mark.parametrize("conditions", ["own", "none"])
async def test_random_requests_find_nothing_hidden(client, services, meetings, conditions, monkeypatch):
    """Over all addresses and parameters, also where the service leaves its own conditions out."""
    if conditions == "none":
        monkeypatch.setattr(statements, "OPEN", ())
        monkeypatch.setattr(statements, "OPEN_DOCUMENT", ())
    assert await hunt(client, services, meetings, 100) == set()


@pytest.mark.slow
@pytest.mark.parametrize("conditions", ["own", "none"])
async def test_many_random_requests_find_nothing_hidden(client, services, meetings, conditions, monkeypatch):
    """The same ten thousand times in all."""
    if conditions == "none":
        monkeypatch.setattr(statements, "OPEN", ())
        monkeypatch.setattr(statements, "OPEN_DOCUMENT", ())
    assert await hunt(client, services, meetings, 5_000) == set()
