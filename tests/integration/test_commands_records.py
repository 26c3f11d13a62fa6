"""The commands of record keeping, as an administrator types them."""

from __future__ import annotations

import base64
import json
import os
import typing

import msgspec
import psycopg
import pytest
from jobs_meetings import meeting_in_line, open_services
from sounds import wav

from app.cli import main
from app.db.engine import connection_string
from diarize.types import Diarization

pytestmark = pytest.mark.anyio


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "backup.key"
    path.write_text(base64.b64encode(os.urandom(32)).decode())
    path.chmod(0o600)
    return path


@pytest.fixture
def town(database_url, tmp_path, monkeypatch):
    """The data folder of an installation on an external database."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return tmp_path / "data"


def _run(capsys, *arguments):
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        raise SystemExit(main(list(map(str, arguments))))
    told = capsys.readouterr()
    return left.value.code, told.out.strip(), told.err.strip()


async def test_the_log_is_verified_from_the_command_line(town, database_url, capsys):
    """An unbroken log, its head, a log cut off, and a head that is none."""
    async with open_services(database_url, town) as services:
        await meeting_in_line(services, wav(b"1"))
    code, head, _ = _run(capsys, "audit", "head", "--data", town)
    count = int(head.partition(":")[0])
    assert (code, count >= 3) == (0, True)
    assert _run(capsys, "audit", "verify", "--data", town)[:2] == (0, f"{count} entries, unbroken")
    assert _run(capsys, "audit", "verify", "--data", town, "--head", head)[0] == 0
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        connection.execute("DELETE FROM audit_entry WHERE seq = %s", (count,))
    assert _run(capsys, "audit", "verify", "--data", town)[0] == 0
    code, said, _ = _run(capsys, "audit", "verify", "--data", town, "--head", head)
    assert (code, said.startswith(f"broken at entry {count}: missing")) == (1, True)
    assert _run(capsys, "audit", "verify", "--data", town, "--head", "x")[0] == 2


async def test_a_town_moves_to_another_machine(  # noqa: PLR0917 - fixtures
    town, database_url, tmp_path, data_root, key, capsys, monkeypatch
):
    """Backup from an external database, restore into an embedded one, the log goes on there."""
    async with open_services(database_url, town) as services:
        meeting = await meeting_in_line(services, wav(b"1"))
    target = tmp_path / "backup"
    assert _run(capsys, "backup", target, "--data", town)[0] == 2  # nothing was said of a key
    code, said, _ = _run(capsys, "backup", target, "--data", town, "--key-file", key, "--verify")
    made = json.loads(said)
    assert (code, made["contents"], made["copied"]) == (0, 1, 1)
    code, said, _ = _run(capsys, "backup", target, "--data", town, "--key-file", key, "--keep-days", 1)
    again = json.loads(said)
    assert (code, again["copied"], again["removed"]) == (0, 0, [])
    code, said, _ = _run(capsys, "backup", target, "--key-file", key, "--list")
    assert [line.split()[0] for line in said.splitlines()] == [made["backup"], again["backup"]]
    monkeypatch.delenv("DATABASE_URL")
    elsewhere = data_root / "elsewhere"
    elsewhere.mkdir()
    code, said, told = _run(capsys, "restore", target, "--data", elsewhere, "--key-file", key)
    findings = {line.split()[1] for line in said.splitlines()[1:] if line[:5] in {"error", "warni"}}
    assert findings <= {"disk", "model-missing", "clock"}, said
    assert json.loads(said.splitlines()[0]) == {"restored": again["backup"], "contents": 1}
    assert "key file" in told
    code, head, _ = _run(capsys, "audit", "verify", "--data", elsewhere, "--head", again["audit_head"])
    assert (code, "unbroken" in head) == (0, True)
    assert _run(capsys, "restore", target, "--data", elsewhere, "--key-file", key)[0] == 2
    code, said, _ = _run(capsys, "check", "--data", elsewhere, "--quick", "--json")
    assert {one["code"] for one in json.loads(said)} <= {"disk", "model-missing", "clock", "device"}
    assert meeting


def test_what_the_engines_keep_has_no_place_for_voice_vectors():
    """Nothing that a checkpoint of the voices is made of holds a list of numbers; stretches are pairs."""
    seen, queue, lists = set(), [Diarization], []
    while queue:
        kind = queue.pop()
        if kind in seen:
            continue
        seen.add(kind)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            queue += typing.get_type_hints(kind).values()
        arguments = typing.get_args(kind)
        if kind == tuple[float, float]:
            continue
        if typing.get_origin(kind) in {list, tuple} and set(arguments) & {float, int}:
            lists.append(kind)
        queue += [one for one in arguments if one is not Ellipsis]
    assert len(seen) > 5
    assert lists == []
