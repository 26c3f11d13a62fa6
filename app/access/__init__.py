"""Roles, permissions, and on whose behalf something happens; values only, no database, no web."""

from app.access.principal import NOBODY, Grant, Principal, acting_as, current_principal
from app.access.roles import ONLY_IN_ORGANIZATION, PERMISSIONS, Permission, Role

__all__ = (
    "NOBODY",
    "ONLY_IN_ORGANIZATION",
    "PERMISSIONS",
    "Grant",
    "Permission",
    "Principal",
    "Role",
    "acting_as",
    "current_principal",
)
