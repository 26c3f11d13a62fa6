"""Roles and what they bring."""

from uuid import uuid4

import pytest

from app.access import (
    NOBODY,
    PERMISSIONS,
    Grant,
    Permission,
    Principal,
    Role,
    acting_as,
    current_principal,
)

TOWN, OTHER_TOWN, COUNCIL, COMMITTEE = uuid4(), uuid4(), uuid4(), uuid4()


def one(role, organization=None, **more):
    """Return somebody with one role in the town."""
    return Principal(
        account=uuid4(), grants=(Grant(role=role, body=TOWN, organization=organization),), **more
    )


@pytest.mark.parametrize("role", Role)
def test_no_role_reaches_into_another_body(role):
    """What somebody is in one town means nothing in the next."""
    assert not any(one(role).may(permission, OTHER_TOWN, COUNCIL) for permission in Permission)


@pytest.mark.parametrize("role", Role)
def test_a_role_in_an_organization_holds_there_alone(role):
    """A committee's secretary has no part in the council, nor in the body as a whole."""
    somebody = one(role, COMMITTEE)
    assert {p for p in Permission if somebody.may(p, TOWN, COMMITTEE)} == PERMISSIONS[role]
    assert not any(somebody.may(p, TOWN, COUNCIL) or somebody.may(p, TOWN) for p in Permission)


def test_a_member_of_the_body_hears_no_committee_behind_closed_doors():
    """The non-public part needs the membership in the organization itself."""
    assert one(Role.MEMBER).may(Permission.MEETING_READ, TOWN, COMMITTEE)
    assert not one(Role.MEMBER).may(Permission.NONPUBLIC_READ, TOWN, COMMITTEE)
    assert one(Role.MEMBER, COMMITTEE).may(Permission.NONPUBLIC_READ, TOWN, COMMITTEE)


def test_an_administrator_reads_no_drafts():
    """Who keeps the accounts need not know what was said."""
    for permission in (Permission.DRAFT_READ, Permission.NONPUBLIC_READ, Permission.MEETING_EDIT):
        assert not one(Role.ADMINISTRATOR).may(permission, TOWN, COUNCIL)


def test_scopes_only_take_away():
    """A token never brings more than its owner has, and nothing outside its scopes."""
    token = one(Role.SECRETARY, scopes=frozenset({Permission.MEETING_READ, Permission.AUDIT_READ}))
    assert token.may(Permission.MEETING_READ, TOWN, COUNCIL)
    assert not token.may(Permission.MEETING_EDIT, TOWN, COUNCIL)
    assert not token.may(Permission.AUDIT_READ, TOWN)
    assert not token.may_somewhere(Permission.MEETING_EDIT)


def test_nobody_acts_where_nobody_was_named():
    """Outside of a block it is nobody, also after an error inside one."""
    somebody = one(Role.SECRETARY)
    with acting_as(somebody):
        assert current_principal() is somebody
    with pytest.raises(ZeroDivisionError), acting_as(somebody):
        divmod(1, 0)
    assert current_principal() is NOBODY
    assert not any(NOBODY.may(permission, TOWN, COUNCIL) for permission in Permission)
