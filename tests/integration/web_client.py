"""What the tests of the pages share: a client, files to upload, forms."""

from __future__ import annotations

import contextlib
import json

from litestar.testing import AsyncTestClient
from sqlalchemy import select

from app.access import Role
from app.db import tables as t
from app.services.access.identity import Visitor
from app.services.access.passwords import hash_password
from app.web import create_web_app

BASE = "http://127.0.0.1:8765"

BODY = "Stadt Müllerbach"
"""Of :data:`AGENDA`."""

EMAIL, PASSWORD = "schriftfuehrung@muellerbach.example", "vier graue Esel traben"

_HASHES = []

OWN = {"origin": BASE}
"""What a browser says of a request from one of our own pages."""

HTML = {"accept": "text/html"}

AGENDA = {
    "schema": "protokollant/agenda/1",
    "meeting": {
        "body": "Stadt Müllerbach",
        "organization": "Rat",
        "number": "17",
        "date": "2026-05-21",
        "start": "18:00",
    },
    "items": [
        {"number": "Ö 1", "title": "Eröffnung", "public": True},
        {"number": "Ö 2", "title": "Haushalt <2026> & mehr", "public": True, "paper": "2026/112"},
        {"number": "N 1", "title": "Grundstück", "public": False},
    ],
}

ROSTER = {
    "schema": "protokollant/roster/1",
    "people": [
        {"name": "Sabine Möller", "role": "chair", "party": "SPD"},
        {"name": "Jens Krüger", "party": "FDP"},
    ],
}


def client_of(services, **options):
    """Return a client of the web application over real services."""
    return AsyncTestClient(create_web_app(services, **options), base_url=BASE)


async def make_account(
    services, email=EMAIL, *, name="Sabine Schrift", roles=(Role.SECRETARY,), body=BODY, **columns
):
    """Make an account with a password and roles in a whole body, which is made too; returns both keys."""
    async with services.database.as_system().session() as session:
        place = await session.scalar(select(t.Body).where(t.Body.name == body)) or t.Body(name=body)
        account = t.Account(email=email, name=name, **({"password_hash": await _hashed()} | columns))
        session.add_all((place, account))
        await session.flush()
        session.add_all(
            t.RoleGrant(account_id=account.id, role=role.value, body_id=place.id) for role in roles
        )
    return account.id, place.id


async def _hashed():
    """Return the hash of :data:`PASSWORD`, made once."""
    if not _HASHES:
        _HASHES.append(await hash_password(PASSWORD))
    return _HASHES[0]


async def sign_in(client, email=EMAIL, password=PASSWORD):
    """Sign in through the page, as a browser does."""
    answer = await client.post(
        "/login", data={"email": email, "password": password}, headers=OWN, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return answer


@contextlib.asynccontextmanager
async def signed_in_client(services, email=EMAIL, *, roles=(Role.SECRETARY, Role.ADMINISTRATOR), **columns):
    """Yield a client with the session of a new account; it behaves like a page of ours."""
    async with client_of(services) as client:
        account, _ = await make_account(services, email, roles=roles, **columns)
        opened = await services.entrance.sign_in.sign_in_account(account, Visitor(), method="link")
        client.cookies.set("session", opened.token)
        client.headers.update(OWN)
        yield client


def agenda_file(data=AGENDA, name="agenda.json"):
    """Return an agenda as a file of a form."""
    return (name, json.dumps(data).encode(), "application/json")


async def enter(client):
    """Enter a meeting by the interface and return its id."""
    answer = await client.post("/api/v1/meetings/", json={"agenda": AGENDA, "roster": ROSTER})
    assert answer.status_code == 201, answer.text
    return answer.json()["summary"]["id"]
