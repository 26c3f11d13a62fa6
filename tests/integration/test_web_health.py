"""Signs of life, readiness, figures, and a log without personal data."""

from __future__ import annotations

import io
import json
import logging

import pytest
from sqlalchemy import text
from web_client import AGENDA, HTML, OWN, client_of, make_account, sign_in, signed_in_client

from app.access import Role
from app.logs import JsonFormatter, TextFormatter
from app.services import build_services
from app.settings.records import RecordSettings
from app.web import create_web_app
from app.web.controllers.health import _is_local

pytestmark = pytest.mark.anyio

MARK = "Zwetschgenknödel"


@pytest.fixture
async def services(database_url, tmp_path):
    return build_services(database_url, tmp_path)


async def test_readiness_follows_the_parts(services, database_url):
    """Ready with a living worker; without one the part is named and the status is 503."""
    async with client_of(services) as client:
        assert (await client.get("/health/live")).json() == {"status": "ok"}
        answer = await client.get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["parts"] == {
            "database": True, "migrations": True, "storage": True, "worker": False,
        }  # fmt: skip
        async with services.database.as_system().session() as session:
            await session.execute(
                text(
                    "INSERT INTO worker (name, host, device, queues, version, started_at, seen_at) "
                    "VALUES ('w', 'h', '', '[]', '1', now(), now())"
                )
            )
        answer = await client.get("/health/ready")
        assert (answer.status_code, answer.json()["status"]) == (200, "ready")


async def test_figures_are_for_this_machine_or_with_the_token(services, tmp_path):
    """Another machine, or one behind a proxy, needs the token."""
    token = tmp_path / "token"
    token.write_text("geheim\n")
    app = create_web_app(services, records=RecordSettings(metrics_token_file=token))
    from litestar.testing import AsyncTestClient  # noqa: PLC0415

    async with AsyncTestClient(app, base_url="http://127.0.0.1:8765") as client:
        assert (await client.get("/metrics")).status_code == 403
        assert (await client.get("/metrics", headers={"authorization": "Bearer falsch"})).status_code == 403
        found = await client.get("/metrics", headers={"authorization": "Bearer geheim"})
        assert found.status_code == 200
        assert 'protokollant_requests_total{method="GET",route="/metrics",status="403"} 2.0' in found.text
        assert "protokollant_audit_head 0.0" in found.text
        assert "protokollant_stored_bytes 0.0" in found.text


@pytest.mark.parametrize(
    ("client", "headers", "expected"),
    [
        (("127.0.0.1", 1), {}, True),
        (("::1", 1), {}, True),
        (("10.0.0.1", 1), {}, False),
        (("127.0.0.1", 1), {"x-forwarded-for": "10.0.0.1"}, False),
        (None, {}, False),
    ],
)
def test_a_proxy_is_not_this_machine(client, headers, expected):
    """What a proxy on this machine hands on comes from elsewhere."""
    from litestar.testing import RequestFactory  # noqa: PLC0415

    request = RequestFactory().get("/metrics", headers=headers)
    request.scope["client"] = client
    assert _is_local(request) is expected


async def test_every_answer_has_an_id_of_its_own(services):
    """The id of the header is that of the log; errors have one too."""
    async with client_of(services) as client:
        ids = {
            (await client.get(path)).headers["x-request-id"] for path in ("/health", "/meetings", "/login")
        }
    assert len(ids) == 3


async def test_nothing_personal_is_logged(services):
    """A whole journey with a marked name, address, title, place and file name leaves no mark in any log."""
    heard = io.StringIO()
    handlers = [logging.StreamHandler(heard), logging.StreamHandler(heard)]
    handlers[0].setFormatter(JsonFormatter("serve"))
    handlers[1].setFormatter(TextFormatter("serve"))
    root, loggers = logging.getLogger(), [logging.getLogger(name) for name in ("", "app", "app.requests")]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.INFO)
    root.handlers.extend(handlers)
    try:
        await _journey(services)
    finally:
        for one in handlers:
            root.removeHandler(one)
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)
    said = heard.getvalue()
    assert MARK.lower() not in said.lower()
    assert said.count("answered") > 10


async def _journey(services):
    agenda = json.loads(json.dumps(AGENDA))
    agenda["meeting"]["place"] = agenda["items"][0]["title"] = MARK
    people = {"schema": "protokollant/roster/1", "people": [{"name": MARK, "role": "chair"}]}
    async with signed_in_client(
        services, f"{MARK}@example.org".lower(), roles=(Role.SECRETARY, Role.ADMINISTRATOR), name=MARK
    ) as client:
        made = await client.post("/api/v1/meetings/", json={"agenda": agenda, "roster": people})
        meeting = made.json()["summary"]["id"]
        for path in (f"/meetings/{meeting}", "/meetings", "/audit", "/retention", f"/meetings/{MARK}"):
            await client.get(path, headers=HTML)
        sound = await client.post(
            f"/api/v1/meetings/{meeting}/recordings/?filename={MARK}.wav",
            content=b"no sound " + MARK.encode(),
        )
        assert sound.status_code >= 400
        await client.post(f"/meetings/{meeting}/start", headers=HTML)
        await client.post("/api/v1/meetings/", json={"agenda": {"meeting": {"body": MARK}}, "roster": people})
        await client.get(f"/{MARK}")
        await client.get(f"/api/v1/audit/?actor={MARK}&since={MARK}")
        await client.delete(f"/api/v1/meetings/{meeting}")
    async with client_of(services) as client:
        await make_account(services, "b@example.org", name=MARK)
        await sign_in(client, "b@example.org")
        await client.post("/login", data={"email": f"{MARK}@example.org", "password": MARK}, headers=OWN)


def test_errors_are_named_and_not_quoted():
    """Neither text nor JSON says what an error says, only what it is and where it happened."""
    for formatter in (TextFormatter("serve"), JsonFormatter("serve")):
        try:
            int(MARK)
        except ValueError as error:
            record = logging.LogRecord("app.x", logging.ERROR, __file__, 1, "failed: %s", (error,), None)
            record.exc_info = (type(error), error, error.__traceback__)
        said = formatter.format(record)
        assert MARK not in said
        assert "failed: ValueError" in said
        assert "test_errors_are_named_and_not_quoted" in said
