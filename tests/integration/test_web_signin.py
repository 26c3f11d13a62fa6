"""The doors: password, throttle, cookies, links, and that every other route is closed."""

from __future__ import annotations

import datetime as dt
import ipaddress

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import update
from web_client import BASE, EMAIL, HTML, OWN, PASSWORD, client_of, make_account, sign_in, signed_in_client

from app.access import NOBODY, current_principal
from app.db import tables as t
from app.services import build_services
from app.services.access import throttle
from app.settings import AccessSettings
from app.web import create_web_app

pytestmark = pytest.mark.anyio

OPEN = {
    "/health", "/health/live", "/health/ready", "/metrics",
    "/login", "/login/code", "/login/oidc", "/login/oidc/back", "/enter/{token:str}",
    "/api/v1/problems/{code:str}", "/links/{token:str}", "/setup/{token:str}",
    "/static/{file_path:path}", "/welcome/{token:str}", "/ai-systems", "/api/v1/ai-systems",
    "/oparl/v1.1", "/oparl/v1.1/bodies", "/oparl/v1.1/system", "/oparl/v1.1/{kind:str}/{key:str}",
    "/oparl/v1.1/{kind:str}/{key:str}/{name:str}", "/oparl/v1.1/contents/{key:str}/{way:str}/{name:str}",
    "/portal", "/portal/about", "/portal/accessibility", "/portal/search", "/portal/sitemap.xml",
    "/portal/bodies/{body_id:str}/decisions", "/portal/bodies/{body_id:str}",
    "/portal/bodies/{body_id:str}/feed.atom", "/portal/organizations/{organization_id:str}/feed.atom",
    "/portal/meetings/{meeting_id:str}", "/portal/minutes/{edition_id:str}",
    "/portal/minutes/{edition_id:str}/{name:str}",
}  # fmt: skip
"""Everything that may be asked for without signing in; whoever adds a route thinks about it here."""


@pytest.fixture
async def services(database_url, tmp_path):
    made = build_services(database_url, tmp_path)
    yield made
    await made.close()


@pytest.fixture
async def client(services):
    async with client_of(services) as made:
        await make_account(services)
        yield made


async def execute(services, statement):
    """Change rows as the system, as time would."""
    async with services.database.as_system().session() as session:
        await session.execute(statement)


def routes(app: Litestar):
    """Yield (path, method, whether it is open) of every route."""
    for route in app.routes:
        for handler in route.route_handlers:
            for method in handler.http_methods:
                yield route.path_format, route.path, str(method), bool(handler.opt.get("public"))


async def test_every_route_is_closed_unless_it_is_meant_to_be_open(services):
    """Without signing in: 401 for programs, the sign-in for people; the open ones are listed above."""
    app = create_web_app(services)
    found = list(routes(app))
    assert {path for path, _, _, public in found if public} == {
        path.replace(":str", "").replace(":path", "") for path in OPEN
    }
    assert len(found) > 60
    async with client_of(services) as client:
        for path, _, method, public in found:
            if public or method == "OPTIONS":
                continue
            target = path.replace("{", "").replace("}", "")
            answer = await client.request(method, target, headers=OWN, follow_redirects=False)
            assert answer.status_code == 401, (method, target)
            if method != "HEAD":
                assert answer.json()["code"] == "not-signed-in"
            assert answer.headers["www-authenticate"].startswith("Bearer")
            if method == "GET" and not target.startswith("/api/"):
                led = await client.get(target, headers=HTML, follow_redirects=False)
                assert (led.status_code, led.headers["location"][:12]) == (303, "/login?next=")


