"""Addresses of the OParl interface, all below one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from uuid import UUID

    from app.services.oparl.facts import Kind

PATH = "/oparl/v1.1"

LISTS: dict[str, Kind] = {
    "organizations": "organization",
    "people": "person",
    "meetings": "meeting",
    "papers": "paper",
    "agendaitems": "agendaitem",
    "consultations": "consultation",
    "files": "file",
    "locations": "location",
    "legislativeterms": "legislativeterm",
    "memberships": "membership",
}
"""Lists of a body, by their name in the address."""

OF_ORGANIZATION: dict[str, Kind] = {"meetings": "meeting", "consultations": "consultation"}
"""Lists of an organization."""


class Addresses(msgspec.Struct, frozen=True):
    """Makes addresses.

    Args:
        origin: under which the service was asked, ``https://protokoll.example.org``.
    """

    origin: str

    @property
    def system(self) -> str:
        """Address of the System object."""
        return f"{self.origin}{PATH}/system"

    @property
    def bodies(self) -> str:
        """Address of the list of bodies."""
        return f"{self.origin}{PATH}/bodies"

    def of(self, kind: Kind, key: UUID) -> str:
        """Return the address of an object."""
        return f"{self.origin}{PATH}/{kind}/{key}"

    def list_of(self, kind: Kind, key: UUID, name: str) -> str:
        """Return the address of a list of an object."""
        return f"{self.of(kind, key)}/{name}"

    def content(self, key: UUID, filename: str, *, download: bool = False) -> str:
        """Return the address of a file's content."""
        way = "download" if download else "view"
        return f"{self.origin}{PATH}/contents/{key}/{way}/{filename}"
