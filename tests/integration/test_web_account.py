"""One's own account and those of others, by pages and interface."""

from __future__ import annotations

import datetime as dt
import re
import time

import pyotp
import pytest
from sqlalchemy import select, update
from web_client import BODY, EMAIL, HTML, OWN, PASSWORD, client_of, make_account, sign_in, signed_in_client

from app.access import Role
from app.db import tables as t
from app.services import build_services

pytestmark = pytest.mark.anyio

NEW = "drei Enten kaufen Honig"


@pytest.fixture
async def services(database_url, tmp_path):
    made = build_services(database_url, tmp_path)
    yield made
    await made.close()


@pytest.fixture
async def client(services):
    async with signed_in_client(services) as made:
        yield made


async def begin_factor(client):
    """Turn the second factor on; returns secret, the code that was used, and recovery codes."""
    shown = (await client.post("/account/second-factor/begin", headers=HTML)).text
    assert "<svg" in shown
    secret = re.search(r'<code class="secret">([A-Z2-7]+)</code>', shown)[1]
    wrong = await client.post("/account/second-factor", data={"code": "000000"}, headers=HTML)
    assert wrong.status_code == 422
    assert secret in wrong.text
    used = pyotp.TOTP(secret).now()
    done = await client.post("/account/second-factor", data={"code": used}, headers=HTML)
    codes = re.findall(r'<code class="secret">([a-z2-9-]{19})</code>', done.text)
    assert len(set(codes)) == 10
    return secret, used, codes


async def password_step(client):
    """Give the password where a code is asked for next."""
    return await client.post("/login", data={"email": EMAIL, "password": PASSWORD}, headers=OWN)


async def test_password_is_changed_and_other_sessions_end(client, services):
    """The present one is asked for; the rule is length and being no common one."""
    async with client_of(services) as other:
        await sign_in(other)
        for present, new, text in (
            ("falsch und lang genug", NEW, "Das bisherige Passwort stimmt nicht"),
            (PASSWORD, "zu kurz", "12 bis 256 Zeichen"),
            (PASSWORD, "passwort1234", "leicht zu erraten"),
            (PASSWORD, "schriftfuehrung1", "nicht aus Name oder E-Mail-Adresse"),
        ):
            answer = await client.post(
                "/account/password", data={"present": present, "password": new}, headers=HTML
            )
            assert answer.status_code == 422
            assert text in answer.text
        done = await client.post(
            "/account/password", data={"present": PASSWORD, "password": NEW}, headers=HTML
        )
        assert "Das Passwort ist geändert" in done.text
        assert (await other.get("/api/v1/me")).status_code == 401
        await sign_in(other, password=NEW)


async def test_second_factor_is_asked_for_and_each_code_is_taken_once(client, services):
    """The code of the app, a replay of it, a recovery code, and the same again."""
    secret, used, recovery = await begin_factor(client)
    async with services.database.as_system().session() as session:
        kept = (await session.scalars(select(t.Account.totp_secret))).one()
    assert secret not in kept
    async with client_of(services) as other:
        asked = await password_step(other)
        assert "Zweiter Schritt" in asked.text
        assert "session" not in other.cookies
        replayed = await other.post("/login/code", data={"code": used}, headers=OWN)
        assert replayed.status_code == 401  # it was taken when the second factor was turned on
        later = pyotp.TOTP(secret).at(int(time.time()) + 30)
        entered = await other.post("/login/code", data={"code": later}, headers=OWN, follow_redirects=False)
        assert entered.status_code == 303
        await other.post("/logout", headers=OWN)
        await password_step(other)
        assert (await other.post("/login/code", data={"code": later}, headers=OWN)).status_code == 401
        shouted = recovery[0].upper().replace("-", " ")
        entered = await other.post("/login/code", data={"code": shouted}, headers=OWN, follow_redirects=False)
        assert entered.status_code == 303
        await other.post("/logout", headers=OWN)
        await password_step(other)
        again = await other.post("/login/code", data={"code": recovery[0]}, headers=OWN)
        assert again.status_code == 401
        assert (await client.get("/api/v1/me")).json()["recovery_codes_left"] == 9
        off = await client.post("/account/second-factor/end", data={"code": recovery[1]}, headers=HTML)
        assert "ausgeschaltet" in off.text
        await sign_in(other)


