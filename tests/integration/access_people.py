"""People for the tests of the rights: bodies, accounts and roles, entered as the system."""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING

import psycopg

from app.access import Grant, Principal, Role, acting_as
from app.db.engine import connection_string

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


def _insert(connection: psycopg.Connection, table: str, **values: object) -> UUID:
    key = uuid.uuid4()
    columns = {"id": key, **values}
    names = ", ".join(columns)
    marks = ", ".join(["%s"] * len(columns))
    connection.execute(
        f"INSERT INTO {table} ({names}, created_at, updated_at) VALUES ({marks}, now(), now())",  # type: ignore[arg-type]  # names of this file
        list(columns.values()),
    )
    return key


def make_body(url: str, name: str) -> UUID:
    """Return the key of a municipality of the name, entered if it is new."""
    with psycopg.connect(connection_string(url)) as connection:
        known = connection.execute("SELECT id FROM body WHERE name = %s", (name,)).fetchone()
        return known[0] if known else _insert(connection, "body", name=name)


def make_organization(url: str, body: UUID, name: str) -> UUID:
    """Return the key of a council of the name, entered if it is new."""
    with psycopg.connect(connection_string(url)) as connection:
        known = connection.execute(
            "SELECT id FROM organization WHERE body_id = %s AND name = %s", (body, name)
        ).fetchone()
        return known[0] if known else _insert(connection, "organization", body_id=body, name=name)


def make_person(url: str, *grants: Grant, operator: bool = False, name: str = "Kim Beispiel") -> Principal:
    """Enter an account with roles and return it as who acts."""
    with psycopg.connect(connection_string(url)) as connection:
        key = _insert(
            connection,
            "account",
            email=f"{uuid.uuid4().hex}@town.example",
            name=name,
            language="de",
            operator=operator,
            must_change_password=False,
            recovery_codes="[]",
        )
        for grant in grants:
            _insert(
                connection,
                "role_grant",
                account_id=key,
                role=grant.role.value,
                body_id=grant.body,
                organization_id=grant.organization,
                origin="hand",
            )
    return Principal(account=key, name=name, operator=operator, grants=grants)


def make_secretary(url: str, *bodies: str) -> Principal:
    """Enter somebody who is secretary of whole bodies."""
    grants = [Grant(role=Role.SECRETARY, body=make_body(url, name)) for name in bodies]
    return make_person(url, *grants, name="Sina Schrift")


@contextlib.contextmanager
def acting_as_secretary(url: str, *bodies: str) -> Iterator[Principal]:
    """Act as a new secretary of ``bodies`` inside the block."""
    with acting_as(make_secretary(url, *bodies)) as principal:
        yield principal
