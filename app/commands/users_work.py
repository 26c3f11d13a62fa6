"""What ``protokollant users`` does, on the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.access.registry import Registry

if TYPE_CHECKING:
    from app.db import Database


class UserDesk:
    """Does the work of each sub-command and returns the lines to print.

    Args:
        database: works as the system.
        address: of the service as people open it, before a link.
    """

    def __init__(self, database: Database, address: str) -> None:
        self._registry = Registry(database)
        self._address = address.rstrip("/")

    async def show(self) -> list[str]:
        """Return a line for each account."""
        lines = []
        for one in await self._registry.list():
            marks = [*(["operator"] if one.operator else []), *one.roles]
            state = "locked" if one.locked else "active"
            lines.append(f"{one.email}\t{one.name}\t{state}\t{', '.join(marks) or '-'}")
        return lines or ["There is no account yet."]

    async def add(self, email: str, name: str, *, operator: bool, language: str) -> list[str]:
        """Make an account and return its link."""
        await self._registry.add(email, name, operator=operator, language=language)
        return await self.link(email)

    async def lock(self, email: str, *, locked: bool) -> list[str]:
        """Lock or unlock."""
        await self._registry.lock(email, locked=locked)
        return [f"{email} is {'locked' if locked else 'unlocked'}."]

    async def grant(self, email: str, role: str, body: str, organization: str | None) -> list[str]:
        """Give a role."""
        await self._registry.grant(email, role, body, organization)
        return [f"{email} is {role} in {organization or body}."]

    async def revoke(self, email: str, role: str, body: str, organization: str | None) -> list[str]:
        """Take a role."""
        await self._registry.revoke(email, role, body, organization)
        return [f"{email} is no longer {role} in {organization or body}."]

    async def reset(self, email: str, *, second_factor: bool) -> list[str]:
        """End every session and return a link for a new password."""
        await self._registry.reset(email, second_factor=second_factor)
        return await self.link(email)

    async def link(self, email: str) -> list[str]:
        """Return a link for a password."""
        return [self._address + await self._registry.link(email)]
