"""On what a change of an account's rights rests: everything that is shown of it, save when it signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.revisions import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.db import tables as t
    from app.services.access.views import GrantView


def account_revision(row: t.Account, grants: Mapping[str, GrantView]) -> str:
    """Return the revision of an account with the roles that who asks sees.

    Worked out of what is shown: the row changes with every sign-in, and nobody lost anything by that.
    """
    shown = (row.email, row.name, row.language, row.operator, row.locked_at is not None)
    return joined((*shown, *sorted(grants)))
