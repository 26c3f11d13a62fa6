"""A municipality's own template: put in force, used for what is printed, removed; over services and HTTP."""

from __future__ import annotations

import io
from uuid import UUID

import docx
import jobs_meetings as jm
import msgspec
import pytest
from access_people import make_body, make_person
from drafted_demo import draft_demo, enter_drafted
from editions_town import enter_both_parts, enter_people, sign
from editions_town import presented as present
from own_templates import LIBREOFFICE, by_hand, saved
from sqlalchemy import select, text
from web_client import HTML, signed_in_client

from app.access import Grant, Role, acting_as
from app.db import tables as t
from app.db.templates import read_template_for
from app.pipeline.text import render_files
from app.pipeline.word import render_in
from app.services.access.errors import BodyNotFound, ForbiddenError
from app.services.editions.freezing import Sheet, presented
from app.services.templates import TemplateNotFound, TemplateUnusable
from minutes.render import read_places, texts_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """Transcript, outcomes and minutes of the demo."""
    return draft_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
async def meeting(services, database_url, drafted):
    """The demo with its draft."""
    return await enter_drafted(services, database_url, drafted)


@pytest.fixture
async def body(services, meeting):
    """Its municipality."""
    name = (await services.meetings.get_meeting(meeting)).summary.body
    return next(one.id for one in await services.bodies.list_bodies() if one.name == name)


@pytest.fixture
def administrator(database_url, body):
    """Who runs it."""
    return make_person(database_url, Grant(role=Role.ADMINISTRATOR, body=UUID(body)))


def header(file):
    """Return the first line of a document's header."""
    return docx.Document(io.BytesIO(file)).sections[0].header.paragraphs[0].text


async def test_a_template_is_used_until_it_is_removed(services, meeting, body, administrator):
    """For Word, with everything found again; each change stands in the log."""
    with acting_as(administrator):
        put = await services.templates.put(body, r"C:\Vorlagen\Briefkopf.docx", by_hand())
    assert (put.name, put.check.usable) == ("Briefkopf.docx", True)
    sent = await services.word.send(meeting)
    assert header(sent) == "STADT AUENBRUCK"
    texts = texts_of((await services.writing.open(meeting)).minutes)
    assert {one.path for one in read_places(sent, texts).places} == set(texts)
    assert (await services.word.receive(meeting, sent)).changes == ()
    with acting_as(administrator):
        await services.templates.put(body, "neu.docx", LIBREOFFICE.read_bytes())
    assert header(await services.word.send(meeting)).startswith("MARKT HOLLERN")
    with acting_as(administrator):
        await services.templates.remove(body)
    assert "Niederschrift" in header(await services.word.send(meeting))
    with acting_as(administrator), pytest.raises(TemplateNotFound):
        await services.templates.get(body)
    async with services.database.as_system().session() as session:
        rows = await session.execute(
            text("SELECT details->>'change' FROM audit_entry WHERE action = 'template.changed' ORDER BY seq")
        )
        assert [one for (one,) in rows] == ["uploaded", "uploaded", "removed"]


async def test_a_kind_that_would_lose_something_stays_standard(services, meeting, body, administrator):
    """A template without the course of debate is for decisions alone."""
    document = docx.Document(io.BytesIO(by_hand()))
    for paragraph in document.paragraphs:
        if "topic.course" in paragraph.text:
            for gone in (paragraph._p.getnext().getnext(), paragraph._p.getnext(), paragraph._p):
                gone.getparent().remove(gone)
    with acting_as(administrator):
        put = await services.templates.put(body, "beschluss.docx", saved(document))
    assert {one.kind for one in put.check.kinds if one.fits} == {"decisions"}
    assert header(await services.word.send(meeting, "decisions")) == "STADT AUENBRUCK"
    assert header(await services.word.send(meeting, "course")) != "STADT AUENBRUCK"


async def test_an_unusable_template_is_refused_and_the_old_one_stays(services, body, administrator):
    """With what is wrong, in the language of who asks."""
    with acting_as(administrator):
        await services.templates.put(body, "gut.docx", by_hand())
    document = docx.Document()
    document.add_paragraph("{{ view.titel }}")
    with acting_as(administrator), pytest.raises(TemplateUnusable) as error:
        await services.templates.put(body, "schlecht.docx", saved(document))
    assert "Gemeint ist wohl view.title." in error.value.text("de")
    assert "Did you mean view.title?" in error.value.text("en")
    with acting_as(administrator):
        assert (await services.templates.get(body)).name == "gut.docx"


