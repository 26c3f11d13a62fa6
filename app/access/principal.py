"""On whose behalf something happens, known to every use-case and to the database.

The web application finds out who asks and calls :func:`acting_as`; services look at
:func:`current_principal`, and every transaction of :class:`app.db.Database` tells PostgreSQL, whose
policies of row-level security decide a second time. Where nobody was named it is :data:`NOBODY`, who sees
what is published and nothing else: what is forgotten stays closed.
"""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from app.access.roles import ONLY_IN_ORGANIZATION, PERMISSIONS, Permission, Role

if TYPE_CHECKING:
    from collections.abc import Iterator


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role in a body, or in one organization of it."""

    role: Role
    body: UUID
    organization: UUID | None = None
    """None: in the whole body."""


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, or something, that acts."""

    account: UUID | None = None
    """None: nobody signed in."""
    name: str = ""
    """For display and for the log."""
    operator: bool = False
    """Runs the installation: makes bodies and their first administrators; reads no meeting by that."""
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[Permission] | None = None
    """Of an API token: nothing else is allowed; None: no such limit."""
    link: UUID | None = None
    """The link by which a reader without an account came; the database knows the meeting it opens."""
    session: UUID | None = None
    """The session in the browser, where there is one."""

    def may(self, permission: Permission, body: UUID, organization: UUID | None = None) -> bool:
        """Tell whether ``permission`` holds in an organization, or in the whole body where none is named."""
        if self.scopes is not None and permission not in self.scopes:
            return False
        return any(_brings(grant, permission, body, organization) for grant in self.grants)

    def may_somewhere(self, permission: Permission) -> bool:
        """Tell whether ``permission`` holds anywhere; for menus, never for a decision."""
        if self.scopes is not None and permission not in self.scopes:
            return False
        return any(permission in PERMISSIONS[grant.role] for grant in self.grants)


def _brings(grant: Grant, permission: Permission, body: UUID, organization: UUID | None) -> bool:
    if grant.body != body or permission not in PERMISSIONS[grant.role]:
        return False
    if grant.organization is None:
        return (grant.role, permission) not in ONLY_IN_ORGANIZATION
    return grant.organization == organization


NOBODY = Principal()
"""Who is not signed in."""

_current: ContextVar[Principal] = ContextVar("principal", default=NOBODY)


def current_principal() -> Principal:
    """Return on whose behalf the running task acts."""
    return _current.get()


@contextlib.contextmanager
def acting_as(principal: Principal) -> Iterator[Principal]:
    """Act on behalf of ``principal`` inside the block, in this task and those it starts."""
    token = _current.set(principal)
    try:
        yield principal
    finally:
        _current.reset(token)
