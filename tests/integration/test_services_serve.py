"""``protokollant serve`` as a user starts and stops it."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

PATIENCE = 60.0


@contextlib.contextmanager
def service(data, *options):
    """Start the service and yield its process and port once it answers."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PROTOKOLLANT_")}
    environment.pop("DATABASE_URL", None)
    log = data.with_suffix(".log")  # a file, not a pipe: nobody reads while the service runs
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", "0", "--data", str(data), *options],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    try:
        assert _until(lambda: _port(log) is not None)
        yield process, _port(log)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)


def _port(log):
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text())
    return int(found[1]) if found else None


def _get(port, path="/login"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def _until(condition, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def _workers(process):
    found = []
    for one in psutil.Process(process.pid).children():
        with contextlib.suppress(psutil.NoSuchProcess):  # gone, or dead and not yet waited for
            if "worker" in one.cmdline():
                found.append(one)
    return found


def _refused(data, *options):
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "serve", "--data", str(data), *options],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stderr.strip().splitlines()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_cleanly_with_everything_it_started(data_root, number):
    """A stop ends pages, worker and database, in under ten seconds and with status 0."""
    data = data_root / f"serve-{number.name}"
    with service(data) as (process, port):
        assert _get(port) < 400
        assert _until(lambda: _workers(process))
        workers = _workers(process)
        began = time.monotonic()
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
        assert time.monotonic() - began < 10
    assert not any(worker.is_running() for worker in workers)
    assert not (data / "postgres" / "cluster" / "postmaster.pid").exists()


def test_survives_its_worker_and_its_own_death(data_root):
    """A killed worker is replaced; a killed service takes its worker along and can be started again."""
    data = data_root / "serve-killed"
    with service(data) as (process, _):
        assert _until(lambda: len(_workers(process)) == 2)  # for speech, and for everything else
        before = {one.pid for one in _workers(process)}
        psutil.Process(min(before)).kill()
        assert _until(lambda: {one.pid for one in _workers(process)} - before)
        [worker, *_] = _workers(process)
        process.kill()
        process.wait(PATIENCE)
        assert _until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE, 30)
    with service(data) as (_, port):
        assert _get(port) < 400
        code, errors = _refused(data, "--port", "0")
    assert code == 2
    assert len(errors) == 1
    assert str(data) in errors[0]


@pytest.mark.slow
def test_survives_the_death_of_its_database(data_root):
    """A killed PostgreSQL is started again, and pages and worker find it."""
    data = data_root / "serve-database"
    with service(data) as (process, port):
        assert _get(port, "/login") == 200
        assert _until(lambda: _workers(process))
        pid = int((data / "postgres" / "cluster" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        assert _until(lambda: not psutil.pid_exists(pid))
        assert _until(lambda: _get(port, "/health/ready") == 200)  # the sign-in page alone asks no database
        assert _until(lambda: _workers(process))
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert not (data / "postgres" / "cluster" / "postmaster.pid").exists()


def test_port_that_is_taken_is_named(data_root):
    """Nothing is started and nothing written where another program has the port."""
    data = data_root / "serve-port"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, errors = _refused(data, "--port", str(port))
    assert code == 2
    assert len(errors) == 1
    assert f"127.0.0.1:{port}" in errors[0]
    assert not data.exists()


def test_first_start_prints_where_the_first_account_is_made(data_root):
    """No default password: an address that holds once, a new one at each start, none once there is one."""
    data = data_root / "serve-setup"
    log = data.with_suffix(".log")
    with service(data) as (_, port):
        first = re.search(r"/setup/\S+", log.read_text())[0]
        assert _get(port, first) == 200
    with service(data) as (_, port):
        second = re.search(r"/setup/\S+", log.read_text())[0]
        assert (_get(port, first), _get(port, second)) == (410, 200)
    assert (data / "secret.key").stat().st_mode & 0o777 == 0o600


def test_other_machines_may_reach_it_and_the_terminal_says_what_that_needs(data_root):
    """With accounts any address may be listened on; names of the host are still checked."""
    data = data_root / "serve-open"
    with service(data, "--host", "0.0.0.0") as (_, port):
        assert _get(port) == 200
        text = data.with_suffix(".log").read_text()
    assert "PROTOKOLLANT_TRUSTED_PROXIES" in text
    assert "0.0.0.0" not in text


def test_folder_that_cannot_be_made_is_named(data_root):
    """A file where the data folder should be is one line, no traceback."""
    (data_root / "file").write_text("")
    code, errors = _refused(data_root / "file", "--port", "0")
    assert code == 2
    assert len(errors) == 1
    assert str(data_root / "file") in errors[0]


def test_worker_needs_the_database_of_the_service(tmp_path):
    """A worker without DATABASE_URL says what is missing."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "worker"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
