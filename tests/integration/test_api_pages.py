"""Every action of a page as JSON too: the routes of both, paired; a page without a line fails."""

from __future__ import annotations

import json

import pytest
from litestar.routes import HTTPRoute
from web_client import AGENDA, signed_in_client

from app.services import build_services

pytestmark = pytest.mark.anyio

MEETING = "/meetings/{meeting_id:str}"
API_MEETING = "/api/v1/meetings/{meeting_id:str}"
WORK = f"{API_MEETING}/minutes/work"
CORRECTIONS = f"{API_MEETING}/transcript/work"
LIFE = f"{API_MEETING}/minutes/life"
EDITION_FILE = "/protocols/{edition_id:str}/{stage:str}/{part:str}/{name:str}"
RECORDING = "/recordings/{recording_id:str}"
TEMPLATE = "/api/v1/bodies/{body_id:str}/template"
TERMS = "/api/v1/bodies/{body_id:str}/glossary"
RETENTION = "/api/v1/bodies/{body_id:str}/retention"

SAME: dict[str, tuple[str, ...]] = {
    "GET /ai-systems": ("GET /api/v1/ai-systems",),
    "GET /meetings": ("GET /api/v1/meetings",),
    "GET /search": ("GET /api/v1/search",),
    "POST /meetings/new": ("POST /api/v1/meetings",),
    "POST /meetings/new/agenda": ("POST /api/v1/agendas/recognition",),
    f"GET {MEETING}": (
        f"GET {API_MEETING}",
        f"GET {API_MEETING}/processing",
        f"GET {API_MEETING}/transcript",
        f"GET {API_MEETING}/outcomes",
        f"GET {API_MEETING}/minutes",
        f"GET {API_MEETING}/documents",
        f"GET {API_MEETING}/recordings",
        f"GET {API_MEETING}/uploads",
    ),
    f"GET {MEETING}/edit": (f"GET {API_MEETING}", "GET /api/v1/states"),
    f"POST {MEETING}/edit": (f"PATCH {API_MEETING}",),
    f"POST {MEETING}/delete": (f"DELETE {API_MEETING}",),
    f"GET {MEETING}/documents/{{name:str}}": (f"GET {API_MEETING}/documents/{{name:str}}",),
    f"POST {MEETING}/recordings": (f"POST {API_MEETING}/recordings", f"POST {API_MEETING}/uploads"),
    f"POST {MEETING}{RECORDING}/begin": (f"PATCH {API_MEETING}{RECORDING}",),
    f"POST {MEETING}{RECORDING}/move": (f"PATCH {API_MEETING}{RECORDING}",),
    f"POST {MEETING}{RECORDING}/remove": (f"DELETE {API_MEETING}{RECORDING}",),
    f"GET {MEETING}/progress/events": (f"GET {API_MEETING}/processing/events",),
    f"POST {MEETING}/start": (f"POST {API_MEETING}/processing/start",),
    f"POST {MEETING}/cancel": (f"POST {API_MEETING}/processing/cancel",),
    f"POST {MEETING}/retry": (f"POST {API_MEETING}/processing/retry",),
    f"POST {MEETING}/again/{{stage:str}}": (f"POST {API_MEETING}/processing/again/{{stage:str}}",),
    f"GET {MEETING}/minutes": (f"GET {WORK}", f"GET {WORK}/changes"),
    f"GET {MEETING}/transcript": (
        f"GET {CORRECTIONS}",
        f"GET {CORRECTIONS}/changes",
        f"POST {CORRECTIONS}/edits",
    ),
    f"GET {MEETING}/check": (f"GET {API_MEETING}/risks", f"GET {API_MEETING}/review-share"),
    f"POST {MEETING}/check": (f"POST {API_MEETING}/confirmations",),
    f"POST {MEETING}/minutes/place": (f"POST {WORK}/changes",),
    f"POST {MEETING}/minutes/add": (f"POST {WORK}/changes",),
    f"POST {MEETING}/minutes/remove": (f"POST {WORK}/changes",),
    f"POST {MEETING}/minutes/undo/{{seq:str}}": (f"POST {WORK}/changes/{{seq:str}}/undo",),
    f"POST {MEETING}/minutes/settle": (f"POST {WORK}/differences",),
    f"GET {MEETING}/minutes/word": (f"GET {WORK}",),
    f"POST {MEETING}/minutes/word": (f"POST {WORK}/word",),
    f"POST {MEETING}/minutes/word/back": (f"POST {WORK}/word/differences",),
    f"POST {MEETING}/minutes/word/take": (f"POST {WORK}/changes",),
    f"POST {MEETING}/minutes/print": (f"POST {API_MEETING}/processing/again/{{stage:str}}",),
    f"GET {MEETING}/minutes-life": (f"GET {LIFE}",),
    f"POST {MEETING}/minutes-life/moves/{{move:str}}": (f"POST {LIFE}/moves",),
    f"POST {MEETING}/minutes-life/signatures/{{slot:str}}": (f"POST {LIFE}/signatures",),
    f"POST {MEETING}/minutes-life/signatures/{{slot:str}}/file": (f"POST {LIFE}/signatures/files",),
    "GET /protocols/{edition_id:str}": ("GET /api/v1/protocols/{edition_id:str}",),
    f"GET {EDITION_FILE}": (f"GET /api/v1{EDITION_FILE}",),
    "GET /deadlines": ("GET /api/v1/deadlines",),
    f"GET {MEETING}/sharing": (f"GET {API_MEETING}", f"GET {API_MEETING}/links"),
    f"POST {MEETING}/sharing/links": (f"POST {API_MEETING}/links",),
    f"POST {MEETING}/sharing/links/{{link_id:str}}/revoke": (f"DELETE {API_MEETING}/links/{{link_id:str}}",),
    f"POST {MEETING}/sharing/release": (f"POST {API_MEETING}/release",),
    f"POST {MEETING}/sharing/take-back": (f"DELETE {API_MEETING}/release",),
    "GET /processing": ("GET /api/v1/processing",),
    "GET /processing/events": ("GET /api/v1/processing/events",),
    "POST /processing/{meeting_id:str}/cancel": (f"POST {API_MEETING}/processing/cancel",),
    "POST /processing/{meeting_id:str}/forward": (f"POST {API_MEETING}/processing/forward",),
    "POST /processing/{meeting_id:str}/retry": (f"POST {API_MEETING}/processing/retry",),
    "GET /account": ("GET /api/v1/me", "GET /api/v1/me/sessions", "GET /api/v1/me/tokens"),
    "POST /account": ("PATCH /api/v1/me",),
    "POST /account/password": ("PUT /api/v1/me/password",),
    "GET /account/second-factor": ("GET /api/v1/me",),
    "POST /account/second-factor/begin": ("POST /api/v1/me/second-factor",),
    "POST /account/second-factor": ("PUT /api/v1/me/second-factor",),
    "POST /account/second-factor/codes": ("POST /api/v1/me/second-factor/codes",),
    "POST /account/second-factor/end": ("POST /api/v1/me/second-factor/end",),
    "POST /account/sessions/{session_id:str}/end": ("DELETE /api/v1/me/sessions/{session_id:str}",),
    "POST /account/tokens": ("POST /api/v1/me/tokens",),
    "POST /account/tokens/{token_id:str}/revoke": ("DELETE /api/v1/me/tokens/{token_id:str}",),
    "GET /users": ("GET /api/v1/accounts",),
    "POST /users": ("POST /api/v1/accounts",),
    "GET /users/{account_id:str}": ("GET /api/v1/accounts/{account_id:str}",),
    "POST /users/{account_id:str}/link": ("POST /api/v1/accounts/{account_id:str}/password-link",),
    "POST /users/{account_id:str}/lock": ("POST /api/v1/accounts/{account_id:str}/lock",),
    "POST /users/{account_id:str}/unlock": ("POST /api/v1/accounts/{account_id:str}/unlock",),
    "POST /users/{account_id:str}/grants": ("POST /api/v1/accounts/{account_id:str}/grants",),
    "POST /users/{account_id:str}/grants/{grant_id:str}/take": ("DELETE /api/v1/grants/{grant_id:str}",),
    "GET /bodies": ("GET /api/v1/bodies",),
    "POST /bodies": ("POST /api/v1/bodies",),
    "POST /bodies/{body_id:str}/organizations": ("POST /api/v1/bodies/{body_id:str}/organizations",),
    "POST /bodies/{body_id:str}/state": ("PATCH /api/v1/bodies/{body_id:str}",),
    "GET /audit": ("GET /api/v1/audit",),
    "GET /audit/export.jsonl": ("GET /api/v1/audit/export",),
    "GET /audit/export.csv": ("GET /api/v1/audit/export",),
    "GET /retention": ("GET /api/v1/bodies", f"GET {RETENTION}"),
    "POST /retention/{body_id:str}/rules": (f"PUT {RETENTION}/rules/{{kind:str}}",),
    "POST /retention/{body_id:str}/holds": (f"POST {RETENTION}/holds",),
    "POST /retention/{body_id:str}/holds/{hold_id:str}/lift": (f"DELETE {RETENTION}/holds/{{hold_id:str}}",),
    "GET /templates": ("GET /api/v1/bodies", f"GET {TEMPLATE}"),
    "POST /templates/{body_id:str}": (f"PUT {TEMPLATE}", f"POST {TEMPLATE}/check"),
    "POST /templates/{body_id:str}/remove": (f"DELETE {TEMPLATE}",),
    "GET /glossary": ("GET /api/v1/bodies", f"GET {TERMS}"),
    "POST /glossary/{body_id:str}/corrections": (f"POST {TERMS}/corrections", f"POST {TERMS}"),
    "POST /glossary/{body_id:str}/terms/{term_id:str}": (f"PATCH {TERMS}/{{term_id:str}}",),
    "POST /glossary/{body_id:str}/terms/{term_id:str}/remove": (f"DELETE {TERMS}/{{term_id:str}}",),
    "GET /inbox": ("GET /api/v1/inbox",),
    "POST /inbox/{file_id:str}/assign": ("POST /api/v1/inbox/{file_id:str}/assign",),
    "POST /inbox/{file_id:str}/dismiss": ("DELETE /api/v1/inbox/{file_id:str}",),
    "GET /notifications": ("GET /api/v1/notifications",),
    "POST /notifications/mail": ("PUT /api/v1/notifications/mail",),
    "POST /notifications/webhooks": ("POST /api/v1/notifications/webhooks",),
    "POST /notifications/webhooks/{webhook_id:str}/enable": (
        "POST /api/v1/notifications/webhooks/{webhook_id:str}/enable",
    ),
    "POST /notifications/webhooks/{webhook_id:str}/remove": (
        "DELETE /api/v1/notifications/webhooks/{webhook_id:str}",
    ),
}
"""What a page shows or does, and by which JSON routes a program gets the same."""

