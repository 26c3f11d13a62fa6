"""The states whose laws on minutes are known, as a municipality or a meeting names them."""

from __future__ import annotations

from minutes.profiles import all_profiles, find_profile


def state_code(text: str | None) -> str | None:
    """Return the code of a state that was named by its code or name; None where none is named.

    Raises:
        UnknownStateError: its law is not known.
    """
    named = (text or "").strip()
    return find_profile(named).code if named else None


def state_choices() -> tuple[tuple[str, str], ...]:
    """Return code and German name of every state whose law is known, by name."""
    found = ((profile.code, profile.name) for profile in all_profiles())
    return tuple(sorted(found, key=lambda one: one[1].replace("Ö", "O")))


def state_name(code: str | None) -> str | None:
    """Return the German name of a state; the code itself where its law is known no longer."""
    return dict(state_choices()).get(code, code) if code else None
