"""The roster: everybody who may speak (contract: ROSTER)."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from minutes.inputs.errors import InvalidMemberError, NoPeopleError, UnknownRoleError
from minutes.inputs.jsonfile import check_schema, convert, parse_object, read_text
from minutes.types import Role, Roster

SCHEMA = "protokollant/roster/1"


def read_roster(path: str | Path) -> Roster:
    """Read a roster from JSON. An empty list of people is allowed, a missing one is not.

    Raises:
        InputError: the file is missing, no JSON, of another kind, or a person in it is wrong.
    """
    path = Path(path)
    data = parse_object(read_text(path), source=path)
    check_schema(data, SCHEMA, source=path)
    people = data.get("people")
    if not isinstance(people, list):
        raise NoPeopleError(file=path)
    for index, person in enumerate(people):
        if not isinstance(person, dict):
            continue
        role = person.get("role", "member")
        if role not in get_args(Role):
            known = ", ".join(get_args(Role))
            raise UnknownRoleError(
                file=path, person=person.get("name", f"people[{index}]"), role=role, known=known
            )
        if not str(person.get("name") or "").strip():
            raise InvalidMemberError(file=path, where=f"people[{index}].name", problem="no name")
    return convert({**data, "people": people}, Roster, source=path)
