"""A real server process, killed and started again in the middle, and a real tus client (tuspy)."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psycopg
import pytest
import uploads_server_main
from sounds import wav
from tus_client import PIECE, VERSION, described
from tusclient.client import TusClient
from web_client import AGENDA

from app.db.engine import connection_string

SOUND = wav("Server", 60.0)
LENGTH = len(SOUND)
SHA256 = hashlib.sha256(SOUND).hexdigest()


class Server:
    """The web process alone; it can be killed and started again."""

    def __init__(self, url, data):
        self.url, self.data = url, data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.token = ""
        self.process = None

    def start(self):
        """Start and wait until it answers; the token of the first start holds."""
        self.process = subprocess.Popen(
            [sys.executable, uploads_server_main.__file__, self.url, str(self.data), str(self.port)],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline().strip()
        self.token = self.token or line
        for _ in range(300):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{self.address}/health", timeout=5)
                return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self):
        """End it as a power failure would."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.token}"}

    def client(self):
        """Return a client that is known to the server."""
        return httpx.Client(base_url=self.address, headers=self.headers, timeout=60)


@pytest.fixture
def server(database_url, tmp_path):
    made = Server(database_url, tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def meeting(server):
    with server.client() as client:
        answer = client.post("/api/v1/meetings/", json={"agenda": AGENDA})
        assert answer.status_code == 201, answer.text
        return answer.json()["summary"]["id"]


def parts(server, meeting):
    with server.client() as client:
        return client.get(f"/api/v1/meetings/{meeting}/recordings/").json()["items"]


def begin(server, meeting):
    with server.client() as client:
        lines = {**VERSION, "upload-length": str(LENGTH), "upload-metadata": described(filename="rat.wav")}
        return client.post(f"/api/v1/meetings/{meeting}/uploads/", headers=lines).headers["location"]


def offset(server, place):
    with server.client() as client:
        return int(client.head(place, headers=VERSION).headers["upload-offset"])


def send_half(server, place, *, count):
    """Send ``count`` bytes of a piece that claims to be the whole, and return the open connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest("PATCH", place)
    lines = {**server.headers, **VERSION, **PIECE, "upload-offset": "0", "content-length": str(LENGTH)}
    for name, value in lines.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(SOUND[:count])
    return connection


def test_a_real_client_goes_on_after_the_server_was_killed(server, meeting, tmp_path):
    """tuspy sends a part, the server is killed and started again, and the client goes on where it was."""
    path = tmp_path / "rat.wav"
    path.write_bytes(SOUND)
    client = TusClient(f"{server.address}/api/v1/meetings/{meeting}/uploads/", headers=server.headers)
    with path.open("rb") as file:
        uploader = client.uploader(
            file_stream=file, chunk_size=300_000, metadata={"filename": "rat.wav"}, upload_checksum=True
        )
        uploader.upload(stop_at=900_000)
        server.kill()
        server.start()
        later = client.uploader(file_stream=file, url=uploader.url, chunk_size=400_000)
        assert later.offset == 900_000
        later.upload()
    (part,) = parts(server, meeting)
    assert (part["sha256"], part["filename"]) == (SHA256, "rat.wav")


def test_a_connection_that_breaks_loses_nothing(server, meeting):
    """What came before the line broke counts at once, and another connection goes on."""
    place = begin(server, meeting)
    send_half(server, place, count=500_000).close()
    deadline = time.monotonic() + 20
    while offset(server, place) < 500_000:
        assert time.monotonic() < deadline
    with server.client() as client:
        lines = {**VERSION, **PIECE, "upload-offset": "500000"}
        assert client.patch(place, headers=lines, content=SOUND[500_000:]).status_code == 204
    assert parts(server, meeting)[0]["sha256"] == SHA256


def test_kill_in_the_middle_of_a_piece(server, meeting):
    """Only what the server said to be on disk counts afterwards; the rest is sent again, nothing torn."""
    place = begin(server, meeting)
    with server.client() as client:
        lines = {**VERSION, **PIECE, "upload-offset": "0"}
        assert client.patch(place, headers=lines, content=SOUND[:200_000]).status_code == 204
    connection = send_half(server, place, count=0)
    connection.close()
    server.kill()
    (file,) = (server.data / "uploads").iterdir()
    with file.open("ab") as torn:
        torn.write(b"torn" * 1000)
    server.start()
    assert offset(server, place) == 200_000
    with server.client() as client:
        lines = {**VERSION, **PIECE, "upload-offset": "200000"}
        assert client.patch(place, headers=lines, content=SOUND[200_000:]).status_code == 204
    assert parts(server, meeting)[0]["sha256"] == SHA256


def test_complete_but_not_yet_accepted(server, meeting):
    """Killed between the last byte and the verdict: the next start goes on by itself."""
    place = begin(server, meeting)
    key = place.rpartition("/")[2]
    server.kill()
    (server.data / "uploads" / key.replace("-", "")).write_bytes(SOUND)
    with psycopg.connect(connection_string(server.url), autocommit=True) as connection:
        connection.execute("UPDATE upload SET state = 'checking', received = length WHERE id = %s", (key,))
    server.start()
    deadline = time.monotonic() + 60
    while not parts(server, meeting):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert parts(server, meeting)[0]["sha256"] == SHA256


def test_full_disk(tmp_path):
    """A disk that fills up: what was written counts, the message names the folder, and there is no debris."""
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare (util-linux) to make a small disk without rights")
    code = (
        "import sys; from pathlib import Path; from app.uploads.spool import Digest, Sink\n"
        "from app.storage import StorageFullError\n"
        "sink = Sink(Path(sys.argv[1]) / 'a', 0, Digest()); sink.open()\n"
        "try:\n"
        "    for _ in range(4): sink.write(bytes(400_000))\n"
        "except StorageFullError as error:\n"
        "    sink.sync(); sink.close()\n"
        "    print(sink.durable, Path(sys.argv[1], 'a').stat().st_size, error.code)\n"
    )
    disk = tmp_path / "disk"
    disk.mkdir()
    script = Path(tmp_path / "fill.py")
    script.write_text(code)
    command = f"mount -t tmpfs -o size=1m none {disk} && {sys.executable} {script} {disk}"
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", command],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    if "Operation not permitted" in done.stderr and "unshare" in done.stderr:
        pytest.skip("this system lets nobody make a mount of their own")
    assert done.stdout.split() == ["800000", "800000", "storage-full"], done.stderr
