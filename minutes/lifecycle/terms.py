"""What has to be done by when: the terms of the law, counted from the day of the meeting."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from minutes.lifecycle.laws import Law
from minutes.profiles import Basis


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One term of one meeting."""

    code: Literal["send", "publish"]
    due: dt.date
    done: dt.date | None
    source: str
    basis: Basis

    def overdue(self, today: dt.date) -> bool:
        """Tell whether it is too late and not done."""
        return self.done is None and today > self.due

    def left(self, today: dt.date) -> int:
        """Return the days that are left; negative where it is too late."""
        return (self.due - today).days


def terms_of(
    law: Law, meeting: dt.date | None, *, sent: dt.date | None = None, published: dt.date | None = None
) -> tuple[Due, ...]:
    """Return the terms of a meeting, the first to end first; none where its day is not known."""
    if meeting is None:
        return ()
    done = {"send": sent, "publish": published}
    found = [
        Due(
            code=term.code,
            due=meeting + dt.timedelta(days=term.days),
            done=done[term.code],
            source=term.source,
            basis=term.basis,
        )
        for term in law.terms
    ]
    return tuple(sorted(found, key=lambda one: one.due))
