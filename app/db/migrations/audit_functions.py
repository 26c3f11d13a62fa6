"""The audit log inside PostgreSQL: one way in, no way to change it.

The text that is hashed must be canonical (RFC 8785), which SQL cannot make; so the program makes it and
PostgreSQL checks it: ``audit_next`` takes the lock and tells number, time and hash of the entry before,
``audit_append`` takes the text, holds number, time, hash before, actor and length against what it knows
itself, computes the SHA-256 of the text and keeps its fields. So neither side can bend the chain alone.
"""

from __future__ import annotations

LOCK = 7_262_010
"""Key of the advisory lock under which entries are written, one transaction after the other."""

GENESIS = "0" * 64
"""What stands as the hash before the first entry."""

NEXT = f"""
CREATE FUNCTION audit_next(OUT seq bigint, OUT at timestamptz, OUT previous text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock({LOCK});
  SELECT e.seq + 1, greatest(clock_timestamp(), e.at), e.hash INTO seq, at, previous
  FROM audit_entry AS e ORDER BY e.seq DESC LIMIT 1;
  IF NOT FOUND THEN
    seq := 1; at := clock_timestamp(); previous := '{GENESIS}';
  END IF;
END
$function$
"""

APPEND = f"""
CREATE FUNCTION audit_append(entry text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
DECLARE
  e jsonb := entry::jsonb;
  last audit_entry%ROWTYPE;
  made text := encode(sha256(convert_to(entry, 'UTF8')), 'hex');
BEGIN
  PERFORM pg_advisory_xact_lock({LOCK});
  SELECT * INTO last FROM audit_entry ORDER BY seq DESC LIMIT 1;
  IF (e->>'seq')::bigint <> coalesce(last.seq, 0) + 1
     OR e->>'previous' <> coalesce(last.hash, '{GENESIS}')
     OR (e->>'at')::timestamptz < coalesce(last.at, '-infinity')
     OR (last.seq IS NULL OR (e->>'at')::timestamptz > last.at)
        AND abs(extract(epoch FROM clock_timestamp() - (e->>'at')::timestamptz)) > 60 THEN
    RAISE EXCEPTION 'the entry does not follow the last one of the log';
  END IF;
  IF octet_length(entry) > 65536 THEN
    RAISE EXCEPTION 'the entry is too long';
  END IF;
  IF current_setting('role', true) = 'protokollant_app'
     AND coalesce(e->>'actor_id', '') <> coalesce(current_setting('protokollant.account', true), '') THEN
    RAISE EXCEPTION 'the entry speaks for another account';
  END IF;
  INSERT INTO audit_entry
    (seq, at, actor_id, actor, action, body_id, meeting_id, details, previous_hash, hash)
  VALUES
    ((e->>'seq')::bigint, (e->>'at')::timestamptz, (e->>'actor_id')::uuid, e->>'actor', e->>'action',
     (e->>'body')::uuid, (e->>'meeting')::uuid, e->'details', e->>'previous', made);
  RETURN made;
END
$function$
"""

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END
$function$
"""

TRIGGERS = (
    "CREATE TRIGGER audit_entry_keep BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_entry_keep_all BEFORE TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
)
"""They bind the owner of the table and superusers too, who are bound by no privilege."""

HELD = """
CREATE FUNCTION refuse_held() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $function$
DECLARE
  key uuid := CASE WHEN TG_TABLE_NAME = 'meeting' THEN (to_jsonb(OLD)->>'id')::uuid
                   ELSE (to_jsonb(OLD)->>'meeting_id')::uuid END;
BEGIN
  IF EXISTS (SELECT FROM legal_hold AS h
             WHERE h.lifted_at IS NULL
               AND (h.meeting_id = key OR h.meeting_id IS NULL
                    AND h.body_id = CASE WHEN TG_TABLE_NAME = 'meeting' THEN (to_jsonb(OLD)->>'body_id')::uuid
                                         ELSE (SELECT m.body_id FROM meeting AS m WHERE m.id = key) END)) THEN
    RAISE EXCEPTION 'a legal hold stops the deletion';
  END IF;
  RETURN OLD;
END
$function$
"""
"""A second guard behind the services: what is held cannot be deleted by any role."""

HELD_TABLES = ("meeting", "recording", "result_document", "meeting_file")

ROLES = "protokollant_app, protokollant_system"


def make() -> list[str]:
    """Return the statements that close the log and open its one way in."""
    return [
        NEXT,
        APPEND,
        REFUSE,
        HELD,
        *TRIGGERS,
        *(
            f"CREATE TRIGGER {table}_held BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_held()"
            for table in HELD_TABLES
        ),
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_entry FROM {ROLES}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON deletion_record FROM {ROLES}",
        "REVOKE ALL ON FUNCTION audit_next(), audit_append(text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION audit_next(), audit_append(text) TO {ROLES}",
    ]


def drop() -> list[str]:
    """Return the statements that remove what is not removed with its table."""
    return [
        *(f"DROP TRIGGER {table}_held ON {table}" for table in HELD_TABLES),
        "DROP FUNCTION refuse_held()",
        "DROP FUNCTION audit_append(text)",
        "DROP FUNCTION audit_next()",
    ]
