"""An edition as two documents: the public one, and the one about the non-public part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection

    from minutes.types import Minutes, Provenance


def nonpublic_minutes(minutes: Minutes) -> Minutes | None:
    """Return the minutes of the non-public items alone; None where there are none."""
    items = tuple(item for item in minutes.items if not item.public)
    if not items:
        return None
    return msgspec.structs.replace(
        minutes, items=items, verbatim=tuple(one for one in minutes.verbatim if not one.public)
    )


def with_released_titles(public: Minutes, whole: Minutes, numbers: Collection[str]) -> Minutes:
    """Return the public minutes with the titles of those non-public items that were released."""
    titles = {item.number: item.title for item in whole.items if item.number in numbers}
    return msgspec.structs.replace(
        public,
        items=tuple(
            msgspec.structs.replace(item, title=titles[item.number])
            if not item.public and item.number in titles
            else item
            for item in public.items
        ),
    )


def finished(minutes: Minutes, provenance: Provenance) -> Minutes:
    """Return minutes as they are laid before those who sign: nothing for the desk alone is left in them."""
    return msgspec.structs.replace(
        minutes,
        open_points=(),
        warnings=(),
        unassigned=0,
        items=tuple(msgspec.structs.replace(item, open_points=()) for item in minutes.items),
        provenance=provenance,
    )
