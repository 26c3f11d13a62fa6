"""Row-level security for the tables of a migration.

Every table is closed by :func:`protect`: ``protokollant_app`` sees and changes what its policies allow
(on behalf of the account that the transaction names), ``protokollant_system`` everything, and
``protokollant_portal`` what ``portal`` and granted columns allow, by default nothing.
"""

from __future__ import annotations

COMMANDS = ("select", "insert", "update", "delete")


def protect(
    table: str,
    *,
    select: str | None = None,
    insert: str | None = None,
    update: str | None = None,
    delete: str | None = None,
    portal: str | None = None,
) -> list[str]:
    """Return the statements that close ``table`` and open it again as far as the conditions go.

    Args:
        table: just made, or made by an earlier migration.
        select: condition (SQL) on a row that the service's role may read on behalf of an account.
        insert: condition on a new row.
        update: condition on a row before and after a change.
        delete: condition on a row that goes.
        portal: condition on a row that the portal may read; the columns need a GRANT besides.
    """
    conditions = {"select": select, "insert": insert, "update": update, "delete": delete}
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_system ON {table} TO protokollant_system USING (true) WITH CHECK (true)",
    ]
    for command, condition in conditions.items():
        if condition is None:
            continue
        using = "" if command == "insert" else f" USING ({condition})"
        check = f" WITH CHECK ({condition})" if command in {"insert", "update"} else ""
        statements.append(
            f"CREATE POLICY {table}_{command} ON {table} FOR {command} TO protokollant_app{using}{check}"
        )
    if portal is not None:
        statements.append(
            f"CREATE POLICY {table}_portal ON {table} FOR SELECT TO protokollant_portal USING ({portal})"
        )
    return statements


def unprotect(table: str) -> list[str]:
    """Return the statements that take :func:`protect` back."""
    policies = [f"{table}_{name}" for name in (*COMMANDS, "system", "portal")]
    return [
        *(f"DROP POLICY IF EXISTS {policy} ON {table}" for policy in policies),
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]


def held(permission: str, organization: str = "organization_id") -> str:
    """Return the condition that the account has ``permission`` in the organization of a row.

    The sub-select does not depend on the row, so PostgreSQL evaluates it once per statement.
    """
    return f"{organization} IN (SELECT app_organizations('{permission}'))"


def of_meeting(condition: str, key: str = "meeting_id") -> str:
    """Return the condition that the meeting of a row, named ``m``, fulfils ``condition``."""
    return f"EXISTS (SELECT FROM meeting AS m WHERE m.id = {key} AND ({condition}))"


def may_in_meeting(permission: str, key: str = "meeting_id") -> str:
    """Return the condition that the account has ``permission`` in the organization of the row's meeting."""
    return of_meeting(held(permission, "m.organization_id"), key)
