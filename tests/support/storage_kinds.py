"""Every kind of storage, for the tests of the contract: a disk, a real S3 server, each plain and sealed."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3

from app.settings import StorageSettings

KINDS = ("local", "local-sealed", "s3", "s3-sealed")


def key_file(folder: Path, *, count: int = 1) -> Path:
    """Write a file of fresh keys."""
    path = folder / "keys"
    path.write_text("".join(base64.b64encode(os.urandom(32)).decode() + "\n" for _ in range(count)))
    path.chmod(0o600)
    return path


@contextlib.contextmanager
def running_s3():
    """Yield the address of moto's S3 server in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(address, timeout=5).close()
                break
            time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait()


def s3_settings(address: str, folder: Path, bucket: str, **options) -> StorageSettings:
    """Make a bucket and return the settings of a storage in it."""
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="tester",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=bucket)
    client.close()
    credentials = folder / "credentials"
    credentials.write_text("tester\nsecret\n")
    credentials.chmod(0o600)
    return StorageSettings(
        kind="s3", bucket=bucket, endpoint=address, credentials=credentials, prefix="protokollant", **options
    )
