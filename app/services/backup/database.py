"""The dump of the database: PostgreSQL's own programs, streamed; nothing of it lies on the disk unsealed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING

from sqlalchemy.engine import make_url

from app.db.programs import installed_programs
from app.services.backup.errors import BackupFailedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 256 * 1024

NOT_KEPT = ("sign_in_session", "sign_in_throttle", "worker")
"""Tables whose rows are left out: nobody is signed in after a restore, and no old worker lives."""

ROLES = "protokollant_app, protokollant_system"

EMPTY = """
DO $block$
DECLARE one record;
BEGIN
  FOR one IN
    SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      ELSE 'TABLE' END AS kind, c.oid::regclass::text AS name
    FROM pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
    ORDER BY c.relkind = 'S'
  LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name);
  END LOOP;
  FOR one IN
    SELECT p.oid::regprocedure::text AS name
    FROM pg_proc AS p WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name);
  END LOOP;
  FOR one IN
    SELECT t.oid::regtype::text AS name
    FROM pg_type AS t LEFT JOIN pg_class AS c ON c.oid = t.typrelid
    WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype IN ('e', 'd') OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', one.name);
  END LOOP;
END $block$
"""
"""Drops what is ours. The schema itself holds pgvector, which only an administrator could bring back."""

BEGIN = (
    "SET client_min_messages = warning",
    EMPTY,
    "CREATE EXTENSION IF NOT EXISTS vector",
    f"GRANT USAGE ON SCHEMA public TO {ROLES}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLES}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {ROLES}",
)
"""What a restore begins with, in its one transaction. The default privileges (migrations 0001, 0002) are
said anew, because a dump gives them to the role that owned the database it was taken from."""


LEFT_OUT = (" DEFAULT ACL ", " EXTENSION ")
"""Entries of a dump that a restore does not take over."""


def dump(url: str, snapshot: str) -> Iterator[bytes]:
    """Yield the dump of a database as of an exported snapshot, piece by piece.

    Raises:
        BackupFailedError: ``pg_dump`` failed.
    """
    arguments = [
        "pg_dump",
        "--format=custom",
        "--no-owner",
        f"--snapshot={snapshot}",
        *(f"--exclude-table-data=public.{table}" for table in NOT_KEPT),
    ]
    with _running(arguments, url, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while piece := process.stdout.read(PIECE):
            yield piece


def load(url: str, pieces: Iterable[bytes], contents: str) -> None:
    """Replace the schema of a database by that of a dump, in one transaction.

    Args:
        url: of the database, as its owner.
        pieces: the dump.
        contents: which of its entries, as ``pg_restore --use-list`` takes it (:func:`entries`).

    Raises:
        BackupFailedError: a program failed; the database is as before.
    """
    commands = [part for statement in BEGIN for part in ("-c", statement)]
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        chosen.write(contents)
        chosen.flush()
        script = ["pg_restore", "--no-owner", f"--use-list={chosen.name}", "--file=-"]
        psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-1", *commands, "-f", "-"]
        with (
            _running(script, None, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as source,
            _running(psql, url, stdin=source.stdout, stdout=subprocess.DEVNULL),
        ):
            assert source.stdin is not None
            assert source.stdout is not None
            source.stdout.close()
            feed(source.stdin, pieces)


def entries(pieces: Iterable[bytes]) -> str:
    """Return the list of a dump's entries without the default privileges and extensions."""
    script = ["pg_restore", "--list"]
    with (
        tempfile.TemporaryFile() as found,
        _running(script, None, stdin=subprocess.PIPE, stdout=found) as process,
    ):
        assert process.stdin is not None
        feed(process.stdin, pieces)
        process.wait()
        found.seek(0)
        lines = found.read().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not any(left in line for left in LEFT_OUT))


def feed(pipe: IO[bytes], pieces: Iterable[bytes]) -> None:
    """Write all pieces; a program that has read enough may hang up."""
    with contextlib.suppress(BrokenPipeError), pipe:
        for piece in pieces:
            pipe.write(piece)


@contextlib.contextmanager
def _running(
    arguments: list[str],
    url: str | None,
    *,
    stdin: int | IO[bytes] | None = subprocess.DEVNULL,
    stdout: int | IO[bytes] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of the wheel's programs; its end is waited for and must be good."""
    program, *rest = arguments
    environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PGAPPNAME": "protokollant backup"}
    if url is not None:
        parsed = make_url(url).set(drivername="postgresql")
        if parsed.password is not None:  # not among the arguments, which every user of the machine can read
            environ["PGPASSWORD"] = str(parsed.password)
        rest = [f"--dbname={parsed.set(password=None).render_as_string(hide_password=False)}", *rest]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own program and arguments
            [installed_programs() / program, *rest], stdin=stdin, stdout=stdout, stderr=said, env=environ
        )
        try:
            yield process
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
        if process.wait() != 0:
            said.seek(0)
            lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
            telling = (
                [line for line in lines if "error" in line.lower()] or lines or [str(process.returncode)]
            )
            raise BackupFailedError(program=program, reason=telling[0][:300])
