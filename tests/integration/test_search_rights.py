"""Rights of the search: row-level security alone, because the search itself asks for none."""

from __future__ import annotations

import inspect

import psycopg
import pytest
from search_archive import build_archive

from app.access import acting_as
from app.db import Database
from app.db.engine import connection_string
from app.services.search import SearchService, Wish, service, spelling, statements

pytestmark = pytest.mark.anyio

OPEN, RELEASED, DRAFT, CLOSED = "Turnhalle", "Feuerwerkskonzept", "Quellenverordnung", "Zwirbelmann"

SEES = {
    "nobody": {OPEN},
    "member": {OPEN, RELEASED, CLOSED},
    "member of the town": {OPEN, RELEASED},
    "secretary": {OPEN, RELEASED, CLOSED},
    "foreign member": {OPEN},
    "foreign secretary": {OPEN, DRAFT, CLOSED},
}
"""Words that somebody finds; those of the non-public part stand in every meeting."""

MISSPELT = {OPEN: "Turnhale", RELEASED: "Feuerwerkskonzpet", DRAFT: "Quellenverodnung", CLOSED: "Zwirbelman"}

MEETINGS = {"nobody": 1, "member": 2, "member of the town": 2, "secretary": 2, "foreign member": 1,
            "foreign secretary": 2}  # fmt: skip
"""Whose public parts somebody sees."""


@pytest.fixture(scope="module")
def archive(postgres, template):
    name = "search_rights"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return build_archive(postgres.url(name))


@pytest.fixture
async def asks(archive):
    database = Database(archive.url)
    service = SearchService(database)

    async def asked(who, text="", **wish):
        with acting_as(archive.people[who]):
            return await service.search(Wish(text=text, **wish))

    yield asked
    await database.close()


@pytest.mark.parametrize("who", SEES)
async def test_only_what_may_be_read_is_found(asks, who):
    """Passages, counts and suggestions hold nothing of what is not theirs."""
    for word, wrong in MISSPELT.items():
        found, offered = await asks(who, word), await asks(who, wrong)
        assert (word in SEES[who]) == (found.total > 0), word
        assert (word in SEES[who]) == (bool(found.facets)), word
        assert (word if word in SEES[who] else None) == offered.suggestion


@pytest.mark.parametrize("who", SEES)
async def test_counts_are_those_of_the_own_archive(asks, who):
    """The same question counts for each what they see, in total and in every facet."""
    found = await asks(who, "Gewerbesteuer")
    assert MEETINGS[who] == found.total == found.items
    for facet in found.facets:
        assert MEETINGS[who] == sum(value.count for value in facet.values), facet.name
    titles = {value.value for facet in (await asks(who, kind="decision")).facets for value in facet.values}
    assert ("Grundstückskauf Geheimwiese" in titles) == (CLOSED in SEES[who])


@pytest.mark.parametrize("who", SEES)
async def test_filters_open_nothing(asks, archive, who):
    """Naming a council, a person or an item shows no more than is one's own."""
    for wish in (
        {"organization": str(archive.councils["elsewhere"])},
        {"item": "Grundstückskauf Geheimwiese"},
        {"person": "Sabine Möller"},
    ):
        shown = str(await asks(who, **wish))
        assert [word for word in (RELEASED, DRAFT, CLOSED) if word in shown and word not in SEES[who]] == []


def test_the_search_asks_for_no_right_itself():
    """What the tests above prove is row-level security alone: no statement knows of rights."""
    source = "".join(inspect.getsource(one) for one in (service, spelling, statements))
    words = (
        "published",
        "released",
        ".public.is_",
        "P.public ",
        "sight",
        "require",
        "principal",
        "Permission",
    )
    assert [word for word in words if word in source] == []


def test_the_portal_looks_in_no_working_result(archive):
    """What a published meeting is worked on with is not the portal's; it looks in editions alone."""
    with psycopg.connect(connection_string(archive.url)) as connection:
        connection.execute("SET LOCAL role = protokollant_portal")
        assert connection.execute("SELECT count(*) FROM passage").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM passage_meaning").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM search_word").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM search_pending")


def test_nobody_changes_what_is_found(archive):
    """The service's role cannot write passages or words, for whomever it works."""
    with psycopg.connect(connection_string(archive.url), autocommit=True) as connection:
        connection.execute("SET role = protokollant_app")
        for statement in (
            "DELETE FROM passage",
            "UPDATE passage SET public = true",
            "INSERT INTO search_word (word, variants) VALUES ('a', '')",
            "DELETE FROM search_pending",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
