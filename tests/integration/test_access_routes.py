"""The matrix of rights at the routes: everybody, every route there is; a route without a line fails.

For each route the table below says what it takes. Whoever has not got it is refused: 404 where not even
the meeting may be known of, 403 where it may, 401 where nobody is signed in. Whoever has it is not. And
whatever is answered, no word stands in it that is not theirs.
"""

from __future__ import annotations

import contextlib
import itertools
import uuid

import pytest
from access_rules import EDIT, RULES
from access_world import EDITORS, SIGHTS
from litestar.routes import HTTPRoute
from litestar.testing import AsyncTestClient
from web_client import BASE

from app.access import Permission, acting_as
from app.services import build_services
from app.services.access.identity import Visitor
from app.web import create_web_app

pytestmark = pytest.mark.anyio

WHO = (
    "nobody", "operator", "administrator", "secretary", "secretary of a committee", "secretary elsewhere",
    "chair", "member of the council", "member of the town", "reader", "reader of everything",
    "reader too late", "key for lists",
)  # fmt: skip

READING = {"known", "read", "watch"}

WATCHERS = {"administrator", "secretary", "chair"}
"""Who sees how far the work is."""


ALLOWED = {
    "operate": {"operator"},
    "run": {"administrator", "operator"},
    "manage": {"administrator"},
    "accounts": {"administrator", "operator"},
    "audit": {"administrator", "operator"},
    "glossary": {"secretary", "secretary of a committee"},
}

READERS = {"reader", "reader of everything", "reader too late"}


@pytest.fixture
async def client(world):
    services = build_services(world.url, world.data)
    async with AsyncTestClient(create_web_app(services), base_url=BASE) as made:
        made.services = services
        yield made


def routes_of(application):
    """Return method and path of every route; OPTIONS only where somebody wrote a handler for it."""
    for route in application.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    if method != "OPTIONS" or handler.fn.__module__.startswith("app."):
                        yield str(method), route.path


async def credentials(world, services, who):
    """Return the headers with which somebody comes: a session, a link's cookie, a key, or nothing."""
    principal = world.people[who]
    headers = {"origin": BASE, "accept": "application/json"}
    if principal.link is not None:
        return headers | {"cookie": f"meeting-link={services.entrance.sealer.seal('link', principal.link)}"}
    if principal.account is None:
        return headers
    if principal.scopes is not None:
        owner = type(principal)(account=principal.account, grants=principal.grants)
        with acting_as(owner):
            made = await services.entrance.tokens.create("k", [one.value for one in principal.scopes])
        return headers | {"authorization": f"Bearer {made.secret}"}
    opened = await services.entrance.sign_in.sign_in_account(principal.account, Visitor(), method="link")
    return headers | {"cookie": f"session={opened.token}"}


def address(world, path, meeting):
    """Return a path with something that is there in every place, where there is such a thing."""
    values = {
        "meeting_id": world.meetings[meeting],
        "recording_id": world.recordings[meeting],
        "body_id": world.bodies["town"],
        "organization_id": world.bodies["council"],
        "account_id": world.people["secretary of the council"].account,
        "name": "minutes.html",
        "stage": "draft",
        "kind": "recordings",
        "file_path": "css/app.css",
        "path": "nothing",
    }
    for part in [one for one in path.split("/") if one.startswith("{")]:
        name = part.strip("{}").partition(":")[0]
        path = path.replace(part, str(values.get(name, uuid.UUID(int=7))))
    return path


def verdict(rule, who, meeting):
    """Return whether somebody may, or the status with which they are refused."""
    if rule.need == "open":
        return True
    if who == "nobody":
        return 401
    sight = SIGHTS[who][meeting]
    if rule.need in {"known", "read", "watch", "edit"}:
        if sight == "-":
            return 404
        edits = meeting in EDITORS.get(who, ())
        watches = edits or (who in WATCHERS and meeting != "foreign")
        may = {"known": True, "read": sight in "RN", "watch": watches, "edit": edits}[rule.need]
        return True if may else 403
    if rule.need in ALLOWED:
        return True if who in ALLOWED[rule.need] else {403, 404}
    return True


async def test_every_route_has_a_line(client):
    """A route that nobody judged is a hole; a line without a route is forgotten."""
    assert sorted(set(routes_of(client.app)) - set(RULES)) == []
    assert sorted(set(RULES) - set(routes_of(client.app))) == []


@pytest.mark.parametrize("who", WHO)
async def test_everybody_at_every_route(world, client, who):
    """Who may gets in, who may not is refused as the table says; no answer holds a word too much."""
    headers = await credentials(world, client.services, who)
    marks = world.forbidden_marks(who)
    wrong = []
    for (method, path), rule in RULES.items():
        meetings = (
            ("draft", "released", "foreign", "published") if rule.need in READING else ("released", "foreign")
        )
        if "meeting_id" not in path:
            meetings = ("draft",)
        for meeting in meetings:
            expected = verdict(rule, who, meeting)
            if expected is True and not rule.run:
                continue
            body = {
                key: str(world.bodies["town"]) if one == "TOWN" else one for key, one in rule.body.items()
            }
            answer = await client.request(
                method,
                address(world, path, meeting) + rule.query,
                headers=headers,
                json=body or None,
                files={key: (None, one) for key, one in rule.form.items()} or None,
                follow_redirects=False,
            )
            status = answer.status_code
            refused = status in {401, 403, 404}
            fits = (
                (rule.need in {"signed", "account", "open"} or not refused)
                if expected is True
                else status in (expected if isinstance(expected, set) else {expected})
            )
            leaked = [mark for mark in marks if mark in answer.text.upper()]
            if not fits or leaked or (status >= 500 and status != 503):
                wrong.append((method, path, meeting, status, expected, leaked, answer.text[:200]))
    assert [one[:6] for one in wrong] == []


def test_the_table_covers_everybody():
    """Nobody of the world is left out, except those whom the services' matrix and the database's hold."""
    assert set(SIGHTS) - set(WHO) == {
        "secretary of the council",
        "reader of an ended link",
        "locked secretary",
    }
    assert {one.value for one in Permission} > {"meeting.edit"}
    assert len(list(itertools.chain(RULES))) > 120
    assert set(WHO) > READERS
    with contextlib.suppress(KeyError):
        assert verdict(EDIT, "secretary", "draft") is True
