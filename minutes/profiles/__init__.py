"""The laws of the states on minutes, as data: required fields, standard forms, signatures, deadlines."""

from minutes.profiles.check import Missing, missing_fields
from minutes.profiles.errors import UnknownStateError
from minutes.profiles.load import all_profiles, find_profile, usual_kind
from minutes.profiles.types import (
    GENERIC_KIND,
    Basis,
    Deadline,
    Forms,
    Profile,
    RequiredField,
    Signing,
    UsualKind,
)

__all__ = (
    "GENERIC_KIND",
    "Basis",
    "Deadline",
    "Forms",
    "Missing",
    "Profile",
    "RequiredField",
    "Signing",
    "UnknownStateError",
    "UsualKind",
    "all_profiles",
    "find_profile",
    "missing_fields",
    "usual_kind",
)