_COOKIE = "puts a cookie into a browser or takes it away; a program has a token instead"
_LINK = "where a link in a letter or mail leads; ends in a browser's session"
_BROWSER = "an empty form or a way to another page: no data"
_PUBLIC = "what is published; programs read it by OParl"
_MACHINE = "made for machines as it is"

PAGES_ALONE: dict[str, str] = {
    "GET /": _BROWSER,
    "GET /meetings/new": _BROWSER,
    "GET /login": _BROWSER,
    "POST /login": _COOKIE,
    "POST /login/code": _COOKIE,
    "GET /login/oidc": _COOKIE,
    "GET /login/oidc/back": _COOKIE,
    "POST /logout": _COOKIE,
    "GET /enter/{token:str}": _LINK,
    "GET /links/{token:str}": _LINK,
    "GET /setup/{token:str}": _LINK,
    "POST /setup/{token:str}": _LINK,
    "GET /welcome/{token:str}": _LINK,
    "POST /welcome/{token:str}": _LINK,
    "GET /health": _MACHINE,
    "GET /health/live": _MACHINE,
    "GET /health/ready": _MACHINE,
    "GET /metrics": _MACHINE,
    "GET /oparl/v1.1": _MACHINE,
    "GET /oparl/v1.1/system": _MACHINE,
    "GET /oparl/v1.1/bodies": _MACHINE,
    "GET /oparl/v1.1/{kind:str}/{key:str}": _MACHINE,
    "GET /oparl/v1.1/{kind:str}/{key:str}/{name:str}": _MACHINE,
    "GET /oparl/v1.1/contents/{key:str}/{way:str}/{name:str}": _MACHINE,
    "GET /portal": _PUBLIC,
    "GET /portal/about": _PUBLIC,
    "GET /portal/accessibility": _PUBLIC,
    "GET /portal/bodies/{body_id:str}/decisions": _PUBLIC,
    "GET /portal/search": _PUBLIC,
    "GET /portal/bodies/{body_id:str}": _PUBLIC,
    "GET /portal/meetings/{meeting_id:str}": _PUBLIC,
    "GET /portal/minutes/{edition_id:str}": _PUBLIC,
    "GET /portal/minutes/{edition_id:str}/{name:str}": _PUBLIC,
    "GET /portal/sitemap.xml": _PUBLIC,
    "GET /portal/bodies/{body_id:str}/feed.atom": _PUBLIC,
    "GET /portal/organizations/{organization_id:str}/feed.atom": _PUBLIC,
    f"GET {MEETING}/audio": "the sound itself, in ranges: the same bytes for a page and a program",
}
"""What there is for pages alone, and why."""


