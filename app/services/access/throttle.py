"""Slowing down guesses at passwords and codes.

Every attempt is counted before it is checked, in the database, so that neither many connections at once
nor a restart helps. After a few free tries the pause doubles with each failure up to :data:`LONGEST`;
nobody is locked out for good, because that would let anybody lock out anybody. At most about a hundred
guesses a day remain for one account (NIST SP 800-63B, 3.2.2 asks for no more than a hundred).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.db import tables as t
from app.db.tables import now
from app.services.access.signin_errors import TooManyAttempts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.db import Database

LONGEST = 900
"""Seconds of the longest pause."""

FORGOTTEN = dt.timedelta(hours=24)
"""After so long without an attempt the count begins anew."""


class Counted(msgspec.Struct, frozen=True):
    """Something that attempts are counted for."""

    kind: str
    """``account``, ``address`` or ``code``."""
    value: str
    free: int
    """Attempts before the first pause."""

    @property
    def key(self) -> str:
        """Under which it is kept: a hash, so that the table names nobody."""
        return hashlib.sha256(f"{self.kind}:{self.value}".encode()).hexdigest()


def of_account(email: str) -> Counted:
    """Return what is counted for an e-mail address, whether or not it has an account."""
    return Counted("account", email, 5)


def of_address(address: str) -> Counted:
    """Return what is counted for a network address; a town hall may share one."""
    return Counted("address", address, 30)


def of_code(account: object) -> Counted:
    """Return what is counted for the second factor of an account."""
    return Counted("code", str(account), 5)


def pause(failures: int, free: int) -> int:
    """Return the seconds to wait after so many failures."""
    return 0 if failures < free else min(LONGEST, 2 ** min(failures - free + 1, 20))


class Throttle:
    """Counts attempts.

    Args:
        database: works as the system.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, counted: Sequence[Counted]) -> None:
        """Count an attempt; :meth:`succeed` takes it back.

        Raises:
            TooManyAttempts: one of them has to wait; nothing is counted then.
        """
        at = now()
        table = t.SignInThrottle
        async with self._database.session() as session:
            fresh = [
                {"key": one.key, "failures": 0, "last_at": at, "blocked_until": at}
                for one in sorted(counted, key=lambda one: one.key)
            ]
            await session.execute(insert(table).values(fresh).on_conflict_do_nothing())
            keys = [one.key for one in counted]
            statement = select(table).where(table.key.in_(keys)).order_by(table.key).with_for_update()
            rows = {row.key: row for row in await session.scalars(statement)}
            waiting = max((rows[key].blocked_until - at).total_seconds() for key in keys)
            if waiting > 0:
                raise TooManyAttempts(seconds=math.ceil(waiting))
            for one in counted:
                row = rows[one.key]
                row.failures = 1 if at - row.last_at > FORGOTTEN else row.failures + 1
                row.last_at = at
                row.blocked_until = at + dt.timedelta(seconds=pause(row.failures, one.free))

    async def succeed(self, mine: Sequence[Counted], shared: Sequence[Counted] = ()) -> None:
        """Forget the failures of ``mine``, take one back from ``shared``; old rows go on the way."""
        table = t.SignInThrottle
        async with self._database.session() as session:
            await session.execute(delete(table).where(table.key.in_([one.key for one in mine])))
            for one in shared:
                row = await session.get(table, one.key, with_for_update=True)
                if row is not None and row.failures > 0:
                    row.failures -= 1
                    if row.failures < one.free:
                        row.blocked_until = row.last_at
            await session.execute(delete(table).where(table.last_at < now() - FORGOTTEN))
