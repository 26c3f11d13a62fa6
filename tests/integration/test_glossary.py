"""The glossary: corrections are counted, shown and changed, used by the next meeting, and guarded."""

from __future__ import annotations

import asyncio
import json
from uuid import UUID

import psycopg
import pytest
from access_people import make_body, make_organization, make_person
from jobs_meetings import meeting_in_line, open_services
from web_client import HTML, OWN, client_of, make_account, sign_in, signed_in_client

from app.access import Grant, Role, acting_as
from app.db import BlockingDatabase
from app.db.engine import connection_string
from app.db.learned import Learned, learned_by, with_heard
from app.jobs.lifecycle import ProcessingRun
from app.services import build_services
from app.services.access.errors import BodyNotFound, ForbiddenError
from app.services.container import blob_folder
from app.services.glossary import MOST_FORMS, TermInvalid, TermNotFound, TermTaken
from app.storage import LocalStorage
from minutes.types import Person, Roster

pytestmark = pytest.mark.anyio


@pytest.fixture
async def services(database_url, tmp_path):
    made = build_services(database_url, tmp_path)
    yield made
    await made.close()


@pytest.fixture
def town(database_url):
    """A municipality with two councils and a secretary of one of them."""
    body = make_body(database_url, "Gemeinde Wiesenthal")
    council = make_organization(database_url, body, "Gemeinderat")
    make_organization(database_url, body, "Bauausschuss")
    grant = Grant(role=Role.SECRETARY, body=body, organization=council)
    return str(body), make_person(database_url, grant, name="Kim Beispiel")


async def test_corrections_are_counted(services, town):
    """The same correction twice is one entry with one misheard form, counted twice."""
    body, secretary = town
    with acting_as(secretary):
        for heard in ("Wotman", "Wotman", "Wort mann"):
            made = await services.glossary.correct(body, heard, "Wortmann", "name")
        assert made.count == 3
        assert [(form.text, form.count) for form in made.heard] == [("Wotman", 2), ("Wort mann", 1)]
        assert (made.origin, made.created_by, made.confirmed) == ("correction", "Kim Beispiel", None)
        assert [one.term for one in (await services.glossary.list(body)).items] == ["Wortmann"]


async def test_two_at_once_lose_no_correction(services, town):
    """Corrections that arrive together all count."""
    body, secretary = town
    with acting_as(secretary):
        forms = ["Bau hoff", "Bauhof f", "Bauhoff"] * 4
        await asyncio.gather(*(services.glossary.correct(body, heard, "Bauhof", "term") for heard in forms))
        found = (await services.glossary.list(body)).items
    assert [(one.term, one.count) for one in found] == [("Bauhof", 12)]
    assert sum(form.count for form in found[0].heard) == 12


async def test_pages_follow_each_other(services, town):
    """Every entry comes once, in the order of its term; a search narrows."""
    body, secretary = town
    terms = [f"Straße {number:02}" for number in range(7)]
    with acting_as(secretary):
        for term in terms:
            await services.glossary.add(body, term, "term")
        seen, after = [], None
        while True:
            page = await services.glossary.list(body, after=after, limit=3)
            seen += [one.term for one in page.items]
            if (after := page.next) is None:
                break
        narrowed = await services.glossary.list(body, find="straße 03")
    assert seen == terms
    assert [one.term for one in narrowed.items] == ["Straße 03"]


async def test_entries_are_changed_confirmed_and_removed(services, town):
    """Another spelling, a form forgotten, a person who vouches; then it is gone."""
    body, secretary = town
    with acting_as(secretary):
        made = await services.glossary.correct(body, "Wotman", "Wortman", "term")
        await services.glossary.add(body, "Bauhof", "term")
        changed = await services.glossary.change(
            body, made.id, term="Wortmann", kind="name", confirmed=True, forget=("Wotman",)
        )
        assert (changed.term, changed.kind, changed.heard) == ("Wortmann", "name", ())
        assert changed.confirmed_by == "Kim Beispiel"
        doubted = await services.glossary.change(body, made.id, confirmed=False)
        assert (doubted.term, doubted.confirmed) == ("Wortmann", None)
        with pytest.raises(TermTaken):
            await services.glossary.change(body, made.id, term="Bauhof")
        await services.glossary.remove(body, made.id)
        with pytest.raises(TermNotFound):
            await services.glossary.remove(body, made.id)


@pytest.mark.parametrize(
    ("heard", "written", "kind"),
    [
        ("a", "", "name"),
        ("a", "x" * 101, "name"),
        ("Bauhof", "Bauhof", "term"),
        ("a", "b", "thing"),
        (" ", "b", "term"),
    ],
)
async def test_nonsense_is_refused(services, town, heard, written, kind):
    """Nothing, too much, the same twice, an unknown kind."""
    body, secretary = town
    with acting_as(secretary), pytest.raises(TermInvalid):
        await services.glossary.correct(body, heard, written, kind)


