"""What the services of accounts and rights hand out."""

from __future__ import annotations

from datetime import datetime

import msgspec


class GrantView(msgspec.Struct, frozen=True, kw_only=True):
    """A role that an account holds."""

    id: str
    role: str
    body_id: str
    body: str
    organization_id: str | None
    organization: str | None
    """None: in the whole body."""
    origin: str
    """``hand`` or ``oidc``."""


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """An account with the roles that who asks may see."""

    id: str
    email: str
    name: str
    language: str
    operator: bool
    locked: bool
    last_sign_in: datetime | None
    grants: tuple[GrantView, ...] = ()
    own: bool = False
    """The account that asks."""
    revision: str = ""
    """Another one after each change of details or roles; locking, giving and taking roles can rest on it
    (``If-Match``)."""


class OrganizationView(msgspec.Struct, frozen=True, kw_only=True):
    """A council."""

    id: str
    name: str
    revision: str = ""
    """Another one after each change; a change can rest on it (``If-Match``)."""


class BodyView(msgspec.Struct, frozen=True, kw_only=True):
    """A municipality with its councils."""

    id: str
    name: str
    state: str | None = None
    """Code of the state whose law its minutes follow ("NW", "BY"); null: none in particular."""
    revision: str = ""
    """Another one after each change of name or state; a change can rest on it (``If-Match``)."""
    organizations: tuple[OrganizationView, ...] = ()


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A link that opens one meeting; its secret is kept nowhere."""

    id: str
    meeting_id: str
    nonpublic: bool
    note: str
    created: datetime
    expires: datetime
    revoked: datetime | None
    expired: bool = False

    @property
    def holds(self) -> bool:
        """Whether it still opens the meeting."""
        return self.revoked is None and not self.expired


class NewLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link at the one moment at which its secret can be told."""

    link: LinkView
    secret: str