async def test_second_step_needs_the_first_and_cannot_be_guessed(client, services):
    """Without a ticket, and after five wrong codes, nobody gets in."""
    secret, _, _ = await begin_factor(client)
    async with client_of(services) as other:
        code = pyotp.TOTP(secret).at(int(time.time()) + 30)
        answer = await other.post("/login/code", data={"code": code}, headers=OWN)
        assert "Das hat zu lange gedauert" in answer.text
        await password_step(other)
        statuses = [
            (await other.post("/login/code", data={"code": "123456"}, headers=OWN)).status_code
            for _ in range(5)
        ]
        assert statuses == [401] * 5
        assert (await other.post("/login/code", data={"code": code}, headers=OWN)).status_code == 429


async def test_sessions_are_listed_and_ended(client, services):
    """One's own, with browser and time; somebody else's cannot be named."""
    async with client_of(services) as other:
        other.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
        await sign_in(other)
        page = (await client.get("/account", headers=HTML)).text
        assert "Firefox, Windows" in page
        listed = (await client.get("/api/v1/me/sessions")).json()["items"]
        assert [one["present"] for one in listed].count(True) == 1
        (theirs,) = [one for one in listed if not one["present"]]
        async with signed_in_client(services, "andere@muellerbach.example") as stranger:
            answer = await stranger.delete(f"/api/v1/me/sessions/{theirs['id']}")
            assert (answer.status_code, answer.json()["code"]) == (404, "session-not-found")
        await client.post(f"/account/sessions/{theirs['id']}/end", headers=HTML)
        assert (await other.get("/api/v1/me")).status_code == 401


async def test_token_acts_within_its_scopes_until_it_ends(client, services):
    """Shown once; it cannot change the account; expired or revoked it is nothing."""
    page = await client.post(
        "/account/tokens",
        data={"name": "RIS", "days": "30", "scope": ["meeting.list", "meeting.read"]},
        headers=HTML,
    )
    secret = re.search(r"prk_[\w-]{43}", page.text)[0]
    assert secret not in (await client.get("/account", headers=HTML)).text
    (listed,) = (await client.get("/api/v1/me/tokens")).json()["items"]
    assert (listed["name"], listed["scopes"]) == ("RIS", ["meeting.list", "meeting.read"])
    async with client_of(services) as program:
        program.headers["authorization"] = f"Bearer {secret}"
        assert (await program.get("/api/v1/meetings/")).status_code == 200
        assert (await program.get("/api/v1/me")).json()["email"] == EMAIL
        for method, path, body in (
            ("GET", "/api/v1/me/sessions", None),
            ("POST", "/api/v1/me/tokens", {"name": "mehr", "scopes": ["meeting.edit"]}),
            ("PUT", "/api/v1/me/password", {"present": PASSWORD, "new": NEW}),
        ):
            answer = await program.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (403, "session-needed"), path
        assert (await program.post("/api/v1/bodies/", json={"name": "Neu"})).status_code == 403
        async with services.database.as_system().session() as session:
            await session.execute(update(t.ApiToken).values(expires_at=t.now()))
        assert (await program.get("/api/v1/meetings/")).status_code == 401
        async with services.database.as_system().session() as session:
            await session.execute(update(t.ApiToken).values(expires_at=t.now() + dt.timedelta(days=1)))
        await client.post(f"/account/tokens/{listed['id']}/revoke", headers=HTML)
        assert (await program.get("/api/v1/meetings/")).status_code == 401
        program.headers["authorization"] = "Bearer prk_" + "A" * 43
        assert (await program.get("/api/v1/meetings/")).status_code == 401
    unknown = await client.post("/api/v1/me/tokens", json={"name": "x", "scopes": ["alles"]})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "scope-unknown")