async def test_forms_stay_few(services, town):
    """A term keeps at most fifty misheard forms; the rarest goes, never the one just heard."""
    body, secretary = town
    with acting_as(secretary):
        await services.glossary.correct(body, "form 000", "Wortmann", "name")
        for number in range(MOST_FORMS + 3):
            made = await services.glossary.correct(body, f"form {number:03}", "Wortmann", "name")
    assert len(made.heard) == MOST_FORMS
    assert {"form 000", f"form {MOST_FORMS + 2:03}"} <= {form.text for form in made.heard}


async def test_everything_is_in_the_audit_log(services, town, database_url):
    """Each change leaves an entry with the id of the term, and no word of it."""
    body, secretary = town
    with acting_as(secretary):
        made = await services.glossary.correct(body, "Wotman", "Wortmann", "name")
        await services.glossary.change(body, made.id, confirmed=True)
        await services.glossary.remove(body, made.id)
    with psycopg.connect(connection_string(database_url)) as connection:
        rows = connection.execute(
            "SELECT details FROM audit_entry WHERE action = 'glossary.changed' ORDER BY seq"
        ).fetchall()
    assert [row[0]["change"] for row in rows] == ["corrected", "edited", "removed"]
    assert {row[0]["term"] for row in rows} == {made.id}
    assert "ortmann" not in json.dumps([row[0] for row in rows])


async def test_others_see_nothing_of_it(services, town, database_url):
    """Administrators, chairs, members and another town's secretary are refused by service and database."""
    body, secretary = town
    elsewhere = make_body(database_url, "Kleine Gemeinde")
    with acting_as(secretary):
        await services.glossary.correct(body, "Wotman", "Wortmann", "name")
    key = secretary.grants[0].body
    others = [
        make_person(database_url, Grant(role=role, body=key))
        for role in (Role.ADMINISTRATOR, Role.CHAIR, Role.MEMBER)
    ]
    others.append(make_person(database_url, Grant(role=Role.SECRETARY, body=elsewhere)))
    for other in others:
        with acting_as(other):
            with pytest.raises((ForbiddenError, BodyNotFound)):
                await services.glossary.list(body)
            with pytest.raises((ForbiddenError, BodyNotFound)):
                await services.glossary.correct(body, "a", "b", "name")
            assert body not in {one for one, _ in await services.glossary.bodies()}
        assert _by_sql(database_url, other, "SELECT count(*) FROM glossary_term") == 0
        assert _by_sql(database_url, other, "UPDATE glossary_term SET count = 9") == 0
        assert _by_sql(database_url, other, "DELETE FROM glossary_term") == 0
    assert _by_sql(database_url, secretary, "SELECT count(*) FROM glossary_term") == 1


def _by_sql(url, principal, statement):
    """Return what a statement finds, or how many rows it reaches, on behalf of somebody."""
    with psycopg.connect(connection_string(url)) as connection:
        connection.execute("SET ROLE protokollant_app")
        connection.execute(
            "SELECT set_config('protokollant.account', %s, true), "
            "set_config('protokollant.scopes', '*', true)",
            (str(principal.account),),
        )
        found = connection.execute(statement)
        return found.fetchone()[0] if found.description else found.rowcount


async def test_the_next_meeting_knows_them(services, town, database_url, tmp_path):
    """Terms go to the recogniser, misheard names to the roster; windows that exist keep their terms."""
    body, secretary = town
    database, storage = BlockingDatabase(database_url), LocalStorage(blob_folder(tmp_path))
    with acting_as(secretary):
        for _ in range(2):
            await services.glossary.correct(body, "Krücker", "Krüger", "name")
        await services.glossary.correct(body, "Bau hoff", "Bauhof", "term")
    async with open_services(database_url, tmp_path) as others:
        meeting = await meeting_in_line(others)
    run = ProcessingRun(database, storage, UUID(meeting), job_id=1, worker="w")
    job = run.job(tmp_path / "work")
    assert set(job.glossary) >= {"Krüger", "Bauhof"}
    assert {person.name: person.heard for person in job.roster.people} == {
        "Sabine Möller": (),
        "Jens Krüger": ("Krücker",),
    }
    with psycopg.connect(connection_string(database_url), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO window_checkpoint (meeting_id, fingerprint, number, data, created_at) "
            "VALUES (%s, 'f', 0, '', now())",
            (meeting,),
        )
        with acting_as(secretary):
            await services.glossary.add(body, "Doppik", "term")
        assert run.job(tmp_path / "work").glossary == job.glossary
        connection.execute("DELETE FROM window_checkpoint")
    assert "Doppik" in run.job(tmp_path / "work").glossary
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute("UPDATE meeting SET approved_at = now() WHERE id = %s", (meeting,))
    approved = run.job(tmp_path / "work")
    assert approved.glossary == ()
    assert {person.heard for person in approved.roster.people} == {()}
    database.close()