async def test_password_opens_a_session_and_leads_on(client):
    """The cookie has the attributes it must have; pages name who is signed in and are never stored."""
    closed = await client.get("/meetings/new?x=1", headers=HTML, follow_redirects=False)
    assert closed.headers["location"] == "/login?next=/meetings/new%3Fx%3D1"
    form = await client.get(closed.headers["location"], headers=HTML)
    assert 'name="next" value="/meetings/new?x=1"' in form.text
    answer = await client.post(
        "/login",
        data={"email": f" {EMAIL.upper()} ", "password": PASSWORD, "next": "/meetings/new?x=1"},
        headers=OWN,
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/meetings/new?x=1")
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("session=")]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "path=/", "samesite=lax"} <= parts
    assert "secure" not in parts
    page = await client.get("/meetings", headers=HTML)
    assert "Sabine Schrift" in page.text
    assert page.headers["cache-control"] == "no-store"
    again = await client.get("/login?next=/processing", headers=HTML, follow_redirects=False)
    assert again.headers["location"] == "/processing"


@pytest.mark.parametrize(
    "wish",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)",
     "evil", "", "/login", "/logout", "/a b", "http:/meetings"],
)  # fmt: skip
async def test_nobody_is_led_elsewhere(client, wish):
    """Only paths of our own are gone to after signing in."""
    answer = await client.post(
        "/login",
        data={"email": EMAIL, "password": PASSWORD, "next": wish},
        headers=OWN,
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/meetings")


async def test_wrong_password_unknown_and_locked_account_are_told_the_same(client, services):
    """The one sentence, the one status, for whatever is wrong."""
    await make_account(services, "gesperrt@muellerbach.example", locked_at=t.now())
    await make_account(services, "ohne@muellerbach.example", password_hash=None)
    texts = set()
    for email, password in (
        (EMAIL, "falsch und lang genug"),
        ("niemand@muellerbach.example", PASSWORD),
        ("gesperrt@muellerbach.example", PASSWORD),
        ("ohne@muellerbach.example", PASSWORD),
    ):
        answer = await client.post("/login", data={"email": email, "password": password}, headers=OWN)
        texts.add((answer.status_code, answer.text.replace(email, "")))
    assert len(texts) == 1
    assert texts.pop()[0] == 401


async def test_guessing_is_slowed_down_for_known_and_unknown_alike(client, services):
    """After five wrong passwords even the right one waits; the answer says how long; nobody is shut out."""
    for email in (EMAIL, "niemand@muellerbach.example"):
        for _ in range(5):
            answer = await client.post("/login", data={"email": email, "password": "falsch"}, headers=OWN)
            assert answer.status_code == 401
        answer = await client.post("/login", data={"email": email, "password": PASSWORD}, headers=OWN)
        assert answer.status_code == 429
        assert "Sekunden" in answer.text
    past = t.now() - dt.timedelta(seconds=1)
    await execute(services, update(t.SignInThrottle).values(blocked_until=past))
    await sign_in(client)


async def test_one_address_cannot_try_many_accounts(client):
    """Attempts from one network address are counted over all accounts."""
    statuses = []
    for number in range(throttle.of_address("").free + 1):
        answer = await client.post(
            "/login", data={"email": f"a{number}@x.example", "password": "x"}, headers=OWN
        )
        statuses.append(answer.status_code)
    assert statuses == [401] * throttle.of_address("").free + [429]


async def test_each_sign_in_has_a_session_of_its_own_and_ends_the_one_before(client):
    """Session fixation: what the browser brought is worth nothing afterwards."""
    client.cookies.set("session", "planted-by-somebody-else-000000000000000000", domain="127.0.0.1")
    await sign_in(client)
    first = client.cookies["session"]
    assert not first.startswith("planted")
    await sign_in(client)
    second = client.cookies["session"]
    assert first != second
    client.cookies.clear()
    client.cookies.set("session", first)
    assert (await client.get("/api/v1/me")).status_code == 401
    client.cookies.set("session", second)
    assert (await client.get("/api/v1/me")).status_code == 200


async def test_session_ends_by_idleness_by_age_and_by_signing_out(client, services):
    """Each way of ending is final, whatever the browser remembers."""
    row = t.SignInSession
    await sign_in(client)
    await execute(services, update(row).values(last_seen_at=t.now() - dt.timedelta(minutes=121)))
    assert (await client.get("/api/v1/me")).status_code == 401
    await sign_in(client)
    await execute(services, update(row).values(expires_at=t.now() - dt.timedelta(seconds=1)))
    assert (await client.get("/api/v1/me")).status_code == 401
    await sign_in(client)
    kept = client.cookies["session"]
    out = await client.post("/logout", headers={**HTML, **OWN})
    assert "Sie sind abgemeldet" in out.text
    assert "session" not in client.cookies
    client.cookies.set("session", kept)
    assert (await client.get("/api/v1/me")).status_code == 401


async def test_locking_an_account_ends_its_session_at_once(client, services):
    """The next request is refused, though the cookie is still there."""
    await sign_in(client)
    await execute(services, update(t.Account).values(locked_at=t.now()))
    assert (await client.get("/api/v1/me")).status_code == 401


async def test_change_with_a_cookie_needs_a_word_of_the_browser(client):
    """A request with a cookie and neither Sec-Fetch-Site nor Origin changes nothing."""
    await sign_in(client)
    bare = await client.post("/logout")
    assert (bare.status_code, bare.json()["code"]) == (403, "cross-site")
    assert (await client.get("/api/v1/me")).status_code == 200


async def test_behind_a_trusted_proxy_with_tls_the_cookie_is_bound_to_the_host(services):
    """``__Host-session`` and Secure; the same headers of a stranger are not believed."""
    await make_account(services)
    proxy = AccessSettings(trusted_proxies=(ipaddress.ip_network("127.0.0.0/8"),))
    for access, expected in ((proxy, "__Host-session="), (AccessSettings(), "session=")):
        transport = httpx.ASGITransport(create_web_app(services, access=access), client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            answer = await client.post(
                "/login",
                data={"email": EMAIL, "password": PASSWORD},
                headers={
                    "x-forwarded-proto": "https",
                    "x-forwarded-for": "203.0.113.9",
                    "sec-fetch-site": "same-origin",
                },
                follow_redirects=False,
            )
            (cookie,) = [one for one in answer.headers.get_list("set-cookie") if "session=" in one]
            assert cookie.startswith(expected)
            assert ("Secure" in cookie) == (expected == "__Host-session=")


async def test_first_account_is_made_by_the_link_and_by_nothing_else(services):
    """Once; afterwards there is no such link any more, and the account may set the installation up."""
    path = await services.entrance.setup.first_link()
    form = {
        "body": "Stadt Müllerbach", "organization": "Rat", "name": "Jo Anfang",
        "email": "Jo@Muellerbach.example", "password": PASSWORD, "secretary": "1",
    }  # fmt: skip
    async with client_of(services) as client:
        client.headers.update(OWN)
        assert (await client.get("/setup/erraten", headers=HTML)).status_code == 410
        short = await client.post(path, data={**form, "password": "kurz", "email": "Jo"}, headers=HTML)
        assert short.status_code == 422
        assert 'id="email-error"' in short.text
        short = await client.post(path, data={**form, "password": "kurz"}, headers=HTML)
        assert "Das Passwort muss 12 bis 256 Zeichen lang sein" in short.text
        assert "kurz" not in short.text
        done = await client.post(path, data=form, headers=HTML)
        assert "Noch keine Sitzung" in done.text
        me = (await client.get("/api/v1/me")).json()
        assert (me["email"], me["operator"]) == ("jo@muellerbach.example", True)
        again = await client.post(path, data=form, headers=HTML)
        assert again.status_code == 410
    assert await services.entrance.setup.first_link() is None


async def test_demo_link_signs_in_once(services):
    """The second opening is refused to strangers and harmless to who is in."""
    account, _ = await make_account(services)
    path = await services.entrance.setup.make_demo_link(account, "/processing")
    async with client_of(services) as client:
        led = await client.get(path, headers=HTML, follow_redirects=False)
        assert led.headers["location"] == "/processing"
        again = await client.get(path, headers=HTML, follow_redirects=False)
        assert (again.status_code, again.headers["location"]) == (303, "/meetings")
    async with client_of(services) as other:
        assert (await other.get(path, headers=HTML)).status_code == 410


async def test_principal_is_gone_after_the_request(services):
    """What acted for somebody does so for the answer only."""
    async with signed_in_client(services) as client:
        await client.get("/api/v1/me")
    assert current_principal() == NOBODY
