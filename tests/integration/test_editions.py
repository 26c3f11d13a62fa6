"""The life of minutes: from draft to published and corrected editions; who may, who sees, what stays."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from uuid import UUID

import jobs_meetings as jm
import psycopg
import pytest
from editions_town import (
    SECRET,
    enter_both_parts,
    enter_people,
    move,
    presented,
    sign,
    signed,
)
from sqlalchemy import select
from web_client import PASSWORD

from app.access import Permission, Principal, acting_as
from app.db import tables as t
from app.db.engine import connection_string
from app.services.access.errors import ForbiddenError
from app.services.access.signin_errors import PasswordWrong, SessionNeeded
from app.services.editions import (
    EditionNotFound,
    MoveNotPossibleError,
    MoveWish,
    SignatureFileError,
    SignatureNameMissingError,
)
from app.services.errors import ChangedMeanwhile, MeetingNotFound
from minutes.render.phrases import CLOSED_TITLE

pytestmark = pytest.mark.anyio

PDF = b"%PDF-1.7 signed by hand"


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def meeting(services):
    """A meeting of the council with both parts and its draft, under no state's law."""
    return await enter_both_parts(services)


@pytest.fixture
async def people(services, meeting, database_url):
    return await enter_people(services, meeting, database_url)


async def test_from_draft_to_published(services, meeting, people):
    """The whole life: every step is there with who and when; retention and the portal get their dates."""
    life = await signed(services, people, meeting)
    assert (life.state, life.edition, len(life.editions)) == ("signed", 1, 1)
    await move(services, people.secretary, meeting, "send")
    day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    await move(services, people.chair, meeting, "approve", date=day, meeting="18. Sitzung")
    life = await move(services, people.secretary, meeting, "publish")
    assert life.state == "published"
    steps = [(one.move, one.by) for one in reversed(life.steps)]
    assert steps == [
        ("submit", "Sina Schrift"),
        ("present", "Sina Schrift"),
        ("sign", "Georg Lehmann"),
        ("sign", "Sina Schrift"),
        ("send", "Sina Schrift"),
        ("approve", "Georg Lehmann"),
        ("publish", "Sina Schrift"),
    ]
    async with services.database.as_system().session() as session:
        row = await session.get_one(t.Meeting, UUID(meeting))
        log = (await session.scalars(select(t.AuditEntry.action).order_by(t.AuditEntry.seq))).all()
    assert (row.approved_at.date(), row.published_at is None, row.released_at is None) == (day, False, False)
    mine = ("minutes.", "edition.", "meeting.pub")
    assert [one for one in log if one.startswith(mine) and one != "minutes.changed"] == [
        "minutes.moved",
        "edition.made",
        "minutes.moved",
        "minutes.signed",
        "minutes.signed",
        "minutes.sent",
        "minutes.approved",
        "meeting.published",
    ]


async def test_an_edition_is_what_its_hash_says(services, meeting, people):
    """The manifest's hash is the edition's, each file's hash its content's, and the signatures name it."""
    life = await signed(services, people, meeting)
    edition = life.editions[0]
    async with services.database.as_system().session() as session:
        row = await session.get_one(t.MinutesEdition, UUID(edition.id))
        text, signatures = row.manifest, (await session.scalars(select(t.EditionSignature))).all()
    assert hashlib.sha256(text.encode()).hexdigest() == edition.sha256
    assert {one.edition_sha256 for one in signatures} == {edition.sha256}
    files = json.loads(text)["files"]
    assert set(files) == {
        f"{part}/minutes.{end}" for part in ("public", "nonpublic") for end in ("json", "html", "docx", "pdf")
    } | {"public/minutes.akn.xml"}
    with acting_as(people.secretary):
        for one in edition.documents:
            document = await services.editions.document(edition.id, one.stage, one.part, one.name)
            assert hashlib.sha256(document.data).hexdigest() == one.sha256
            if one.stage == "presented":
                assert files[f"{one.part}/{one.name}"] == one.sha256


async def test_signed_documents_bear_no_draft_mark_and_tell_where_they_come_from(services, meeting, people):
    """HTML and PDF: no word of a draft, the provenance with models, signatures, hash and the note on AI."""
    life = await signed(services, people, meeting)
    edition = life.editions[0]
    with acting_as(people.secretary):
        shown = await services.editions.document(edition.id, "signed", "public", "minutes.html")
        pdf = (await services.editions.document(edition.id, "signed", "public", "minutes.pdf")).data
        other = await services.editions.document(edition.id, "signed", "nonpublic", "minutes.html")
    page = shown.data.decode()
    assert "Entwurf" not in page
    for told in (edition.sha256, "Georg Lehmann", "Sina Schrift", "(EU) 2024/1689", "Spracherkennung"):
        assert told in page, told
    assert b"pdfuaid" in pdf
    assert (SECRET in page, CLOSED_TITLE in page, "zu klären" in page) == (False, True, False)
    assert (SECRET in other.data.decode(), "Spielplatz" in other.data.decode()) == (True, False)