async def test_one_slip_renames_nobody(services, town, database_url):
    """A name corrected once is no evidence of a voice; confirmed or corrected twice it is."""
    body, secretary = town
    database = BlockingDatabase(database_url)

    def heard():
        with database.session() as session:
            return learned_by(session, secretary.grants[0].body).heard

    with acting_as(secretary):
        made = await services.glossary.correct(body, "Krücker", "Krüger", "name")
        assert (heard(), made.trusted) == ({}, False)
        await services.glossary.change(body, made.id, confirmed=True)
        assert heard() == {"Krüger": ("Krücker",)}
        await services.glossary.change(body, made.id, confirmed=False)
        again = await services.glossary.correct(body, "Krücker", "Krüger", "name")
        assert (heard(), again.trusted) == ({"Krüger": ("Krücker",)}, True)
    database.close()


async def test_a_surname_that_two_share_is_nobodys():
    """A glossary's surname belongs to one person, a full name to exactly that one."""
    roster = Roster(
        people=(Person(name="Jens Krüger"), Person(name="Eva Krüger"), Person(name="Möller, Ute"))
    )
    taught = Learned(heard={"Krüger": ("Krücker",), "Eva Krüger": ("Ева",), "Ute Möller": ("Müllner",)})
    assert [person.heard for person in with_heard(roster, taught).people] == [(), ("Ева",), ("Müllner",)]


async def test_the_interface(services):
    """Learn, list, change and remove as JSON; the list answers items and next."""
    async with signed_in_client(services) as client:
        body = (await client.get("/api/v1/bodies/")).json()["items"][0]["id"]
        base = f"/api/v1/bodies/{body}/glossary"
        made = await client.post(
            f"{base}/corrections", json={"heard": "Wotman", "written": "Wortmann", "kind": "name"}
        )
        assert made.status_code == 201, made.text
        assert (await client.post(base, json={"term": "Bauhof"})).status_code == 201
        listed = (await client.get(f"{base}?limit=1")).json()
        assert [one["term"] for one in listed["items"]] == ["Bauhof"]
        rest = (await client.get(listed["next"])).json()
        assert ([one["term"] for one in rest["items"]], rest["next"]) == (["Wortmann"], None)
        key = made.json()["id"]
        changed = await client.patch(f"{base}/{key}", json={"confirmed": True})
        assert changed.json()["confirmed_by"] == "Sabine Schrift"
        wrong = await client.post(f"{base}/corrections", json={"heard": "x", "written": "x"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "glossary-term")
        assert (await client.delete(f"{base}/{key}")).status_code == 204
        gone = await client.delete(f"{base}/{key}")
        assert (gone.status_code, gone.json()["code"]) == (404, "glossary-not-found")


async def test_the_page(services):
    """A secretary corrects, confirms and removes; what was typed is escaped, and kept on an error."""
    async with client_of(services) as client:
        _, body = await make_account(services, roles=(Role.SECRETARY,))
        await make_account(services, "x@anders.example", roles=(Role.ADMINISTRATOR,), body="Anderswo")
        await sign_in(client)
        client.headers.update(OWN)
        empty = await client.get("/glossary", headers=HTML)
        assert "Noch keine Einträge" in empty.text
        saved = await client.post(
            f"/glossary/{body}/corrections",
            data={"heard": "<Wotman>", "written": "Wortmann", "kind": "name"},
            headers=HTML,
            follow_redirects=True,
        )
        assert "&lt;Wotman&gt;" in saved.text
        assert "noch nicht bestätigt" in saved.text
        wrong = await client.post(
            f"/glossary/{body}/corrections",
            data={"heard": "Bauhof", "written": "Bauhof", "kind": "term"},
            headers=HTML,
        )
        assert wrong.status_code == 422
        assert wrong.text.count('value="Bauhof"') == 2
        key = (await client.get(f"/api/v1/bodies/{body}/glossary")).json()["items"][0]["id"]
        kept = await client.post(
            f"/glossary/{body}/terms/{key}",
            data={"term": "Wortmann", "kind": "name"},
            headers=HTML,
            follow_redirects=True,
        )
        assert "bestätigt von Sabine Schrift" in kept.text
        gone = await client.post(f"/glossary/{body}/terms/{key}/remove", headers=HTML, follow_redirects=True)
        assert "Wortmann" not in gone.text
        client.cookies.clear()
        await sign_in(client, "x@anders.example")
        assert (await client.get("/glossary", headers=HTML)).status_code == 403
