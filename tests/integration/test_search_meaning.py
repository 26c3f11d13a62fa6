"""Search by meaning: other words are found, by those alone who may read them."""

from __future__ import annotations

import psycopg
import pytest
from search_archive import SAID, build_archive, keep_results, results
from sqlalchemy import func, select

from app.access import acting_as
from app.db import BlockingDatabase, Database
from app.db import tables as t
from app.db.engine import connection_string
from app.jobs.indexing import index_all_pending, rebuild
from app.jobs.meanings import mean_all_pending
from app.search import text_key
from app.search.meaning import Meaning
from app.services.search import SearchService, Wish

pytestmark = pytest.mark.anyio

MODEL = Meaning()

POOL = "Wie teuer wird das Hallenbad?"
"""None of its words is in the archive, which speaks of a Schwimmbad."""

CLOSED = "Zwirbelmann"


@pytest.fixture(scope="module")
def archive(postgres, template):
    name = "search_meaning"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    archive = build_archive(postgres.url(name))
    database = BlockingDatabase(archive.url)
    mean_all_pending(database, MODEL)
    database.close()
    return archive


@pytest.fixture
async def asks(archive):
    database = Database(archive.url)
    service = SearchService(database, MODEL)

    async def asked(who, text="", **wish):
        with acting_as(archive.people[who]):
            return await service.search(Wish(text=text, **wish))

    yield asked
    await database.close()


def texts(found):
    return ["".join(piece.text for piece in one.pieces) for item in found.found for one in item.passages]


async def test_other_words_are_found(asks):
    """What says the same is found where no word of the question occurs, with its facets."""
    found = await asks("member", POOL)
    assert "Schwimmbad" in " ".join(texts(found))
    assert {"organization", "kind"} <= {facet.name for facet in found.facets}
    assert found.found[0].title == "Sanierung des Schwimmbads"
    assert any(one.meant for one in found.found[0].passages)


@pytest.mark.parametrize("who", ["nobody", "member of the town", "member", "foreign member", "secretary"])
async def test_meaning_opens_nothing(asks, who):
    """The non-public purchase is found by its meaning by those alone who may read that part."""
    found = await asks(who, "Ankauf eines Ackers: an wen geht das Geld?")
    seen = [text for text in texts(found) if CLOSED in text or "Geheimwiese" in text]
    assert bool(seen) == (who in {"member", "secretary"})
    titles = {value.value for facet in found.facets for value in facet.values}
    assert ("Grundstückskauf Geheimwiese" in titles) == bool(seen)


@pytest.mark.parametrize("text", ['"freiwillige Aufgabe"', "§ 34 BauGB", "V/2026/204"])
async def test_what_is_asked_for_to_the_letter_stays_exact(asks, archive, text):
    """Phrases and references find what words alone find."""
    database = Database(archive.url)
    with acting_as(archive.people["member"]):
        plain = await SearchService(database).search(Wish(text=text))
    await database.close()
    assert plain == await asks("member", text)
    assert plain.total > 0


async def test_what_is_excluded_is_not_found_by_its_meaning(asks):
    """A word after a minus occurs in nothing that is shown."""
    assert any("Schwimmbad" in text for text in texts(await asks("member", POOL)))
    found = texts(await asks("member", f"{POOL} -Schwimmbad"))
    assert [text for text in found if "Schwimmbad" in text] == []


async def test_a_list_by_date_is_one_of_words(asks, archive):
    """Sorted by date, nothing is in the list that only means something like it."""
    database = Database(archive.url)
    with acting_as(archive.people["member"]):
        plain = await SearchService(database).search(Wish(text=POOL, order="date"))
    await database.close()
    assert plain == await asks("member", POOL, order="date")


def test_vectors_are_closed_as_their_passages_are(archive):
    """Below every statement: whoever sees no passage with a text sees no vector of it."""
    key = text_key("Grundstückskauf Geheimwiese", SAID[-1][1])
    with psycopg.connect(connection_string(archive.url)) as connection:
        asked = "SELECT count(*) FROM passage_meaning WHERE text_key = %s"
        counted = []
        for role in ("protokollant_system", "protokollant_app", "protokollant_portal"):
            connection.execute(f"SET LOCAL role = {role}")
            counted.append(connection.execute(asked, (key,)).fetchone()[0])
            connection.execute("RESET role")
    assert counted[0] > 0
    assert counted[1:] == [0, 0]


def test_meanings_follow_the_texts(database_url):
    """Drafted anew only new texts are read; what nobody says any more is forgotten."""
    archive = build_archive(database_url)
    key = archive.meetings["published"]
    database = BlockingDatabase(database_url)
    row = t.PassageMeaning

    def kept():
        with database.session() as session:
            return session.scalar(select(func.count()).select_from(row))

    assert mean_all_pending(database, MODEL) == kept() > 0
    before = kept()
    rebuild(database)
    assert mean_all_pending(database, MODEL) == 0
    assert before == kept()
    with database.session() as session:
        keep_results(session, key, results(SAID[1:]), results(SAID[1:], public=True))
    index_all_pending(database)
    assert mean_all_pending(database, MODEL) == 0
    assert kept() < before
    database.close()
