"""Editions inside PostgreSQL: written once, deleted only where a record of the deletion says so."""

from __future__ import annotations

from app.db.migrations.protect import held, of_meeting, protect

KEPT = ("minutes_edition", "edition_document", "edition_signature", "minutes_step")
"""Tables whose rows are never changed."""

ROLES = "protokollant_app, protokollant_system"

REFUSE = """
CREATE FUNCTION edition_refuse() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  RAISE EXCEPTION 'editions are never changed';
END
$function$
"""

RECORDED = """
CREATE FUNCTION edition_recorded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM deletion_record AS r
                 WHERE r.meeting_id = OLD.meeting_id AND r.kind IN ('meeting', 'editions')) THEN
    RAISE EXCEPTION 'editions are deleted with a record of it, or not at all';
  END IF;
  RETURN NULL;
END
$function$
"""
"""Asked at the end of the transaction, so that the record may be written after the deletion."""

DRAFTS = held("draft.read", "m.organization_id")
CLOSED = held("nonpublic.read", "m.organization_id")
DESK = of_meeting(f"{DRAFTS} AND {CLOSED}")
READERS = of_meeting(
    f"{DRAFTS} OR (m.published_at IS NOT NULL AND m.public) "
    f"OR (m.released_at IS NOT NULL AND {held('meeting.read', 'm.organization_id')}) "
    "OR m.id IN (SELECT app_linked(false))"
)
"""The public part of the meeting may be read."""


def _stands(column: str, table: str, key: str = "edition_id") -> str:
    return (
        f"EXISTS (SELECT FROM edition_standing AS s WHERE s.edition_id = {table}.{key} "
        f"AND s.{column} IS NOT NULL)"
    )


def _shown(table: str, key: str = "edition_id") -> str:
    """Return the condition that members see an edition (it was sent) or everybody does (published)."""
    sent = of_meeting(
        f"m.released_at IS NOT NULL AND {held('meeting.read', 'm.organization_id')}", f"{table}.meeting_id"
    )
    published = of_meeting("m.published_at IS NOT NULL AND m.public", f"{table}.meeting_id")
    return (
        f"({_stands('sent_at', table, key)} AND {sent}) "
        f"OR ({_stands('published_at', table, key)} AND {published})"
    )


def _asked(table: str) -> str:
    """Return the condition that members are asked to sign an edition, and so may read what they sign."""
    released = of_meeting(
        f"m.released_at IS NOT NULL AND {held('meeting.read', 'm.organization_id')}", f"{table}.meeting_id"
    )
    if table == "minutes_edition":
        edition = "l.edition = minutes_edition.number AND minutes_edition.slots @> :member"
        waits = f"EXISTS (SELECT FROM minutes_life AS l WHERE l.meeting_id = {table}.meeting_id "
    else:
        edition = "l.edition = e.number AND e.slots @> :member"
        waits = (
            "EXISTS (SELECT FROM minutes_edition AS e JOIN minutes_life AS l ON l.meeting_id = e.meeting_id "
            f"WHERE e.id = {table}.edition_id "
        )
    member = """'[{"actor": "member"}]'::jsonb"""
    return f"({waits} AND l.state = 'ready' AND {edition}) AND {released})".replace(":member", member)


def _portal(table: str, key: str = "edition_id") -> str:
    return (
        f"{_stands('published_at', table, key)} "
        f"AND EXISTS (SELECT FROM meeting AS m WHERE m.id = {table}.meeting_id)"
    )


def make() -> list[str]:
    """Return the statements that close the tables and open them to whom they belong."""
    drafts = of_meeting(DRAFTS)
    return [
        *protect("minutes_life", select=READERS),
        *protect("edition_standing", select=READERS, portal="published_at IS NOT NULL"),
        *protect(
            "minutes_edition",
            select=f"{drafts} OR {_shown('minutes_edition', 'id')} OR {_asked('minutes_edition')}",
            portal=_portal("minutes_edition", "id"),
        ),
        *protect(
            "edition_document",
            select=f"(public AND ({drafts} OR {_shown('edition_document')} "
            f"OR {_asked('edition_document')})) OR {DESK}",
            portal=f"public AND {_portal('edition_document')}",
        ),
        *protect(
            "edition_signature",
            select=f"{drafts} OR {_shown('edition_signature')} OR {_asked('edition_signature')}",
        ),
        *protect("minutes_step", select=DESK),
        REFUSE,
        RECORDED,
        *(
            statement
            for table in KEPT
            for statement in (
                f"CREATE TRIGGER {table}_keep BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION edition_refuse()",
                f"CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION edition_refuse()",
                f"CREATE CONSTRAINT TRIGGER {table}_recorded AFTER DELETE ON {table} "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION edition_recorded()",
            )
        ),
        "CREATE TRIGGER minutes_edition_held BEFORE DELETE ON minutes_edition "
        "FOR EACH ROW EXECUTE FUNCTION refuse_held()",
        *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {ROLES}" for table in KEPT),
        "GRANT SELECT (edition_id, meeting_id, signed_at, approved_at, published_at) ON edition_standing "
        "TO protokollant_portal",
        "GRANT SELECT (id, meeting_id, number, kind, corrects, state, sha256, made_at) ON minutes_edition "
        "TO protokollant_portal",
        "GRANT SELECT (id, edition_id, meeting_id, public, stage, name, mime, sha256, content) "
        "ON edition_document TO protokollant_portal",
    ]


def drop() -> list[str]:
    """Return the statements that remove what is not removed with its table."""
    return ["DROP FUNCTION edition_refuse()", "DROP FUNCTION edition_recorded()"]
