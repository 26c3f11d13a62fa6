"""Who may do what: accounts, their roles, and links that open one meeting.

Secrets of an account (``password_hash``, ``totp_secret``, ``recovery_codes``) may be read by
:data:`~app.db.engine.SYSTEM_ROLE` alone; the service's own role has no privilege on these columns, so
they are loaded by whoever signs people in and by nobody else.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, DefaultBase, Entity


class Account(Entity):
    """Somebody who can sign in."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)

    email: Mapped[str] = mapped_column(unique=True)
    """In small letters (a check of the table), so that it is unique however it is typed."""
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="de")
    operator: Mapped[bool] = mapped_column(default=False)
    """Runs the installation: makes bodies and their first administrators."""
    locked_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """Since when it may not sign in; every right ends with it."""
    password_hash: Mapped[str | None]
    """Argon2id; None: no password yet, or signed in elsewhere."""
    must_change_password: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[str | None]
    """Of the second factor, encrypted; None: it is off."""
    recovery_codes: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """Hashes of the codes that serve once where the second factor is lost."""
    last_sign_in_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    oidc_issuer: Mapped[str | None]
    oidc_subject: Mapped[str | None]


class RoleGrant(Entity):
    """A role that an account holds in a body, or in one organization of it."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint(
            "account_id", "role", "body_id", "organization_id", "origin", postgresql_nulls_not_distinct=True
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[str]
    """One of :class:`app.access.Role`."""
    body_id: Mapped[UUID] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    """None: in the whole body."""
    origin: Mapped[str] = mapped_column(default="hand")
    """``hand``, or ``oidc`` where a claim of the identity provider brought it."""
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class RolePermission(DefaultBase):
    """What a role brings: :data:`app.access.PERMISSIONS`, copied for the policies."""

    __tablename__ = "role_permission"

    role: Mapped[str] = mapped_column(primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)
    body_wide: Mapped[bool]
    """False: only where the role is held in the organization itself."""


class MeetingLink(Entity):
    """A link by which somebody without an account reads one meeting until a day."""

    __tablename__ = "meeting_link"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the secret, as hexadecimal; the secret itself is shown once and kept nowhere."""
    nonpublic: Mapped[bool] = mapped_column(default=False)
    """Whether it opens the non-public part too."""
    expires_at: Mapped[dt.datetime] = mapped_column(DateTimeUTC(timezone=True))
    revoked_at: Mapped[dt.datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    note: Mapped[str] = mapped_column(default="")
    """For whom it is."""
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
