"""The first line of defence: every use-case asks here, and PostgreSQL's policies decide once more.

Sessions of :data:`~app.db.engine.SYSTEM_ROLE` are work that nobody asks for at this very moment; there is
nobody whose rights could be looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.access import Permission, current_principal
from app.db.engine import works_as_system
from app.services.access.errors import ForbiddenError

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


def may(
    permission: Permission,
    body: UUID,
    organization: UUID | None = None,
    *,
    session: AsyncSession | None = None,
) -> bool:
    """Tell whether who asks has ``permission`` in an organization, or in the whole body."""
    if session is not None and works_as_system(session):
        return True
    return current_principal().may(permission, body, organization)


def require(
    permission: Permission,
    body: UUID,
    organization: UUID | None = None,
    *,
    session: AsyncSession | None = None,
) -> None:
    """Go on only where who asks has ``permission`` in an organization, or in the whole body.

    Args:
        permission: what is about to happen.
        body: in which municipality.
        organization: in which of its councils; None: in all of them.
        session: in which it will happen; the system needs no permission.

    Raises:
        ForbiddenError: it is not allowed.
    """
    if not may(permission, body, organization, session=session):
        raise ForbiddenError


def require_somewhere(permission: Permission, *, session: AsyncSession | None = None) -> None:
    """Go on only where who asks has ``permission`` in any body; what it finds is still its own only.

    Raises:
        ForbiddenError: it is not allowed anywhere.
    """
    if session is not None and works_as_system(session):
        return
    if not current_principal().may_somewhere(permission):
        raise ForbiddenError


def is_operator(session: AsyncSession | None = None) -> bool:
    """Tell whether who asks runs the installation; an API token never does."""
    if session is not None and works_as_system(session):
        return True
    principal = current_principal()
    return principal.operator and principal.scopes is None


def require_operator(session: AsyncSession | None = None) -> None:
    """Go on only where who asks runs the installation.

    Raises:
        ForbiddenError: it does not.
    """
    if not is_operator(session):
        raise ForbiddenError
