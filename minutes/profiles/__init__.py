"""The laws of the states on minutes, as data: required fields, standard forms, signatures, deadlines."""

from minutes.profiles.check import Missing, missing_fields
from minutes.profiles.errors import UnknownStateError
from minutes.profiles.load import all_profiles, find_profile
from minutes.profiles.types import Basis, Deadline, Forms, Profile, RequiredField, Signing

__all__ = (
    "Basis",
    "Deadline",
    "Forms",
    "Missing",
    "Profile",
    "RequiredField",
    "Signing",
    "UnknownStateError",
    "all_profiles",
    "find_profile",
    "missing_fields",
)
