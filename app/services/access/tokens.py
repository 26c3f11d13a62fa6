"""Personal API tokens: a program acts for an account, within chosen scopes, until a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select, update

from app.access import Permission, Principal
from app.db import tables as t
from app.db.mapping import parse_id
from app.db.tables import now
from app.services.access.identity import new_token, token_hash
from app.services.access.logbook import note
from app.services.access.sessions import load_principal, own_account
from app.services.access.signin_errors import ScopeUnknown, TokenNotFound

if TYPE_CHECKING:
    from app.db import Database

PREFIX = "prk_"
"""Makes a token that got into a file or a message easy to find."""

DAYS = 90
"""How long a token holds where nothing else is said."""

MOST_DAYS = 366

LONGEST_NAME = 80

USED_SECONDS = 60
"""``last_used_at`` is written no more often than that."""


class TokenView(msgspec.Struct, frozen=True, kw_only=True):
    """A token, for its owner; the secret is not in it."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: dt.datetime
    expires_at: dt.datetime | None
    last_used_at: dt.datetime | None
    expired: bool


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token just made."""

    secret: str
    """Shown once; only its hash is kept."""
    token: TokenView


class TokenService:
    """Makes, lists, revokes and recognises tokens.

    Args:
        database: of the service; recognising happens as the system.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._system = database.as_system()

    async def create(self, name: str, scopes: Collection[str], *, days: int = DAYS) -> NewToken:
        """Make a token of who asks.

        Args:
            name: what it is for.
            scopes: names of permissions.
            days: until it expires, 1 to 366.

        Raises:
            SessionNeeded: an API token asks, or nobody.
            ScopeUnknown: there is no scope, or one that is none.
        """
        account, at = own_account(), now()
        chosen = sorted({_scope(scope) for scope in scopes})
        if not chosen:
            raise ScopeUnknown(scope="")
        secret = PREFIX + new_token()
        row = t.ApiToken(
            account_id=account,
            name=name.strip()[:LONGEST_NAME] or "API",
            token_hash=token_hash(secret),
            scopes=chosen,
            created_at=at,
            expires_at=at + dt.timedelta(days=min(max(days, 1), MOST_DAYS)),
        )
        async with self._database.session() as session:
            session.add(row)
            await session.flush()
            await note(session, "token.created", account, token=str(row.id), scopes=",".join(chosen))
        return NewToken(secret=secret, token=_view(row))

    async def list_own(self) -> tuple[TokenView, ...]:
        """Return the tokens of who asks that were not revoked, the latest first.

        Raises:
            SessionNeeded: an API token asks, or nobody.
        """
        table = t.ApiToken
        statement = (
            select(table)
            .where(table.account_id == own_account(), table.revoked_at.is_(None))
            .order_by(table.created_at.desc())
        )
        async with self._database.session() as session:
            return tuple(_view(row) for row in await session.scalars(statement))

    async def revoke(self, token_id: str) -> None:
        """Revoke a token of who asks.

        Raises:
            SessionNeeded: an API token asks, or nobody.
            TokenNotFound: it has no such token.
        """
        account, table = own_account(), t.ApiToken
        async with self._database.session() as session:
            revoked = await session.scalar(
                update(table)
                .where(
                    table.id == parse_id(token_id), table.account_id == account, table.revoked_at.is_(None)
                )
                .values(revoked_at=now())
                .returning(table.id)
            )
            if revoked is None:
                raise TokenNotFound
            await note(session, "token.revoked", account, token=str(revoked))

    async def principal_of(self, secret: str) -> Principal | None:
        """Return for whom a token acts, with its scopes; None where it is none (any more)."""
        if not secret.startswith(PREFIX):
            return None
        at, table = now(), t.ApiToken
        async with self._system.session() as session:
            row = await session.scalar(
                select(table).where(table.token_hash == token_hash(secret), table.revoked_at.is_(None))
            )
            if row is None or (row.expires_at is not None and row.expires_at <= at):
                return None
            if row.last_used_at is None or (at - row.last_used_at).total_seconds() > USED_SECONDS:
                row.last_used_at = at
            principal = await load_principal(session, row.account_id)
            scopes = frozenset(Permission(scope) for scope in row.scopes if scope in set(Permission))
        return msgspec.structs.replace(principal, scopes=scopes, operator=False) if principal else None


def _scope(text: str) -> str:
    try:
        return Permission(text).value
    except ValueError as error:
        raise ScopeUnknown(scope=text[:40]) from error


def _view(row: t.ApiToken) -> TokenView:
    return TokenView(
        id=str(row.id),
        name=row.name,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        expired=row.expires_at is not None and row.expires_at <= now(),
    )
