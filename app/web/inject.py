"""What handlers ask for, named once."""

from __future__ import annotations

from typing import TypeAlias

from litestar.di import NamedDependency
from litestar.params import FromPath

from app.services import Services
from app.web.fragments import DeskFragments

TheServices: TypeAlias = NamedDependency[Services]
"""The use-cases."""

TheFragments: TypeAlias = NamedDependency[DeskFragments]
"""The long parts of pages."""

DefaultProfile: TypeAlias = NamedDependency[str]
"""Set of speech models for new meetings."""

Key: TypeAlias = FromPath[str]
"""An identifier or a name in the address."""