@pytest.fixture
async def client(database_url, data_root):
    async with signed_in_client(build_services(database_url, data_root)) as made:
        yield made


def routes_of(application):
    """Return every route with its method; HEAD and OPTIONS go with their GET."""
    return {
        f"{method} {route.path}"
        for route in application.routes
        if isinstance(route, HTTPRoute) and not route.path.startswith("/static")
        for handler in route.route_handlers
        for method in handler.http_methods
        if method not in {"HEAD", "OPTIONS"}
    }


async def test_every_page_has_its_json(client):
    """Each page's route is paired or has its reason; nothing in the tables is without a route."""
    routes = routes_of(client.app)
    pages = {one for one in routes if " /api/" not in one}
    assert sorted(pages - set(SAME) - set(PAGES_ALONE)) == []
    assert sorted((set(SAME) | set(PAGES_ALONE)) - pages) == []
    assert sorted({one for paired in SAME.values() for one in paired} - routes) == []
    assert set(SAME) & set(PAGES_ALONE) == set()


async def test_an_agenda_is_recognised(client):
    """An invitation as text and an agenda as JSON become the same items that the page shows."""
    answer = await client.post(
        "/api/v1/agendas/recognition?filename=einladung.json", content=json.dumps(AGENDA).encode()
    )
    assert answer.status_code == 200, answer.text
    expected = [one["title"] for one in AGENDA["items"]]
    assert [one["title"] for one in answer.json()["items"]] == expected
    entered = await client.post("/api/v1/meetings/", json={"agenda": answer.json()})
    assert [one["title"] for one in entered.json()["agenda"]["items"]] == expected
    text = "Stadt Müllerbach\n17. Sitzung des Rates am 21.05.2026\nÖ 1 Eröffnung\nÖ 2 Haushalt\n"
    answer = await client.post("/api/v1/agendas/recognition?filename=e.txt", content=text.encode())
    assert [one["title"] for one in answer.json()["items"]] == ["Eröffnung", "Haushalt"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("e.docx", b"PK no", "agenda-damaged"),
        ("e.exe", b"MZ", "agenda-format"),
        ("e.json", b"{}", None),
        ("../../etc/passwd", b"", None),
        ("e.txt", b"", "agenda-empty"),
    ],
)
async def test_what_is_no_agenda_is_refused(client, name, content, code):
    """The answer names the file as it was called, and no path of the service."""
    answer = await client.post("/api/v1/agendas/recognition", params={"filename": name}, content=content)
    assert answer.status_code == 422, answer.text
    assert code in {None, answer.json()["code"]}
    assert "/tmp" not in answer.text
    assert "upload." not in answer.text
