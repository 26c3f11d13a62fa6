"""What handlers ask for, named once."""

from __future__ import annotations

from typing import TypeAlias

from litestar.di import NamedDependency
from litestar.params import FromPath

from app.services import Services

TheServices: TypeAlias = NamedDependency[Services]
"""The use-cases."""

DefaultProfile: TypeAlias = NamedDependency[str]
"""Set of speech models for new meetings."""

Key: TypeAlias = FromPath[str]
"""An identifier or a name in the address."""
