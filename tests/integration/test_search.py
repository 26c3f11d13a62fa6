"""Search over a real PostgreSQL: German, what is found and counted, and how the index follows the results."""

from __future__ import annotations

import psycopg
import pytest
from search_archive import SAID, build_archive, keep_results, keys_of, results
from sqlalchemy import delete, select, update

from app.access import acting_as
from app.db import BlockingDatabase, Database
from app.db import tables as t
from app.db.engine import connection_string
from app.jobs.indexing import index_all_pending, rebuild
from app.services.search import SearchService, Wish

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def archive(postgres, template):
    name = "search_archive"
    with psycopg.connect(connection_string(postgres.url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return build_archive(postgres.url(name))


@pytest.fixture
async def search(archive):
    """Ask on behalf of somebody."""
    database = Database(archive.url)
    service = SearchService(database)

    async def asked(text="", who="nobody", **wish):
        with acting_as(archive.people[who]):
            return await service.search(Wish(text=text, **wish))

    yield asked
    await database.close()


def texts(found):
    """Return what is shown of all passages, as one text each."""
    return ["".join(piece.text for piece in one.pieces) for item in found.found for one in item.passages]


def marks(found):
    return {
        piece.text for item in found.found for one in item.passages for piece in one.pieces if piece.marked
    }


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Sanierung Schwimmbad", "Schwimmbadsanierung"),
        ("schwimmbäder", "Schwimmbadsanierung"),
        ("Haus Strasse", "Häuser und Straßen"),
        ("HÄUSERN", "Häuser"),
        ("haeuser", "Häuser"),
        ("Mueller", "Müller-Lüdenscheid"),
        ("Lüdenscheid", "Müller-Lüdenscheid"),
        ("§ 34 BauGB", "§ 34 Absatz 2 BauGB"),
        ("§34 baugb", "§ 34 Absatz 2 BauGB"),
        ("Paragraf 34 Baugesetzbuch", "§ 34 Absatz 2 BauGB"),
        ("§ 52 Gemeindeordnung", "Paragraph 52 der Gemeindeordnung"),
        ("V/2026/204", "V/2026/204"),
        ("Berliner Straße", "Berliner Straße 12"),
        ("Berliner Str.", "Berliner Straße 12"),
        ("Bahnhofstraße", "Bahnhofstr."),
        ("2450000", "2.450.000"),
        ('"freiwillige Feuerwehr"', "freiwillige Feuerwehr"),
        ("Gerätehaus Feuerwehren", "Gerätehaus"),
        ("Steuer Gewerbe", "Gewerbesteuer"),
        ("Kita oder Krippe", "neue Kita"),
        ("Arbeit mit der Jugend", "Jugendarbeit"),
    ],
)
async def test_german_words_are_found(search, asked, wanted):
    """Inflection, compounds, umlauts, paragraphs, papers, streets, numbers, phrases, alternatives."""
    found = await search(asked, kind="transcript")
    assert not found.relaxed
    assert any(wanted in text for text in texts(found)), texts(found)


@pytest.mark.parametrize(
    ("asked", "unwanted"),
    [
        ("§ 34", "34 Plätzen"),
        ("§ 52 BauGB", "Paragraph 52"),
        ("Turnhalle -Jugendarbeit", "Jugendarbeit"),
        ('freiwillige -"freiwillige Feuerwehr"', "Feuerwehr"),
        ('"Feuerwehr freiwillige"', "freiwillige Feuerwehr"),
        ("V/2026/20", "V/2026/204"),
    ],
)
async def test_what_is_not_meant_is_not_found(search, asked, unwanted):
    """Whole tokens, exclusions and the order of phrases."""
    assert [text for text in texts(await search(asked)) if unwanted in text] == []


async def test_a_misspelling_is_answered_by_a_word_that_occurs(search):
    """A word with a letter wrong, swapped or missing is offered as it stands in a passage."""
    for wrong, right in (
        ("Gewerbestuer", "Gewerbesteuer"),
        ("Turnhlale", "Turnhalle"),
        ("Gerätehuas", "Gerätehaus"),
    ):
        found = await search(wrong)
        assert (0, right) == (found.total, found.suggestion)


