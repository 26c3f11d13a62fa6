"""Signing in by another service, against a real provider on the loopback interface."""

from __future__ import annotations

import httpx
import pytest
from joserfc.jwk import RSAKey
from oidc_provider import CLIENT, SECRET, running_provider
from sqlalchemy import select
from web_client import BASE, BODY, HTML, client_of, make_account

from app.access import Role
from app.db import tables as t
from app.services import build_services
from app.settings import AccessSettings, Settings

pytestmark = pytest.mark.anyio

GROUPS = f"""
[[group]]
name = "ratsbuero"
role = "secretary"
body = "{BODY}"

[[group]]
name = "bau"
role = "member"
body = "{BODY}"
organization = "Bauausschuss"

[[group]]
name = "fremd"
role = "administrator"
body = "Gibt es nicht"
"""


@pytest.fixture
def provider():
    with running_provider(f"{BASE}/login/oidc/back") as made:
        yield made


@pytest.fixture
async def services(database_url, tmp_path, provider):
    (tmp_path / "groups.toml").write_text(GROUPS)
    (tmp_path / "client.secret").write_text(SECRET + "\n")
    access = AccessSettings(
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret_file=tmp_path / "client.secret",
        oidc_groups=tmp_path / "groups.toml",
        oidc_label="Rathaus",
    )
    made = build_services(database_url, tmp_path, settings=Settings(access=access))
    async with made.database.as_system().session() as session:
        body = t.Body(name=BODY)
        session.add(body)
        await session.flush()
        session.add(t.Organization(body_id=body.id, name="Bauausschuss"))
    yield made
    await made.close()


async def walk(client, after="/processing"):
    """Go to the provider and come back as a browser does; returns our answer."""
    led = await client.get(f"/login/oidc?next={after}", headers=HTML, follow_redirects=False)
    assert led.status_code == 303
    async with httpx.AsyncClient() as browser:
        sent = await browser.get(led.headers["location"])
    assert sent.status_code == 302, sent.text
    return await client.get(sent.headers["location"], headers=HTML, follow_redirects=False)


async def roles_of(services, email="ada@wiesenthal.example"):
    """Return the roles of an account with their origin."""
    async with services.database.as_system().session() as session:
        rows = await session.execute(
            select(t.RoleGrant.role, t.RoleGrant.origin)
            .join(t.Account, t.Account.id == t.RoleGrant.account_id)
            .where(t.Account.email == email)
        )
        return sorted(tuple(row) for row in rows)


async def test_groups_bring_roles_anew_at_each_sign_in(services, provider):
    """PKCE, state and nonce go along; the account is made by a group; roles given by hand stay."""
    provider.person["groups"] = ["ratsbuero", "fremd", "sonst"]
    async with client_of(services) as client:
        assert "Anmelden mit Rathaus" in (await client.get("/login", headers=HTML)).text
        back = await walk(client)
        assert (back.status_code, back.headers["location"]) == (303, "/processing")
        me = (await client.get("/api/v1/me")).json()
        assert (me["email"], me["name"], me["by_oidc"]) == ("ada@wiesenthal.example", "Ada Amt", True)
        (asked,) = provider.asked
        assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
        assert len(asked["state"]) > 40
        assert await roles_of(services) == [("secretary", "oidc")]
        async with services.database.as_system().session() as session:
            account = (await session.scalars(select(t.Account.id))).one()
            body = (await session.scalars(select(t.Body.id))).one()
            session.add(t.RoleGrant(account_id=account, role="chair", body_id=body))
        provider.person["groups"] = ["bau"]
        await walk(client)
        assert await roles_of(services) == [("chair", "hand"), ("member", "oidc")]


async def test_without_a_group_there_is_no_account(services):
    """Being known elsewhere is not enough."""
    async with client_of(services) as client:
        back = await walk(client)
        assert back.status_code == 403
        assert "gibt es hier kein Konto" in back.text
        assert await roles_of(services) == []


async def test_address_of_another_account_is_not_taken_over(services, provider):
    """An account made by hand is found by its address only where that is wished, and verified."""
    await make_account(services, "ada@wiesenthal.example", roles=(Role.CHAIR,))
    provider.person["groups"] = ["ratsbuero"]
    async with client_of(services) as client:
        assert (await walk(client)).status_code == 403
        services.entrance.federation._by_email = True
        provider.person["email_verified"] = False
        assert (await walk(client)).status_code == 403
        provider.person["email_verified"] = True
        assert (await walk(client)).status_code == 303
        assert await roles_of(services) == [("chair", "hand"), ("secretary", "oidc")]
        provider.person["email"] = "neu@wiesenthal.example"
        assert (await walk(client)).status_code == 303  # found by issuer and subject now
        assert (await client.get("/api/v1/me")).json()["email"] == "ada@wiesenthal.example"


@pytest.mark.parametrize(
    "bend",
    [
        {"nonce": "another"},
        {"aud": "somebody-else"},
        {"iss": "https://evil.example"},
        {"exp": 1000},
        {"aud": ["protokollant", "other"]},
        {"aud": ["protokollant", "other"], "azp": "other"},
    ],
)
async def test_id_token_that_does_not_fit_is_refused(services, provider, bend):
    """Each claim that the standard says to check."""
    provider.person["groups"] = ["ratsbuero"]
    provider.bend = bend
    async with client_of(services) as client:
        back = await walk(client)
        assert back.status_code == 401
        assert "fehlgeschlagen" in back.text
        assert "session" not in client.cookies


async def test_signature_of_another_key_is_refused(services, provider):
    """The same name of the key, another key."""
    provider.person["groups"] = ["ratsbuero"]
    provider.sign_with = RSAKey.generate_key(2048, {"kid": "one"})
    async with client_of(services) as client:
        assert (await walk(client)).status_code == 401


async def test_code_of_another_browser_is_refused(services, provider):
    """Nobody is signed in by a link that somebody else prepared (login CSRF)."""
    provider.person["groups"] = ["ratsbuero"]
    async with client_of(services) as attacker, httpx.AsyncClient() as browser:
        led = await attacker.get("/login/oidc", headers=HTML, follow_redirects=False)
        sent = await browser.get(led.headers["location"])
    async with client_of(services) as victim:
        back = await victim.get(sent.headers["location"], headers=HTML, follow_redirects=False)
        assert back.status_code == 401
        await victim.get("/login/oidc", headers=HTML, follow_redirects=False)
        back = await victim.get(sent.headers["location"], headers=HTML, follow_redirects=False)
        assert back.status_code == 401


async def test_provider_that_is_away_is_told_so(services, provider):
    """The page stays usable: the password still works."""
    services.entrance.oidc._settings = AccessSettings(oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT)
    async with client_of(services) as client:
        answer = await client.get("/login/oidc", headers=HTML)
        assert answer.status_code == 503
        assert 'name="password"' in answer.text