async def test_what_stands_in_the_way_is_named(services, meeting, people):
    """Wrong state, wrong role, missing reason, a stale page: each is refused, and nothing happens."""
    with pytest.raises(MoveNotPossibleError, match="state"):
        await move(services, people.secretary, meeting, "send")
    for who in (people.chair, people.member, people.administrator):
        with pytest.raises((ForbiddenError, MeetingNotFound)):
            await move(services, who, meeting, "submit")
    await move(services, people.secretary, meeting, "submit")
    wish = MoveWish(move="present", reason="x")
    with acting_as(people.secretary), pytest.raises(ChangedMeanwhile):
        await services.editions.move(meeting, wish, expected=frozenset({"0"}))
    await move(services, people.secretary, meeting, "present", reason="x")
    with pytest.raises(MoveNotPossibleError, match="reason"):
        await move(services, people.chair, meeting, "reopen")
    with acting_as(people.secretary):
        life = await services.editions.life(meeting)
    assert (life.state, len(life.steps), len(life.editions)) == ("ready", 2, 1)


async def test_nobody_signs_for_somebody_else(services, meeting, people):
    """Wrong password, a key instead of a session, another's line, no name, twice: all refused."""
    await presented(services, people, meeting)
    with pytest.raises(PasswordWrong):
        await sign(services, people.chair, meeting, 0, "Georg Lehmann", password="falsch")
    key = Principal(account=people.chair.account, grants=people.chair.grants, scopes=frozenset(Permission))
    with acting_as(key), pytest.raises(SessionNeeded):
        await services.editions.sign(meeting, 0, "Georg Lehmann", password=PASSWORD)
    with pytest.raises(ForbiddenError):
        await sign(services, people.secretary, meeting, 0, "Georg Lehmann")
    with pytest.raises(SignatureNameMissingError):
        await sign(services, people.chair, meeting, 0, "  ")
    life = await sign(services, people.chair, meeting, 0, "Georg Lehmann")
    assert [(one.name, one.mine) for one in life.slots] == [("Georg Lehmann", False), (None, False)]
    with pytest.raises(MoveNotPossibleError, match="slot"):
        await sign(services, people.chair, meeting, 0, "Georg Lehmann")


async def test_signed_files_are_kept_and_hashed(services, meeting, people):
    """The secretary brings a paper that the chair signed; what is no PDF is refused."""
    await presented(services, people, meeting)
    told = {"kind": "pdf", "filename": "../niederschrift unterschrieben.pdf"}
    with acting_as(people.secretary):
        with pytest.raises(SignatureFileError):
            await services.editions.attach_signature(meeting, 0, "G. Lehmann", data=b"PK", **told)
        life = await services.editions.attach_signature(meeting, 0, "G. Lehmann", data=PDF, **told)
        kept = next(one for one in life.editions[0].documents if one.stage == "signature")
        document = await services.editions.document(life.editions[0].id, "signature", kept.part, kept.name)
    assert (document.data, kept.part, "/" in kept.name) == (PDF, "nonpublic", False)
    assert life.slots[0].file_sha256 == hashlib.sha256(PDF).hexdigest() == kept.sha256


async def test_a_correction_is_a_new_edition_that_names_the_old(services, meeting, people):
    """The old one stays under its address, published, and says by which it was corrected."""
    await signed(services, people, meeting)
    await move(services, people.secretary, meeting, "publish")
    life = await move(services, people.secretary, meeting, "correct", reason="Zahl bei TOP 2")
    assert (life.state, life.corrects, life.edition) == ("draft", 1, None)
    assert "abandon" in {one.move for one in life.moves}
    await signed(services, people, meeting)
    life = await move(services, people.secretary, meeting, "publish")
    new, old = life.editions
    assert (new.number, new.corrects, old.corrected_by, old.published is not None) == (2, 1, 2, True)
    assert new.sha256 != old.sha256
    with acting_as(people.stranger):
        assert (await services.editions.edition(old.id)).corrected_by == 2


async def test_an_abandoned_correction_goes_back_to_where_it_was(services, meeting, people):
    """The edition that was to be corrected is the one that counts again."""
    await signed(services, people, meeting)
    await move(services, people.secretary, meeting, "send")
    await move(services, people.secretary, meeting, "correct", reason="Irrtum")
    life = await move(services, people.secretary, meeting, "abandon", reason="doch nicht")
    assert (life.state, life.edition, life.corrects) == ("sent", 1, None)


