"""The tus protocol by hand: raw requests, as no library hides them."""

from __future__ import annotations

import base64
import hashlib

VERSION = {"tus-resumable": "1.0.0"}
PIECE = {"content-type": "application/offset+octet-stream"}


def described(**pairs: str) -> str:
    """Return ``Upload-Metadata``."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def checksum(data: bytes, algorithm: str = "sha1") -> str:
    """Return ``Upload-Checksum``."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


class Tus:
    """Uploads of one meeting."""

    def __init__(self, client, meeting: str):
        self.client = client
        self.meeting = meeting
        self.target = f"/api/v1/meetings/{meeting}/uploads/"

    async def create(self, length: int | None, *, content: bytes = b"", name: str = "rat.wav", **headers):
        """Begin an upload and return the answer."""
        lines = {**VERSION, "upload-metadata": described(filename=name), **headers}
        if length is not None:
            lines.setdefault("upload-length", str(length))
        return await self.client.post(self.target, headers=lines, content=content)

    async def begin(self, length: int, **options) -> str:
        """Begin an upload and return its address."""
        answer = await self.create(length, **options)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    async def patch(self, place: str, offset: int, data: bytes, **headers):
        """Send a piece."""
        lines = {**VERSION, **PIECE, "upload-offset": str(offset), **headers}
        return await self.client.patch(place, headers=lines, content=data)

    async def offset(self, place: str) -> int:
        """Ask where to go on."""
        answer = await self.client.head(place, headers=VERSION)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"])

    async def end(self, place: str):
        """End an upload."""
        return await self.client.delete(place, headers=VERSION)

    async def parts(self) -> list:
        """Return the recordings of the meeting."""
        return (await self.client.get(f"/api/v1/meetings/{self.meeting}/recordings/")).json()["items"]

    async def state(self, place: str) -> dict:
        """Return an upload as JSON."""
        return (await self.client.get(place)).json()
