"""What the policies ask: whose transaction it is, and what that account may do where.

The functions read the tables of accounts and roles with the rights of their owner (SECURITY DEFINER),
because the asking role sees only part of them; the search path is fixed, so that nobody can put a table
of his own before ours. They are STABLE, and policies call them in sub-selects that do not depend on the
row, so that each is evaluated once per statement.

Each transaction says on whose behalf it runs (``set_config(..., is_local => true)``):
``protokollant.account`` and ``protokollant.link`` are keys or empty, ``protokollant.operator`` is ``on`` or
``off``, ``protokollant.scopes`` is ``*`` or a list with commas. Where nothing is said nothing is allowed.
"""

from __future__ import annotations


def function(signature: str, returns: str, body: str) -> str:
    """Return the statement that makes a function of the kind described above."""
    return (
        f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE sql STABLE SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $function$ {body} $function$"
    )


HELD = """
SELECT g.body_id, g.organization_id, p.body_wide
FROM role_grant AS g
JOIN role_permission AS p ON p.role = g.role AND p.permission = $1
WHERE g.account_id = app_account() AND app_in_scope($1)
"""
"""The grants by which the account has a permission."""

FUNCTIONS: dict[str, str] = {
    "app_account()": function(
        "app_account()",
        "uuid",
        """
        SELECT id FROM account
        WHERE id = nullif(current_setting('protokollant.account', true), '')::uuid AND locked_at IS NULL
        """,
    ),
    "app_is_operator()": function(
        "app_is_operator()",
        "boolean",
        """
        SELECT coalesce(current_setting('protokollant.operator', true) = 'on', false)
           AND EXISTS (SELECT FROM account WHERE id = app_account() AND operator)
        """,
    ),
    "app_in_scope(text)": function(
        "app_in_scope(permission text)",
        "boolean",
        """
        SELECT coalesce(
          current_setting('protokollant.scopes', true) = '*'
          OR $1 = ANY (string_to_array(current_setting('protokollant.scopes', true), ',')), false)
        """,
    ),
    "app_organizations(text)": function(
        "app_organizations(permission text)",
        "SETOF uuid",
        f"""
        SELECT o.id FROM ({HELD}) AS held
        JOIN organization AS o ON o.body_id = held.body_id
         AND (o.id = held.organization_id OR (held.organization_id IS NULL AND held.body_wide))
        """,
    ),
    "app_bodies(text)": function(
        "app_bodies(permission text)",
        "SETOF uuid",
        f"SELECT body_id FROM ({HELD}) AS held WHERE organization_id IS NULL AND body_wide",
    ),
    "app_bodies_somewhere(text)": function(
        "app_bodies_somewhere(permission text)",
        "SETOF uuid",
        f"SELECT body_id FROM ({HELD}) AS held",
    ),
    "app_own_bodies()": function(
        "app_own_bodies()",
        "SETOF uuid",
        "SELECT body_id FROM role_grant WHERE account_id = app_account()",
    ),
    "app_meetings(text)": function(
        "app_meetings(permission text)",
        "SETOF uuid",
        "SELECT id FROM meeting WHERE organization_id IN (SELECT app_organizations($1))",
    ),
    "app_body_of(uuid)": function(
        "app_body_of(organization uuid)",
        "uuid",
        "SELECT body_id FROM organization WHERE id = $1",
    ),
    "app_linked(boolean)": function(
        "app_linked(of_nonpublic boolean)",
        "SETOF uuid",
        """
        SELECT meeting_id FROM meeting_link
        WHERE id = nullif(current_setting('protokollant.link', true), '')::uuid
          AND revoked_at IS NULL AND expires_at > now() AND (nonpublic OR NOT $1)
        """,
    ),
    "app_accounts_seen()": function(
        "app_accounts_seen()",
        "SETOF uuid",
        """
        SELECT account_id FROM role_grant
        WHERE body_id IN (SELECT app_bodies('accounts.manage'))
           OR organization_id IN (SELECT app_organizations('accounts.manage'))
        """,
    ),
    "app_accounts_managed()": function(
        "app_accounts_managed()",
        "SETOF uuid",
        """
        SELECT a.id FROM account AS a WHERE NOT a.operator AND a.id IN (SELECT app_accounts_seen())
        EXCEPT
        SELECT account_id FROM role_grant
        WHERE body_id NOT IN (SELECT app_bodies('accounts.manage'))
          AND (organization_id IS NULL
               OR organization_id NOT IN (SELECT app_organizations('accounts.manage')))
        """,
    ),
}
"""By signature. ``app_organizations``: in which the account has a permission; ``app_bodies``: in which it
has it for the whole body; ``app_bodies_somewhere``: in any organization of which; ``app_own_bodies``: in
which it has any role; ``app_meetings``: of the organizations in which it has a permission, released or
not; ``app_body_of``: whose an organization is; ``app_linked``: the meeting that the link opens;
``app_accounts_seen``: with a role where the account manages accounts; ``app_accounts_managed``: without a
role anywhere else."""


def make_functions() -> list[str]:
    """Return the statements that make all functions and let only our roles call them."""
    statements = list(FUNCTIONS.values())
    for signature in FUNCTIONS:
        statements.append(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        statements.append(
            f"GRANT EXECUTE ON FUNCTION {signature} TO protokollant_app, "
            "protokollant_system, protokollant_portal"
        )
    return statements


def drop_functions() -> list[str]:
    """Return the statements that remove them."""
    return [f"DROP FUNCTION {signature}" for signature in reversed(FUNCTIONS)]
