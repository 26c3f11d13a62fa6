"""The table of permissions in docs/access.md is the one of the program."""

from __future__ import annotations

from pathlib import Path

from app.access import ONLY_IN_ORGANIZATION, PERMISSIONS, Permission, Role

PAGE = Path(__file__).parents[3] / "docs" / "access.md"


def cell(role, permission):
    if permission not in PERMISSIONS[role]:
        return "–"
    return "in the organization" if (role, permission) in ONLY_IN_ORGANIZATION else "yes"


def test_documented_permissions_are_those_of_the_program():
    """Every permission has its line, and every role its column."""
    roles = (Role.ADMINISTRATOR, Role.SECRETARY, Role.CHAIR, Role.MEMBER)
    assert set(roles) == set(Role)
    expected = [
        f"| `{one.value}` | {' | '.join(cell(role, one) for role in roles)} |"
        for one in sorted(Permission, key=lambda one: one.value)
    ]
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("| `") and line.count("|") == 6] == expected
