"""Signing asks once more who is there: password, and the second factor where it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import tables as t
from app.services.access.passwords import verify_password
from app.services.access.sessions import own_account
from app.services.access.signin import take_code
from app.services.access.signin_errors import CodeFailed, PasswordWrong
from app.services.access.throttle import Throttle, of_account, of_code

if TYPE_CHECKING:
    from app.db import Database
    from app.services.access.sealing import Sealer


async def confirm_identity(database: Database, sealer: Sealer, password: str, code: str = "") -> bool:
    """Make sure that whoever asks is the account's owner; return whether a second factor was asked too.

    Args:
        database: as the system; passwords are read.
        sealer: of the second factor.
        password: as typed.
        code: of the second factor, or a recovery code, which is used up by it.

    Raises:
        SessionNeeded: an API token asks, or nobody: no program signs for a person.
        PasswordWrong: it is wrong, or the account has none (it signs in elsewhere; then a file is the way).
        CodeFailed: the code is wrong or was used.
        TooManyAttempts: too many were wrong.
    """
    account = own_account()
    async with database.session() as session:
        row = await session.get_one(t.Account, account)
        email, kept, second = row.email, row.password_hash, row.totp_secret is not None
    throttle, counted = Throttle(database), (of_account(email),)
    await throttle.begin(counted)
    if not await verify_password(kept, password):
        raise PasswordWrong
    await throttle.succeed(counted)
    if not second:
        return False
    counted = (of_code(account),)
    await throttle.begin(counted)
    async with database.session() as session:
        row = await session.get_one(t.Account, account, with_for_update=True)
        right = await take_code(session, row, code, sealer)
    if not right:
        raise CodeFailed
    await throttle.succeed(counted)
    return True