async def test_language_of_the_account_is_that_of_the_pages(client):
    """Chosen once, it comes with the sign-in."""
    page = await client.post("/account", data={"name": "Sabine S.", "language": "en"}, headers=HTML)
    assert '<html lang="en">' in page.text
    assert "Sabine S." in page.text


async def test_administrator_invites_gives_takes_locks(client, services):
    """Somebody invited chooses a password, signs in with it, and is out as soon as the account is locked."""
    _, body = await make_account(services, "zweite@muellerbach.example", roles=(Role.ADMINISTRATOR,))
    page = await client.post(
        "/users",
        data={"name": "Neu Hier", "email": "neu@muellerbach.example", "role": "chair", "place": str(body)},
        headers=HTML,
    )
    assert page.status_code in {200, 201}
    link = re.search(r"http://127\.0\.0\.1:8765(/welcome/[\w-]+)", page.text)[1]
    account = re.search(r"/users/([0-9a-f-]{36})/link", page.text)[1]
    async with client_of(services) as other:
        other.headers.update(OWN)
        shown = await other.get(link, headers=HTML)
        assert "Neu Hier, bitte wählen Sie Ihr Passwort" in shown.text
        refused = await other.post(link, data={"password": "neu hier neu"}, headers=HTML)
        assert refused.status_code == 422
        done = await other.post(link, data={"password": NEW}, headers=HTML)
        assert "Das Passwort ist gesetzt" in done.text
        assert (await other.post(link, data={"password": PASSWORD}, headers=HTML)).status_code == 410
        await sign_in(other, "neu@muellerbach.example", NEW)
        assert (await other.get("/users", headers=HTML)).status_code == 403
        listed = await client.get("/users?search=NEU", headers=HTML)
        assert "Neu Hier" in listed.text
        assert "zweite@" not in listed.text
        await client.post(
            f"/users/{account}/grants", data={"role": "member", "place": str(body)}, headers=HTML
        )
        view = (await client.get(f"/api/v1/accounts/{account}")).json()
        assert [grant["role"] for grant in view["grants"]] == ["chair", "member"]
        await client.post(f"/users/{account}/grants/{view['grants'][0]['id']}/take", headers=HTML)
        locked = await client.post(f"/users/{account}/lock", headers=HTML)
        assert "gesperrt" in locked.text
        assert (await other.get("/api/v1/me")).status_code == 401
    reset = (await client.post(f"/api/v1/accounts/{account}/password-link")).json()
    assert "/welcome/" in reset["link"]


async def test_administrator_gets_no_link_into_accounts_of_others(client, services):
    """Neither of an operator nor of somebody with roles elsewhere."""
    operator, place = await make_account(services, "betrieb@muellerbach.example", operator=True)
    elsewhere, _ = await make_account(services, "fern@anderswo.example", body="Anderswo")
    async with services.database.as_system().session() as session:
        session.add(t.RoleGrant(account_id=elsewhere, role="member", body_id=place))
    for account in (operator, elsewhere):
        answer = await client.post(f"/api/v1/accounts/{account}/password-link")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_operator_enters_municipalities(services):
    """And nobody else; their councils are listed under them."""
    async with signed_in_client(services, operator=True) as client:
        page = await client.post(
            "/bodies", data={"name": "Gemeinde Aheim", "organizations": "Rat\nBauausschuss\n"}, headers=HTML
        )
        assert "Bauausschuss" in page.text
        twice = await client.post("/bodies", data={"name": "Gemeinde Aheim"}, headers=HTML)
        assert twice.status_code == 422
        assert "gibt es schon" in twice.text
    async with signed_in_client(services, "andere@muellerbach.example") as client:
        assert (await client.post("/bodies", data={"name": "Nein"}, headers=HTML)).status_code == 403
        bodies = (await client.get("/api/v1/bodies/")).json()["items"]
        assert [one["name"] for one in bodies] == [BODY]
