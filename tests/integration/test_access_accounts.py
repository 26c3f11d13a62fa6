"""Accounts, roles, bodies and links: who may give what to whom, on a real database."""

from __future__ import annotations

import pytest
from access_people import make_body, make_organization, make_person
from sqlalchemy import text, update

from app.access import NOBODY, Grant, Permission, Principal, Role, acting_as
from app.db import Database
from app.db import tables as t
from app.db.engine import APPLICATION_ROLE
from app.services.access.accounts import AccountService
from app.services.access.bodies import BodyService
from app.services.access.errors import (
    AccountNotFound,
    BodyNotFound,
    BodyTaken,
    EmailInvalid,
    ForbiddenError,
    LastOne,
    LinkDays,
    RoleUnknown,
)
from app.services.access.grants import GrantService
from app.services.access.links import LinkService
from app.services.access.sessions import load_principal
from app.services.errors import MeetingNotFound

pytestmark = pytest.mark.anyio


@pytest.fixture
async def database(database_url):
    opened = Database(database_url, role=APPLICATION_ROLE)
    yield opened
    await opened.close()


@pytest.fixture
def town(database_url):
    return make_body(database_url, "Aheim")


@pytest.fixture
def other(database_url):
    return make_body(database_url, "Bstadt")


@pytest.fixture
def administrator(database_url, town):
    return make_person(database_url, Grant(role=Role.ADMINISTRATOR, body=town))


@pytest.fixture
def operator(database_url):
    return make_person(database_url, operator=True)


async def fresh(database, account_id):
    """Return an account as it acts at its next request."""
    async with database.as_system().session() as session:
        return await load_principal(session, account_id)


async def test_operator_enters_a_body_and_its_first_administrator(database, operator):
    """An operator makes a municipality and gives it an administrator, who then works there alone."""
    with acting_as(operator):
        body = await BodyService(database).create_body(" Cdorf  am See ", ["Gemeinderat"])
        invited = await AccountService(database).invite(
            "A.Min@Cdorf.Example ", "Ada Min", "administrator", body.id
        )
    assert (body.name, invited.email) == ("Cdorf am See", "a.min@cdorf.example")
    assert [(one.role, one.body, one.organization) for one in invited.grants] == [
        ("administrator", "Cdorf am See", None)
    ]
    with acting_as(operator), pytest.raises(BodyTaken):
        await BodyService(database).create_body("Cdorf am See")


async def test_operator_gives_no_other_role(database, operator, town):
    """Who runs the installation cannot make himself a reader of drafts."""
    service = AccountService(database)
    with acting_as(operator), pytest.raises(ForbiddenError):
        await service.invite("s@town.example", "Sina", "secretary", str(town))
    with acting_as(operator), pytest.raises(ForbiddenError):
        await GrantService(database).give(str(operator.account), "secretary", str(town))


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.CHAIR, Role.MEMBER])
async def test_other_roles_manage_no_accounts(database, database_url, town, role):
    """Neither secretary nor chair nor member invites, lists, gives or makes bodies."""
    person = make_person(database_url, Grant(role=role, body=town))
    with acting_as(person):
        with pytest.raises(ForbiddenError):
            await AccountService(database).invite("x@town.example", "X", "member", str(town))
        with pytest.raises(ForbiddenError):
            await AccountService(database).list_accounts()
        with pytest.raises(ForbiddenError):
            await GrantService(database).give(str(person.account), "administrator", str(town))
        with pytest.raises(ForbiddenError):
            await BodyService(database).create_body("Neustadt")


async def test_administrator_invites_into_own_body_only(database, administrator, town, other):
    """Accounts of another municipality can neither be made nor seen."""
    service = AccountService(database)
    with acting_as(administrator):
        made = await service.invite("sina@town.example", "Sina Schrift", "secretary", str(town))
        with pytest.raises(BodyNotFound):
            await service.invite("x@town.example", "X", "member", str(other))
        listed = await service.list_accounts(str(town))
    assert {one.id for one in listed} == {made.id, str(administrator.account)}


async def test_the_same_address_is_the_same_account(database, database_url, administrator, town, other):
    """An address that another municipality invited gets a second role, not a second account."""
    neighbour = make_person(database_url, Grant(role=Role.ADMINISTRATOR, body=other))
    service = AccountService(database)
    with acting_as(neighbour):
        first = await service.invite("kim@region.example", "Kim", "member", str(other))
    with acting_as(administrator):
        second = await service.invite("KIM@region.example", "Kim", "secretary", str(town))
    assert second.id == first.id
    assert [one.body for one in second.grants] == ["Aheim"]


async def test_accounts_elsewhere_are_not_there(database, database_url, administrator, other):
    """An account without a role in one's body is not found, and cannot be locked."""
    stranger = make_person(database_url, Grant(role=Role.MEMBER, body=other))
    service = AccountService(database)
    with acting_as(administrator):
        with pytest.raises(AccountNotFound):
            await service.get_account(str(stranger.account))
        with pytest.raises(AccountNotFound):
            await service.lock(str(stranger.account))


