"""Import of the past: found by search, closed where it is not public, never twice, and resumed."""

from __future__ import annotations

import docx
import pytest
from access_people import make_body, make_organization, make_person
from sqlalchemy import func, select

from app.access import NOBODY, Grant, Role, acting_as
from app.db import BlockingDatabase, Database
from app.db import tables as t
from app.jobs.indexing import index_all_pending
from app.services.past import PastImport
from app.services.search import SearchService, Wish
from app.storage import build_storage

pytestmark = pytest.mark.anyio

TEXT = (
    "Niederschrift über die Sitzung des Bauausschusses am 12.03.{year}",
    "Öffentlicher Teil",
    "TOP 1: Ausbau der Uferstraße",
    "Beschluss: Der Ausschuss beschließt den Ausbau der Uferstraße.",
    "Abstimmungsergebnis: 9 Ja-Stimmen, 2 Nein-Stimmen, 0 Enthaltungen",
    "Nichtöffentlicher Teil",
    "TOP 2: Kauf der Geheimwiese",
    "Beschluss: Der Ausschuss beschließt den Kauf der Geheimwiese.",
    "Abstimmungsergebnis: einstimmig",
)


@pytest.fixture
def documents(tmp_path):
    """Three documents, one of them unreadable."""
    folder = tmp_path / "alt"
    folder.mkdir()
    for year in (2004, 2005):
        document = docx.Document()
        for line in TEXT:
            document.add_paragraph(line.format(year=year))
        document.save(str(folder / f"{year}.docx"))
    (folder / "kaputt.docx").write_bytes(b"no document")
    return sorted(folder.iterdir())


@pytest.fixture
def place(database_url):
    """A town with a council, and its people."""
    body = make_body(database_url, "Aheim")
    council = make_organization(database_url, body, "Bauausschuss")
    return {
        "member": make_person(database_url, Grant(role=Role.MEMBER, body=body, organization=council)),
        "member of the town": make_person(database_url, Grant(role=Role.MEMBER, body=body)),
        "secretary": make_person(database_url, Grant(role=Role.SECRETARY, body=body)),
        "nobody": NOBODY,
    }


def take(url, folder, documents, **more):
    database = BlockingDatabase(url)
    try:
        taken = list(PastImport(database, build_storage(folder), body="Aheim", **more).take(documents))
        index_all_pending(database)
        with database.session() as session:
            return taken, session.scalar(select(func.count()).select_from(t.Meeting))
    finally:
        database.close()


@pytest.mark.parametrize("release", [False, True])
async def test_the_past_is_found_by_those_who_may_read_it(database_url, tmp_path, documents, place, release):
    """Members once it is released, the non-public part those alone who may read that; nobody else."""
    taken, meetings = take(database_url, tmp_path / "data", documents, release=release)
    assert [one.state for one in taken] == ["imported", "imported", "refused"]
    assert [(one.items, one.decisions, one.results) for one in taken[:2]] == [(2, 2, 2)] * 2
    assert taken[2].error == "agenda-damaged"
    assert meetings == 2
    database = Database(database_url)
    search = SearchService(database)

    async def found(who, text):
        with acting_as(place[who]):
            return (await search.search(Wish(text=text, kind="decision"))).total

    assert [await found(who, "Uferstraße") for who in place] == ([2, 2, 2, 0] if release else [0, 0, 2, 0])
    assert [await found(who, "Geheimwiese") for who in place] == ([2, 0, 2, 0] if release else [0, 0, 2, 0])
    with acting_as(place["secretary"]):
        results = (await search.search(Wish(text="Uferstraße"))).facets
    assert "2004" in {value.value for facet in results for value in facet.values}
    await database.close()


def test_an_import_that_was_broken_off_goes_on(database_url, tmp_path, documents, place):
    """What was taken in stays, what was not is taken in, and nothing is there twice."""
    del place
    first, meetings = take(database_url, tmp_path / "data", documents[:1])
    assert (first[0].state, meetings) == ("imported", 1)
    again, meetings = take(database_url, tmp_path / "data", documents)
    assert [one.state for one in again] == ["known", "imported", "refused"]
    assert again[0].meeting == first[0].meeting
    assert meetings == 2


def test_a_council_nobody_entered_is_asked_for(database_url, tmp_path, documents, place):
    """It is made only where it is named by whoever imports."""
    del place
    text = documents[0].with_name("rat.txt")
    text.write_text("\n".join(TEXT).replace("Bauausschusses", "Kulturausschusses").format(year=2006))
    refused, _ = take(database_url, tmp_path / "data", [text])
    assert (refused[0].error, "Kulturausschuss" in refused[0].reason) == ("past-place-unknown", True)
    taken, meetings = take(database_url, tmp_path / "data", [text], organization="Kulturausschuss")
    assert (taken[0].state, meetings) == ("imported", 1)
