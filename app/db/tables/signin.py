"""What proves who somebody is: sessions, tokens, links for once; and what slows guessing down.

No secret is kept: of every token only the SHA-256 (they are random and long, so a slow hash adds nothing).
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import DateTimeUTC, DefaultBase, Row, created_column

TIME = DateTimeUTC(timezone=True)


class SignInSession(Row):
    """Somebody signed in with a browser."""

    __tablename__ = "sign_in_session"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    method: Mapped[str]
    """``password``, ``password+code``, ``oidc`` or ``link``."""
    user_agent: Mapped[str]
    """Browser and system in a few words; no more of the header is kept."""
    created_at: Mapped[dt.datetime] = created_column()
    last_seen_at: Mapped[dt.datetime] = created_column()
    expires_at: Mapped[dt.datetime] = mapped_column(TIME, index=True)
    """When it ends in any case."""
    ended_at: Mapped[dt.datetime | None] = mapped_column(TIME)


class ApiToken(Row):
    """A key by which a program acts for an account, within its scopes."""

    __tablename__ = "api_token"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSONB)
    """Names of permissions; the account's own rights bind too."""
    created_at: Mapped[dt.datetime] = created_column()
    expires_at: Mapped[dt.datetime | None] = mapped_column(TIME)
    last_used_at: Mapped[dt.datetime | None] = mapped_column(TIME)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(TIME)


class OneTimeLink(Row):
    """An address that lets somebody in once: set-up, invitation, new password, demonstration."""

    __tablename__ = "one_time_link"

    purpose: Mapped[str]
    """``setup``, ``invite``, ``reset`` or ``demo``."""
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    target: Mapped[str]
    """Path to go to afterwards."""
    created_at: Mapped[dt.datetime] = created_column()
    expires_at: Mapped[dt.datetime] = mapped_column(TIME)
    used_at: Mapped[dt.datetime | None] = mapped_column(TIME)


class SignInThrottle(DefaultBase):
    """Failed attempts at one account or from one address."""

    __tablename__ = "sign_in_throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of what is counted: neither e-mail nor network address is kept."""
    failures: Mapped[int]
    last_at: Mapped[dt.datetime] = mapped_column(TIME, index=True)
    blocked_until: Mapped[dt.datetime] = mapped_column(TIME)


class SecondFactor(DefaultBase):
    """What was done with the second factor of an account."""

    __tablename__ = "second_factor"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    pending_secret: Mapped[str | None]
    """Sealed; shown as a picture, not yet confirmed by a code."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """Time step (RFC 6238) of the last code that was taken; none is taken twice."""