async def test_who_sees_an_edition(services, meeting, people):
    """Strangers: from publication to its end; members: once it was sent; never what is not public."""
    life = await signed(services, people, meeting)
    address = life.editions[0].id

    async def seen(who):
        with acting_as(who):
            try:
                return {one.part for one in (await services.editions.edition(address)).documents}
            except EditionNotFound:
                return None

    assert [await seen(one) for one in (people.stranger, people.member)] == [None, None]
    await move(services, people.secretary, meeting, "send")
    assert [await seen(one) for one in (people.stranger, people.member)] == [None, {"public"}]
    await move(services, people.secretary, meeting, "publish")
    assert await seen(people.stranger) == {"public"}
    await move(services, people.secretary, meeting, "unpublish", reason="Name eines Bürgers")
    assert await seen(people.stranger) is None


async def test_the_database_shows_nobody_the_other_part(services, meeting, people, database_url):
    """By plain SQL: chair and secretary see the non-public document, nobody else does; nor the portal."""
    life = await signed(services, people, meeting)
    await move(services, people.secretary, meeting, "send")
    await move(services, people.secretary, meeting, "publish")
    rows = {}
    with psycopg.connect(connection_string(database_url), autocommit=True) as connection:
        for name in ("secretary", "chair", "member", "administrator", "stranger"):
            with connection.transaction(force_rollback=True):
                connection.execute(
                    "SELECT set_config('role', 'protokollant_app', true), "
                    "set_config('protokollant.account', %s, true), "
                    "set_config('protokollant.scopes', '*', true)",
                    (str(getattr(people, name).account),),
                )
                found = connection.execute("SELECT public FROM edition_document").fetchall()
                rows[name] = {public for (public,) in found}
        with connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL ROLE protokollant_portal")
            portal = connection.execute("SELECT public, content FROM edition_document").fetchall()
            numbers = connection.execute("SELECT number, sha256 FROM minutes_edition").fetchall()
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute("SELECT manifest FROM minutes_edition")
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute("SELECT 1 FROM edition_signature")
    both, public = {True, False}, {True}
    assert rows == {
        "secretary": both,
        "chair": both,
        "member": public,
        "administrator": public,
        "stranger": public,
    }
    assert {public for public, _ in portal} == {True}
    assert [content for _, content in portal if SECRET.encode() in content] == []
    assert numbers == [(1, life.editions[0].sha256)]
    await move(services, people.secretary, meeting, "unpublish", reason="x")
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute("SET LOCAL ROLE protokollant_portal")
        assert connection.execute("SELECT 1 FROM edition_document").fetchall() == []


async def test_nothing_of_an_edition_can_be_changed(services, meeting, people, database_url):
    """Not by the owner of the tables either; deleted only together with a record of it."""
    await signed(services, people, meeting)
    with psycopg.connect(connection_string(database_url), autocommit=True) as connection:
        for statement in (
            "UPDATE minutes_edition SET number = 7",
            "UPDATE edition_document SET content = ''",
            "UPDATE edition_signature SET name = 'x'",
            "UPDATE minutes_step SET move = 'x'",
            "DELETE FROM edition_document",
            "DELETE FROM minutes_edition",
            "DELETE FROM minutes_step",
            "TRUNCATE minutes_edition CASCADE",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="editions are"):
                connection.execute(statement)
    with acting_as(people.secretary):
        await services.meetings.delete_meeting(meeting)
    async with services.database.as_system().session() as session:
        left = (await session.scalars(select(t.MinutesEdition.id))).all()
        records = (await session.scalars(select(t.DeletionRecord.kind))).all()
    assert (left, records) == ([], ["meeting"])


async def test_terms_are_in_view(services, meeting, people):
    """Under the law of Baden-Württemberg: a week and a month from the meeting, overdue by now."""
    async with services.database.as_system().session() as session:
        row = await session.get_one(t.Meeting, UUID(meeting))
        row.state, row.date = "BW", dt.date(2026, 1, 15)
    with acting_as(people.secretary):
        lines = await services.editions.deadlines()
        life = await services.editions.life(meeting)
    assert [(one.term.code, str(one.term.due), one.term.overdue) for one in lines] == [
        ("publish", "2026-01-22", True),
        ("send", "2026-02-15", True),
    ]
    assert [one.code for one in life.terms] == ["publish", "send"]
    with acting_as(people.member), pytest.raises(ForbiddenError):
        await services.editions.deadlines()
