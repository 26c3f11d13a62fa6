"""Reading typed values out of the environment; an unset or empty variable is the default."""

from __future__ import annotations

from collections.abc import Mapping

from models.errors import InputError


class SettingError(InputError):
    """A variable of the environment has a value that cannot be used."""

    code = "setting-invalid"
    de = "Die Einstellung {variable}={value} ist ungültig: {expected}. Bitte ändern und neu starten."
    en = "The setting {variable}={value} is not valid: {expected}. Change it and start again."


Source = Mapping[str, str]
"""The environment, or what stands for it."""


def text(source: Source, variable: str) -> str | None:
    """Return a text without blanks around it."""
    return source.get(variable, "").strip() or None


def texts(source: Source, variable: str) -> tuple[str, ...]:
    """Return the parts of a list with commas."""
    return tuple(part.strip() for part in (text(source, variable) or "").split(",") if part.strip())


def choice(source: Source, variable: str, choices: tuple[str, ...]) -> str:
    """Return one of ``choices``; the first where nothing is set.

    Raises:
        SettingError: the value is none of them.
    """
    value = text(source, variable) or choices[0]
    if value not in choices:
        raise SettingError(variable=variable, value=value, expected=" | ".join(choices))
    return value


def number(source: Source, variable: str, low: int, high: int) -> int | None:
    """Return a whole number between ``low`` and ``high``.

    Raises:
        SettingError: it is none, or lies outside.
    """
    value = text(source, variable)
    if value is None:
        return None
    if not value.isdecimal() or not low <= int(value) <= high:
        raise SettingError(variable=variable, value=value, expected=f"{low}-{high}")
    return int(value)


def number_or(source: Source, variable: str, low: int, high: int, default: int) -> int:
    """Return a whole number as :func:`number`, or ``default`` where nothing is set."""
    found = number(source, variable, low, high)
    return default if found is None else found


def flag(source: Source, variable: str, *, default: bool = False) -> bool:
    """Return a switch: ``1``, ``yes``, ``true``, ``on`` or ``0``, ``no``, ``false``, ``off``.

    Raises:
        SettingError: it is none of them.
    """
    value = text(source, variable)
    if value is None:
        return default
    if value.lower() in {"1", "yes", "true", "on"}:
        return True
    if value.lower() in {"0", "no", "false", "off"}:
        return False
    raise SettingError(variable=variable, value=value, expected="yes | no")
