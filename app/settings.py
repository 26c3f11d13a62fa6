"""Everything that can be set from outside: one frozen class per concern, read once from the environment.

Each field's docstring is its documentation; docs/settings.md lists every variable (tested).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from models.errors import InputError

DEVICES = ("auto", "cpu", "cuda")


class SettingError(InputError):
    """A variable of the environment has a value that cannot be used."""

    code = "setting-invalid"
    de = "Die Einstellung {variable}={value} ist ungültig: {expected}. Bitte ändern und neu starten."
    en = "The setting {variable}={value} is not valid: {expected}. Change it and start again."


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSettings:
    """How the speech engines run."""

    profile: str = "open-base"
    """``PROTOKOLLANT_PROFILE``: the set of models (``protokollant models list``)."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """``PROTOKOLLANT_DEVICE``: ``auto``, ``cpu`` or ``cuda``."""
    compute_type: str | None = None
    """``PROTOKOLLANT_COMPUTE_TYPE``: of CTranslate2, e.g. ``int8``, ``float16``; by device where empty."""
    batch_size: int | None = None
    """``PROTOKOLLANT_BATCH_SIZE``: windows decoded at once; from free memory where empty."""
    threads: int = 0
    """``PROTOKOLLANT_THREADS``: processor threads of each engine; 0 takes all cores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Where the service listens and keeps its data."""

    host: str = "127.0.0.1"
    """``PROTOKOLLANT_HOST``: address to listen on; loopback only."""
    port: int = 8765
    """``PROTOKOLLANT_PORT``: port to listen on; 0 takes a free one."""
    data: Path | None = None
    """``PROTOKOLLANT_DATA``: folder of the embedded database and the recordings; ``data/`` in the working
    folder where empty, ``/var/lib/protokollant`` for root."""
    database_url: str | None = None
    """``DATABASE_URL``: an external PostgreSQL (``postgresql://…``) instead of the embedded one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings."""

    speech: SpeechSettings = field(default_factory=SpeechSettings)
    service: ServiceSettings = field(default_factory=ServiceSettings)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; an unset or empty variable keeps the default.

        Raises:
            SettingError: a value cannot be used; the message names the variable.
        """
        source = os.environ if environ is None else environ
        data = _text(source, "PROTOKOLLANT_DATA")
        return cls(
            speech=SpeechSettings(
                profile=_text(source, "PROTOKOLLANT_PROFILE") or "open-base",
                device=cast(
                    "Literal['auto', 'cpu', 'cuda']", _choice(source, "PROTOKOLLANT_DEVICE", DEVICES)
                ),
                compute_type=_text(source, "PROTOKOLLANT_COMPUTE_TYPE"),
                batch_size=_number(source, "PROTOKOLLANT_BATCH_SIZE", 1, 1024),
                threads=_number(source, "PROTOKOLLANT_THREADS", 0, 1024) or 0,
            ),
            service=ServiceSettings(
                host=_text(source, "PROTOKOLLANT_HOST") or "127.0.0.1",
                port=_port(source, "PROTOKOLLANT_PORT", 8765),
                data=Path(data) if data else None,
                database_url=_text(source, "DATABASE_URL"),
            ),
        )


def _text(source: Mapping[str, str], variable: str) -> str | None:
    return source.get(variable, "").strip() or None


def _choice(source: Mapping[str, str], variable: str, choices: tuple[str, ...]) -> str:
    value = _text(source, variable) or choices[0]
    if value not in choices:
        raise SettingError(variable=variable, value=value, expected=" | ".join(choices))
    return value


def _number(source: Mapping[str, str], variable: str, low: int, high: int) -> int | None:
    value = _text(source, variable)
    if value is None:
        return None
    if not value.isdecimal() or not low <= int(value) <= high:
        raise SettingError(variable=variable, value=value, expected=f"{low}-{high}")
    return int(value)


def _port(source: Mapping[str, str], variable: str, default: int) -> int:
    number = _number(source, variable, 0, 65535)
    return default if number is None else number