async def test_nobody_else_chooses_a_template(services, database_url, body, administrator):
    """Neither a secretary nor who runs the municipality next door; a row of it stays unseen there."""
    with acting_as(administrator):
        await services.templates.put(body, "gut.docx", by_hand())
    neighbour = make_person(
        database_url, Grant(role=Role.ADMINISTRATOR, body=make_body(database_url, "Nebenan"))
    )
    for deed in (services.templates.get, services.templates.file, services.templates.remove):
        with pytest.raises(ForbiddenError):
            await deed(body)
        with acting_as(neighbour), pytest.raises(BodyNotFound):
            await deed(body)
    with acting_as(neighbour):
        async with services.database.session() as session:
            assert (await session.execute(text("SELECT count(*) FROM body_template"))).scalar_one() == 0
    async with services.database.session() as session:
        assert (await session.execute(text("SELECT count(*) FROM body_template"))).scalar_one() == 1
        assert (await session.execute(text("DELETE FROM body_template"))).rowcount == 0


async def test_the_engines_print_in_it(services, meeting, body, administrator, drafted):
    """Drafts and editions; a template that fails while a draft is printed gives way."""
    file = by_hand()
    with acting_as(administrator):
        await services.templates.put(body, "gut.docx", file)
    async with services.database.as_system().session() as session:
        own = await read_template_for(session, UUID(meeting))
    assert own is not None
    assert own.file == file
    transcript, outcomes, minutes = drafted
    files = render_files(transcript, outcomes, minutes, stems=("minutes",), own=own)
    assert header(files["minutes.docx"]) == "STADT AUENBRUCK"
    made = presented(minutes, minutes, "decisions", Sheet(number=1, day="1.1.2026"), (), own=own)
    assert header(next(one.data for one in made if one.name == "minutes.docx")) == "STADT AUENBRUCK"
    broken = msgspec.structs.replace(own, file=b"kein Word")
    assert header(render_in(broken, minutes, "course")) != "STADT AUENBRUCK"


async def test_the_page_tells_the_result(services):
    """Checked only, refused, put in force, shown, removed; the same as JSON."""
    async with signed_in_client(services) as client:
        body = (await client.get("/api/v1/bodies")).json()["items"][0]["id"]

        async def send(file, **fields):
            return await client.post(
                f"/templates/{body}",
                files={"file": ("Kopf.docx", file)},
                data=fields,
                headers=HTML,
                follow_redirects=False,
            )

        assert "Es gilt die Standardvorlage" in (await client.get("/templates", headers=HTML)).text
        checked = await send(by_hand(), check="1")
        assert (checked.status_code, "nur geprüft" in checked.text) == (200, True)
        document = docx.Document()
        document.add_paragraph("{{ view.titel }}")
        refused = await send(saved(document))
        assert (refused.status_code, "Gemeint ist wohl view.title" in refused.text) == (422, True)
        assert (await send(by_hand())).status_code == 303
        shown = (await client.get("/templates?saved=1", headers=HTML)).text
        assert "Kopf.docx" in shown
        assert "Die Vorlage gilt ab jetzt" in shown
        base = f"/api/v1/bodies/{body}/template"
        assert (await client.get(base)).json()["name"] == "Kopf.docx"
        assert (await client.get(f"{base}/file")).content[:2] == b"PK"
        assert header((await client.get(f"{base}/preview?kind=decisions")).content) == "STADT AUENBRUCK"
        assert "{{ view.title }}" in header((await client.get(f"{base}/standard")).content)
        answer = await client.post(f"{base}/check", content=b"kein Word")
        assert answer.json()["errors"][0]["code"] == "not-docx"
        assert (await client.put(base, content=b"kein Word")).status_code == 422
        gone = await client.post(f"/templates/{body}/remove", headers=HTML, follow_redirects=False)
        assert gone.status_code == 303
        assert (await client.get(base)).status_code == 404


async def test_what_was_presented_is_signed_in_the_same_template(services, database_url):
    """A template that the municipality changes between presenting and the last signature changes nothing."""
    meeting = await enter_both_parts(services)
    people = await enter_people(services, meeting, database_url)
    body = str(people.administrator.grants[0].body)
    with acting_as(people.administrator):
        await services.templates.put(body, "eins.docx", by_hand())
    await present(services, people, meeting)
    await sign(services, people.chair, meeting, 0, "Georg Lehmann")
    with acting_as(people.administrator):
        await services.templates.remove(body)
    life = await sign(services, people.secretary, meeting, 1, "Sina Schrift")
    heads = {}
    row = t.EditionDocument
    async with services.database.as_system().session() as session:
        for stage, data in await session.execute(
            select(row.stage, row.content).where(row.public, row.name == "minutes.docx")
        ):
            heads[stage] = docx.Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text
    assert heads["signed"] == heads["presented"]
    assert heads["signed"] == docx.Document(io.BytesIO(by_hand())).sections[0].header.paragraphs[0].text
    assert {one.stage for one in life.editions[0].documents} == {"presented", "signed"}
