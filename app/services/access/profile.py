"""One's own account: language, password, second factor."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import msgspec

from app.access import current_principal
from app.db import tables as t
from app.services.access import totp
from app.services.access.logbook import note
from app.services.access.passwords import check_password, hash_password, verify_password
from app.services.access.sessions import end_all, own_account
from app.services.access.signin import take_code
from app.services.access.signin_errors import CodeFailed, PasswordWrong, SessionNeeded
from app.services.access.throttle import Throttle, of_account, of_code
from app.services.revisions import Expected, joined, require_unchanged

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.access.sealing import Sealer

LANGUAGES = ("de", "en")

LONGEST_NAME = 120


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One's own account."""

    id: str
    email: str
    name: str
    language: str
    operator: bool
    has_password: bool
    has_second_factor: bool
    recovery_codes_left: int
    by_oidc: bool
    last_sign_in_at: dt.datetime | None

    @property
    def revision(self) -> str:
        """On what a change of name or language can rest."""
        return joined((self.name, self.language))


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """A second factor to be confirmed."""

    secret: str
    picture: str
    """QR code, SVG."""


class ProfileService:
    """Shows and changes the account of who asks; an API token may only look.

    Args:
        database: of the service; secrets are read as the system.
        sealer: of the second factor.
    """

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database.as_system()
        self._sealer = sealer
        self._throttle = Throttle(self._database)

    async def read(self) -> Profile:
        """Return the account of who asks.

        Raises:
            SessionNeeded: nobody is signed in.
        """
        account = current_principal().account
        if account is None:
            raise SessionNeeded
        async with self._database.session() as session:
            row = await session.get_one(t.Account, account)
        return Profile(
            id=str(row.id),
            email=row.email,
            name=row.name,
            language=row.language,
            operator=row.operator,
            has_password=row.password_hash is not None,
            has_second_factor=row.totp_secret is not None,
            recovery_codes_left=len(row.recovery_codes),
            by_oidc=row.oidc_subject is not None,
            last_sign_in_at=row.last_sign_in_at,
        )

    async def change(
        self, *, name: str | None = None, language: str | None = None, expected: Expected = None
    ) -> None:
        """Change name or language; what is empty or unknown stays.

        Raises:
            ChangedMeanwhile: they are not as they are expected.
            SessionNeeded: an API token asks, or nobody.
        """
        async with self._own() as (_, row):
            require_unchanged(joined((row.name, row.language)), expected)
            if name is not None and name.strip():
                row.name = " ".join(name.split())[:LONGEST_NAME]
            if language in LANGUAGES:
                row.language = language

    async def change_password(self, present: str, new: str) -> None:
        """Change the password and end every other session.

        Raises:
            SessionNeeded: an API token asks, or nobody.
            PasswordWrong: ``present`` is wrong.
            TooManyAttempts: it was wrong too often.
            InputError: the new one is refused (:func:`app.services.access.passwords.check_password`).
        """
        async with self._own() as (_, row):
            email, name, kept = row.email, row.name, row.password_hash
        check_password(new, email=email, name=name)
        await self._confirm(email, kept, present)
        hashed = await hash_password(new)
        async with self._own() as (session, row):
            row.password_hash = hashed
            row.must_change_password = False
            await end_all(session, row.id, keep=current_principal().session)
            await note(session, "password.changed", row.id)

    async def begin_second_factor(self) -> Enrolment:
        """Make a new secret and show it; it counts once a code has confirmed it.

        Raises:
            SessionNeeded: an API token asks, or nobody.
        """
        secret = totp.new_secret()
        async with self._own() as (session, row):
            factor = await _factor(session, row)
            factor.pending_secret = self._sealer.seal("totp", secret)
            return Enrolment(secret=secret, picture=totp.picture(totp.address(secret, row.email)))

    async def pending_second_factor(self) -> Enrolment | None:
        """Return the secret that waits for its first code, so that a wrong code can be tried again."""
        async with self._own() as (session, row):
            factor = await _factor(session, row)
            secret = self._sealer.open("totp", factor.pending_secret or "", str)
            if secret is None:
                return None
            return Enrolment(secret=secret, picture=totp.picture(totp.address(secret, row.email)))

    async def confirm_second_factor(self, code: str) -> list[str]:
        """Turn the second factor on and return the recovery codes, which are shown this once.

        Raises:
            SessionNeeded: an API token asks, or nobody.
            CodeFailed: the code does not belong to the secret shown.
            TooManyAttempts: it was wrong too often.
        """
        counted = (of_code(own_account()),)
        await self._throttle.begin(counted)
        async with self._own() as (session, row):
            factor = await _factor(session, row)
            secret = self._sealer.open("totp", factor.pending_secret or "", str)
            step = totp.matching_step(secret, code, after=0) if secret else None
            if step is None:
                raise CodeFailed
            row.totp_secret, factor.pending_secret, factor.last_step = factor.pending_secret, None, step
            codes = _new_codes(row)
            await end_all(session, row.id, keep=current_principal().session)
            await note(session, "second-factor.changed", row.id, on=True)
        await self._throttle.succeed(counted)
        return codes

    async def end_second_factor(self, code: str) -> None:
        """Turn the second factor off, with a code of it.

        Raises:
            SessionNeeded: an API token asks, or nobody.
            CodeFailed: the code is wrong or was used.
            TooManyAttempts: it was wrong too often.
        """
        async with self._with_code(code) as (session, row):
            row.totp_secret = None
            row.recovery_codes = []
            await note(session, "second-factor.changed", row.id, on=False)

    async def renew_recovery_codes(self, code: str) -> list[str]:
        """Return new recovery codes in place of the old ones; raises as :meth:`end_second_factor`."""
        async with self._with_code(code) as (session, row):
            await note(session, "second-factor.changed", row.id, on=True, renewed=True)
            return _new_codes(row)

    @asynccontextmanager
    async def _own(self) -> AsyncIterator[tuple[AsyncSession, t.Account]]:
        account = own_account()
        async with self._database.session() as session:
            yield session, await session.get_one(t.Account, account, with_for_update=True)

    @asynccontextmanager
    async def _with_code(self, code: str) -> AsyncIterator[tuple[AsyncSession, t.Account]]:
        counted = (of_code(own_account()),)
        await self._throttle.begin(counted)
        async with self._own() as (session, row):
            if not await take_code(session, row, code, self._sealer):
                raise CodeFailed
            yield session, row
        await self._throttle.succeed(counted)

    async def _confirm(self, email: str, kept: str | None, present: str) -> None:
        if kept is None:
            return  # signed in elsewhere so far: there is nothing to know
        counted = (of_account(email),)
        await self._throttle.begin(counted)
        if not await verify_password(kept, present):
            raise PasswordWrong
        await self._throttle.succeed(counted)


async def _factor(session: AsyncSession, account: t.Account) -> t.SecondFactor:
    factor = await session.get(t.SecondFactor, account.id, with_for_update=True)
    if factor is None:
        factor = t.SecondFactor(account_id=account.id, last_step=0)
        session.add(factor)
    return factor


def _new_codes(row: t.Account) -> list[str]:
    codes = totp.new_recovery_codes()
    row.recovery_codes = [totp.recovery_hash(code) for code in codes]
    return codes
