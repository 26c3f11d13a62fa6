"""Who sees which passages, and how they stay true to what they were made of (migration 0017)."""

from __future__ import annotations

from app.db.migrations.protect import protect
from app.db.migrations.rights_policies import READABLE, READABLE_NONPUBLIC

CONTENT = (
    f"(public AND meeting_id IN (SELECT m.id FROM meeting AS m WHERE {READABLE})) "
    f"OR meeting_id IN (SELECT m.id FROM meeting AS m WHERE {READABLE_NONPUBLIC})"
)
"""The rule of ``result_document``, written so that PostgreSQL works out the meetings once per question and
not once per passage."""

WORD = "EXISTS (SELECT FROM passage AS p WHERE p.words @@ to_tsquery('simple', '''' || word || ''':' || 'A'))"
"""A word is seen by those alone who see a passage with it: this asks as whoever asks, whom the policy of
``passage`` binds."""

CHANGED = """
CREATE OR REPLACE FUNCTION search_result_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $function$
DECLARE changed uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
BEGIN
  -- First, because it waits for whoever makes the passages of this meeting at this moment.
  INSERT INTO search_pending (meeting_id, since)
    SELECT id, now() FROM meeting WHERE id = changed
    ON CONFLICT (meeting_id) DO UPDATE SET since = clock_timestamp();
  -- What was public may not be it any more: such passages go at once, within the same transaction.
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.public) THEN
    DELETE FROM passage WHERE meeting_id = changed AND (public OR TG_OP = 'DELETE');
  END IF;
  RETURN NULL;
END $function$
"""

MOVED = """
CREATE FUNCTION search_meeting_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $function$
BEGIN
  UPDATE passage SET body_id = NEW.body_id, organization_id = NEW.organization_id, date = NEW.date
    WHERE meeting_id = NEW.id;
  RETURN NULL;
END $function$
"""

TRIGGERS = {
    """
    CREATE TRIGGER search_result_changed AFTER INSERT OR UPDATE OR DELETE ON result_document
    FOR EACH ROW EXECUTE FUNCTION search_result_changed()
    """: "DROP TRIGGER search_result_changed ON result_document",
    """
    CREATE TRIGGER search_meeting_moved AFTER UPDATE ON meeting
    FOR EACH ROW WHEN ((OLD.body_id, OLD.organization_id, OLD.date)
      IS DISTINCT FROM (NEW.body_id, NEW.organization_id, NEW.date))
    EXECUTE FUNCTION search_meeting_moved()
    """: "DROP TRIGGER search_meeting_moved ON meeting",
}
"""How each is made and dropped."""

LEAKPROOF = """
DO $block$
BEGIN
  ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'search: an administrator should mark ts_match_vq(tsvector, tsquery) as leakproof';
END $block$
"""
"""Below a policy PostgreSQL uses an index only for operators that cannot give away a row that is refused.
The match of a ``tsvector`` raises no error on what it is given and has no other effect than its answer, but
is not marked so. Only the database's administrator may say it; without it search is right, and slow."""

PORTAL = (
    "GRANT SELECT (id, meeting_id, body_id, organization_id, date, key, kind, item, title, person, party, "
    'start, "end", utterance, result, public, text, words) ON passage TO protokollant_portal',
    "GRANT SELECT ON search_word TO protokollant_portal",
)


def make() -> list[str]:
    """Return the statements that close the tables and keep them true."""
    return [
        LEAKPROOF,
        *protect(
            "passage",
            select=CONTENT,
            portal="public AND meeting_id IN (SELECT m.id FROM meeting AS m)",
        ),
        *protect("search_word", select=WORD, portal=WORD),
        "REVOKE INSERT, UPDATE, DELETE ON passage, search_word, search_pending FROM protokollant_app",
        *PORTAL,
        CHANGED,
        MOVED,
        *TRIGGERS,
    ]


def drop() -> list[str]:
    """Return the statements that remove the functions, after the triggers."""
    return ["DROP FUNCTION search_result_changed()", "DROP FUNCTION search_meeting_moved()"]


# Passages of editions (migration 0025). -------------------------------------------------------------------

OF_DRAFTS = f"edition_id IS NULL AND ({CONTENT})"
"""Signed in, people look in what the service works on; what it published is looked for in the portal."""

OF_EDITIONS = (
    "public AND edition_id IN (SELECT s.edition_id FROM edition_standing AS s) "
    "AND meeting_id IN (SELECT m.id FROM meeting AS m)"
)
"""The portal looks in what is published and in nothing else: the sub-selects ask as the portal, whose own
policies show it published editions and meetings alone."""

STANDING = """
CREATE FUNCTION search_edition_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $function$
BEGIN
  INSERT INTO search_pending (meeting_id, since)
    SELECT id, now() FROM meeting WHERE id = NEW.meeting_id
    ON CONFLICT (meeting_id) DO UPDATE SET since = clock_timestamp();
  -- What is taken back is gone with the same transaction.
  IF NEW.published_at IS NULL THEN
    DELETE FROM passage WHERE edition_id = NEW.edition_id;
  END IF;
  RETURN NULL;
END $function$
"""

STANDING_TRIGGER = """
CREATE TRIGGER search_edition_standing AFTER INSERT OR UPDATE ON edition_standing
FOR EACH ROW EXECUTE FUNCTION search_edition_standing()
"""

_GONE = "meeting_id = changed AND (public OR TG_OP = 'DELETE')"


def open_editions() -> list[str]:
    """Return the statements that let the portal find what is published, and members what is worked on."""
    return [
        "DROP POLICY passage_select ON passage",
        "DROP POLICY passage_portal ON passage",
        f"CREATE POLICY passage_select ON passage FOR select TO protokollant_app USING ({OF_DRAFTS})",
        f"CREATE POLICY passage_portal ON passage FOR SELECT TO protokollant_portal USING ({OF_EDITIONS})",
        "GRANT SELECT (edition_id, anchor) ON passage TO protokollant_portal",
        # A result that goes takes the passages made of results along; an edition stays what it is.
        CHANGED.replace(_GONE, f"edition_id IS NULL AND {_GONE}"),
        STANDING,
        STANDING_TRIGGER,
    ]


def close_editions() -> list[str]:
    """Return the statements that take :func:`open_editions` back."""
    portal = "public AND meeting_id IN (SELECT m.id FROM meeting AS m)"
    return [
        "DROP TRIGGER search_edition_standing ON edition_standing",
        "DROP FUNCTION search_edition_standing()",
        CHANGED,
        "DROP POLICY passage_select ON passage",
        "DROP POLICY passage_portal ON passage",
        f"CREATE POLICY passage_select ON passage FOR select TO protokollant_app USING ({CONTENT})",
        f"CREATE POLICY passage_portal ON passage FOR SELECT TO protokollant_portal USING ({portal})",
        "REVOKE SELECT (edition_id, anchor) ON passage FROM protokollant_portal",
    ]
