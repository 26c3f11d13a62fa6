"""``protokollant users`` against a real database, and what the audit log says of signing in."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from web_client import BODY, EMAIL, HTML, OWN, client_of, make_account, sign_in

from app.cli import main
from app.db.engine import connection_string
from app.services import build_services


def _status(arguments):
    try:
        return main(arguments)
    except SystemExit as left:
        return left.code


@pytest.fixture
def users(database_url, monkeypatch, capsys):
    """Runs the command; returns status, lines of its output, and what it complains about."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PROTOKOLLANT_ADDRESS", "https://rat.example")

    async def run(*arguments):
        capsys.readouterr()
        code = await asyncio.to_thread(_status, ["users", *arguments])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.strip()

    return run


@pytest.mark.anyio
async def test_accounts_are_made_granted_locked_and_reset(database_url, tmp_path, users):
    """An operator without any way in makes one; names that are wrong are told and change nothing."""
    services = build_services(database_url, tmp_path)
    await make_account(services)
    assert (await users("add", "Neu@Rat.example", "--name", "Neu Hier", "--operator"))[0] == 0
    code, lines, _ = await users("link", "neu@rat.example")
    assert (code, lines[0][:28]) == (0, "https://rat.example/welcome/")
    code, _, error = await users("grant", "neu@rat.example", "chair", "Nirgends")
    assert (code, error) == (1, "protokollant: There is no such municipality or council.")
    code, _, error = await users("grant", "neu@rat.example", "king", BODY)
    assert (code, "administrator, secretary, chair, member" in error) == (2, True)
    assert (await users("grant", "neu@rat.example", "chair", BODY))[0] == 0
    listed = (await users("list"))[1]
    assert f"neu@rat.example\tNeu Hier\tactive\toperator, chair ({BODY})" in listed
    assert (await users("revoke", "neu@rat.example", "chair", BODY))[0] == 0
    async with client_of(services) as client:
        await sign_in(client)
        assert (await users("lock", EMAIL))[0] == 0
        assert (await client.get("/api/v1/me")).status_code == 401
        assert (await users("unlock", EMAIL))[0] == 0
        code, (link,), _ = await users("reset", EMAIL, "--second-factor")
        welcome = await client.get(link.removeprefix("https://rat.example"), headers=HTML)
        assert "Willkommen" in welcome.text
    assert (await users("lock", "niemand@rat.example"))[0] == 1
    await services.close()


@pytest.mark.anyio
async def test_log_says_who_signed_in_and_not_what_was_typed(database_url, tmp_path):
    """Failure, success and end of a session, in the municipality of the account."""
    services = build_services(database_url, tmp_path)
    account, body = await make_account(services)
    async with client_of(services) as client:
        for email in (EMAIL, "niemand@rat.example"):
            await client.post("/login", data={"email": email, "password": "falsch geraten"}, headers=OWN)
        await sign_in(client)
        await client.post("/logout", headers=OWN)
    await services.close()
    with psycopg.connect(connection_string(database_url)) as connection:
        rows = connection.execute(
            "SELECT action, actor, body_id, details::text FROM audit_entry ORDER BY seq"
        ).fetchall()
    assert [row[0] for row in rows] == ["login.failed", "login.failed", "login.succeeded", "logout"]
    assert [row[2] for row in rows] == [body, None, body, body]
    assert rows[2][1] == "Sabine Schrift"
    assert str(account) in rows[0][3]
    assert "niemand" not in str(rows)
    assert "falsch" not in str(rows)


@pytest.fixture
def anyio_backend():
    return "asyncio"
