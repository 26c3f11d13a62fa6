"""Reading the profiles; they are part of the program, so a broken one is a bug and no user's mistake."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from minutes.profiles.errors import UnknownStateError
from minutes.profiles.types import GENERIC_KIND, Profile, UsualKind

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def all_profiles() -> tuple[Profile, ...]:
    """Return every profile, by code."""
    return tuple(msgspec.toml.decode(path.read_bytes(), type=Profile) for path in sorted(DATA.glob("*.toml")))


def find_profile(state: str) -> Profile:
    """Return the profile of a state by its code or one of its names, whatever the case.

    Raises:
        UnknownStateError: there is none.
    """
    wanted = state.strip().casefold()
    for profile in all_profiles():
        if wanted in {name.casefold() for name in (profile.code, profile.name, *profile.aliases)}:
            return profile
    known = ", ".join(profile.code for profile in all_profiles())
    raise UnknownStateError(state=state, known=known)


def usual_kind(state: str | None) -> UsualKind:
    """Return the kind of minutes to offer first; that without a state where its code is unknown."""
    try:
        return find_profile(state).usual if state else GENERIC_KIND
    except UnknownStateError:
        return GENERIC_KIND
