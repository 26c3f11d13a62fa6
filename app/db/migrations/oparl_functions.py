"""The OParl interface inside PostgreSQL: what is no longer published goes at once, whoever takes it back."""

from __future__ import annotations

from app.db.migrations.protect import protect

BURY = """
CREATE FUNCTION oparl_bury() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
  UPDATE oparl_object SET deleted = true, facts = NULL, edition_id = NULL, modified_at = clock_timestamp()
  WHERE meeting_id = OLD.id AND NOT deleted;
  RETURN NULL;
END
$function$
"""

TOUCH = """
CREATE FUNCTION oparl_touch() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
  UPDATE oparl_object SET modified_at = clock_timestamp() WHERE id = NEW.id AND NOT deleted;
  RETURN NULL;
END
$function$
"""

TRIGGERS = (
    "CREATE TRIGGER meeting_oparl_closed AFTER UPDATE ON meeting FOR EACH ROW "
    "WHEN (OLD.published_at IS NOT NULL AND OLD.public AND (NEW.published_at IS NULL OR NOT NEW.public)) "
    "EXECUTE FUNCTION oparl_bury()",
    "CREATE TRIGGER meeting_oparl_gone AFTER DELETE ON meeting FOR EACH ROW EXECUTE FUNCTION oparl_bury()",
    *(
        f"CREATE TRIGGER {table}_oparl_renamed AFTER UPDATE OF name ON {table} FOR EACH ROW "
        "WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION oparl_touch()"
        for table in ("body", "organization")
    ),
)

PORTAL = (
    "deleted OR (EXISTS (SELECT FROM meeting AS m WHERE m.id = oparl_object.meeting_id) "
    "AND EXISTS (SELECT FROM edition_standing AS s WHERE s.edition_id = oparl_object.edition_id "
    "AND s.published_at IS NOT NULL))"
)
"""What is gone says nothing but its id; the rest is seen while meeting and edition are published."""


def make() -> list[str]:
    """Return the statements that guard the table and keep it true."""
    return [
        *protect("oparl_object", portal=PORTAL),
        "REVOKE ALL ON oparl_object FROM protokollant_app",
        "GRANT SELECT ON oparl_object TO protokollant_portal",
        BURY,
        TOUCH,
        *TRIGGERS,
    ]


def drop() -> list[str]:
    """Return the statements that take it back."""
    return [
        "DROP TRIGGER meeting_oparl_closed ON meeting",
        "DROP TRIGGER meeting_oparl_gone ON meeting",
        "DROP TRIGGER body_oparl_renamed ON body",
        "DROP TRIGGER organization_oparl_renamed ON organization",
        "DROP FUNCTION oparl_bury()",
        "DROP FUNCTION oparl_touch()",
    ]