async def test_passages_are_grouped_marked_and_led_to(search, archive):
    """A hit names meeting and item, marks what was asked, and opens the meeting at its second."""
    found = await search("Schwimmbad Sanierung")
    first = next(one for one in found.found if one.number == "Ö 1")
    assert (
        first.number, first.title, first.body, first.date,
    ) == ("Ö 1", "Sanierung des Schwimmbads", "Aheim", "2026-05-21")  # fmt: skip
    assert {"Schwimmbadsanierung", "Sanierung", "Schwimmbads"} <= marks(found) | marks(
        await search("Schwimmbad Sanierung", kind="transcript")
    )
    first = (await search("Schwimmbad Sanierung", kind="transcript")).found[0]
    spoken = next(one for one in first.passages if one.kind == "transcript")
    assert f"/meetings/{archive.meetings['published']}?at=0.0#u0" == spoken.link


async def test_facets_count_and_narrow(search, archive):
    """Each value of a facet leaves as many passages as it says."""
    whole = await search("Rat beschließt", "member")
    assert {"organization", "year", "item", "kind", "result"} <= {facet.name for facet in whole.facets}
    for facet in whole.facets:
        for one in facet.values:
            narrowed = await search("Rat beschließt", "member", **{facet.name: one.value})
            assert one.count == narrowed.total, (facet.name, one)


async def test_filters_alone_list_what_they_leave(search):
    """Without words the latest come first; without anything nothing is listed."""
    assert (await search()).total == 0
    listed = await search(who="member", kind="decision")
    assert [item.date for item in listed.found][:3] == ["2026-05-21"] * 3
    assert {"Rat"} == {item.organization for item in listed.found}
    early = await search(who="member", until="2025-12-31", kind="decision")
    assert {"2025-09-04"} == {item.date for item in early.found}


async def test_results_by_date_or_by_relevance(search):
    """The same is found in another order."""
    close, late = [await search("Turnhalle", "member", order=order) for order in ("relevance", "date")]
    assert close.total == late.total
    assert sorted((one.date for one in late.found), reverse=True) == [one.date for one in late.found]


@pytest.mark.parametrize(
    "text", ["'", "\\", "a' | 'b", "((", ":*", "-", '"', "!!", "& |", "\x00", "§", "x" * 5000]
)
async def test_whatever_is_typed_is_read(search, text):
    """No text is an error, and none reaches the database as more than words."""
    assert (await search(text)).total >= 0


async def test_the_index_follows_the_results(database_url):
    """Stored again nothing changes; what left the public part is gone at once; what is deleted is gone."""
    archive = build_archive(database_url)
    key = archive.meetings["published"]
    database = BlockingDatabase(database_url)
    with database.session() as session:
        before = keys_of(session, key)
        every = len(session.scalars(select(t.PassageRow.id)).all())
    assert rebuild(database) == 3
    with database.session() as session:
        assert before == keys_of(session, key)
        assert every == len(session.scalars(select(t.PassageRow.id)).all())
        keep_results(session, key, results(SAID), results(SAID, public=True, without="Turnhalle"))
    with database.session() as session:
        assert {False} == {public for _, public in keys_of(session, key)}
    assert index_all_pending(database) == 1
    assert index_all_pending(database) == 0
    with database.session() as session:
        row = t.PassageRow
        shown = session.scalars(select(row.text).where(row.meeting_id == key, row.public)).all()
        assert [text for text in shown if "Turnhalle" in text] == []
        closed = session.scalars(select(row.text).where(row.meeting_id == key, ~row.public)).all()
        assert any("Turnhalle" in text for text in closed)
        session.execute(update(t.Meeting).where(t.Meeting.id == key).values(date=None))
        assert {None} == set(session.scalars(select(row.date).where(row.meeting_id == key)))
        session.execute(delete(t.Meeting).where(t.Meeting.id == key))
        assert set() == keys_of(session, key)
    database.close()


def test_the_index_of_words_is_used_below_the_policies(archive):
    """PostgreSQL may use the index for somebody whom row-level security binds."""
    with psycopg.connect(connection_string(archive.url)) as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        connection.execute("SET LOCAL role = protokollant_app")
        plan = connection.execute(
            "EXPLAIN SELECT count(*) FROM passage WHERE words @@ '''turnhall'''::tsquery"
        ).fetchall()
    assert any("ix_passage_words" in line for (line,) in plan), plan