async def test_locking_ends_every_right_at_once(database, database_url, administrator, town):
    """A locked account is no principal any more, and PostgreSQL gives it nothing even so."""
    person = make_person(database_url, Grant(role=Role.SECRETARY, body=town))
    make_organization(database_url, town, "Rat")
    with acting_as(administrator):
        view = await AccountService(database).lock(str(person.account))
    assert view.locked
    assert await fresh(database, person.account) is None
    with acting_as(person):
        async with database.session() as session:
            places = (await session.execute(text("SELECT app_organizations('meeting.edit')"))).all()
    assert places == []
    with acting_as(administrator):
        assert not (await AccountService(database).unlock(str(person.account))).locked


async def test_who_belongs_elsewhere_too_is_not_locked(database, database_url, administrator, town, other):
    """Locking ends rights everywhere, so it needs the right everywhere."""
    person = make_person(
        database_url, Grant(role=Role.MEMBER, body=town), Grant(role=Role.SECRETARY, body=other)
    )
    with acting_as(administrator), pytest.raises(ForbiddenError):
        await AccountService(database).lock(str(person.account))


async def test_last_administrator_stays(database, administrator):
    """The last administrator can neither lock himself nor lay down the role."""
    with acting_as(administrator):
        mine = await AccountService(database).get_account(str(administrator.account))
        with pytest.raises(LastOne):
            await AccountService(database).lock(mine.id)
        with pytest.raises(LastOne):
            await GrantService(database).take(mine.grants[0].id)


async def test_role_is_taken_where_another_administrator_is_left(database, database_url, administrator, town):
    """With a second administrator the first may go."""
    second = make_person(database_url, Grant(role=Role.ADMINISTRATOR, body=town))
    with acting_as(second):
        first = await AccountService(database).get_account(str(administrator.account))
        await GrantService(database).take(first.grants[0].id)
    assert (await fresh(database, administrator.account)).grants == ()


async def test_last_operator_stays(database, operator):
    """The last operator cannot be let go; with two, one can."""
    service = AccountService(database)
    with acting_as(operator):
        with pytest.raises(LastOne):
            await service.end_operator(str(operator.account))
        second = await service.create_operator("it@town.example", "Ida T.")
        assert second.operator
        await service.end_operator(second.id)
        assert not (await service.get_account(second.id)).operator


async def test_an_account_cannot_make_itself_an_operator(database, administrator):
    """The service's role has no privilege on the column, whatever a statement says."""
    with acting_as(administrator), pytest.raises(Exception, match="permission denied"):
        async with database.session() as session:
            await session.execute(
                update(t.Account).where(t.Account.id == administrator.account).values(operator=True)
            )


async def test_hashes_of_passwords_are_out_of_reach(database, administrator):
    """The service's role cannot read what signing in compares, not even of its own account."""
    for column in ("password_hash", "totp_secret", "recovery_codes"):
        with acting_as(administrator), pytest.raises(Exception, match="permission denied"):
            async with database.session() as session:
                await session.execute(text(f"SELECT {column} FROM account"))


async def test_claiming_to_be_an_operator_is_not_enough(database, administrator):
    """The database looks into the account, whatever the program says."""
    liar = Principal(account=administrator.account, operator=True, grants=administrator.grants)
    with acting_as(liar), pytest.raises(Exception, match="row-level security"):
        await BodyService(database).create_body("Neustadt")


async def test_scopes_bind_in_the_database_too(database, database_url, town):
    """A token with one scope has that permission alone; one with none has nothing."""
    make_organization(database_url, town, "Rat")
    person = make_person(database_url, Grant(role=Role.SECRETARY, body=town))
    found = {}
    for scopes in (None, frozenset({Permission.MEETING_LIST}), frozenset()):
        token = Principal(account=person.account, grants=person.grants, scopes=scopes)
        with acting_as(token):
            async with database.session() as session:
                for permission in ("meeting.list", "meeting.edit"):
                    rows = await session.execute(text(f"SELECT app_organizations('{permission}')"))
                    found[(scopes, permission)] = len(rows.all())
    assert list(found.values()) == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        ("no address", "member", EmailInvalid),
        ("a@b", "emperor", RoleUnknown),
        ("<a>@b.example", "member", EmailInvalid),
    ],
)
async def test_wrong_input_is_named(database, administrator, town, wrong):
    """What cannot be is refused with a plain error."""
    email, role, error = wrong
    with acting_as(administrator), pytest.raises(error):
        await AccountService(database).invite(email, "Name", role, str(town))


async def test_nobody_does_nothing(database, town):
    """Who is not signed in neither lists nor makes anything."""
    with acting_as(NOBODY):
        with pytest.raises(ForbiddenError):
            await AccountService(database).list_accounts()
        with pytest.raises(ForbiddenError):
            await BodyService(database).create_body("Neustadt")
        assert await BodyService(database).list_bodies() == ()
        with pytest.raises(MeetingNotFound):
            await LinkService(database).make(str(town))
        with pytest.raises(LinkDays):
            await LinkService(database).make(str(town), days=1000)
