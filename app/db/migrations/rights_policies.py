"""The policies of the tables of migrations 0001 and 0002: the rights, a second time, in PostgreSQL."""

from __future__ import annotations

from app.db.migrations.protect import held, may_in_meeting, of_meeting, protect, unprotect

PUBLISHED = "m.published_at IS NOT NULL AND m.public"

READABLE = (
    f"({PUBLISHED}) OR {held('draft.read', 'm.organization_id')} "
    f"OR (m.released_at IS NOT NULL AND {held('meeting.read', 'm.organization_id')}) "
    "OR m.id IN (SELECT app_linked(false))"
)
"""The public part of a meeting ``m`` may be read."""

READABLE_NONPUBLIC = (
    f"({held('nonpublic.read', 'm.organization_id')} AND ({held('draft.read', 'm.organization_id')} "
    "OR ((m.released_at IS NOT NULL OR m.published_at IS NOT NULL) "
    f"AND {held('meeting.read', 'm.organization_id')}))) OR m.id IN (SELECT app_linked(true))"
)
"""The non-public part of a meeting ``m`` may be read."""

CONTENT = f"(public AND {of_meeting(READABLE)}) OR {of_meeting(READABLE_NONPUBLIC)}"
"""A row with ``meeting_id`` and ``public`` may be read."""

EDIT = may_in_meeting("meeting.edit")

MEETING = (
    f"(published_at IS NOT NULL AND public) OR {held('meeting.list')} "
    f"OR (released_at IS NOT NULL AND {held('meeting.read')} AND (public OR {held('nonpublic.read')})) "
    "OR id IN (SELECT app_linked(false))"
)
PLACED = "body_id = app_body_of(organization_id)"
"""A meeting belongs to the body of its organization; asked of a function, because the policy of
``organization`` asks for meetings."""

MEETING_NEW = f"{held('meeting.edit')} AND {PLACED}"
MEETING_CHANGED = f"({held('meeting.edit')} OR {held('meeting.release')}) AND {PLACED}"

PORTAL_MEETING = "EXISTS (SELECT FROM meeting AS m WHERE m.id = meeting_id)"
"""The portal sees a row of a meeting that it sees."""

ADMINISTERED = (
    "body_id IN (SELECT app_bodies('accounts.manage')) "
    "OR organization_id IN (SELECT app_organizations('accounts.manage'))"
)
GIVEN = (
    f"({ADMINISTERED} OR ((SELECT app_is_operator()) AND role = 'administrator')) "
    "AND (organization_id IS NULL OR body_id = app_body_of(organization_id))"
)

BLOB_USED = (
    "EXISTS (SELECT FROM recording AS r WHERE r.sha256 = blob.sha256) "
    "OR EXISTS (SELECT FROM meeting_file AS f WHERE f.sha256 = blob.sha256)"
)

OWN_PROCESSING = f"EXISTS (SELECT FROM processing AS p WHERE p.id = processing_id AND {may_in_meeting('meeting.edit', 'p.meeting_id')})"  # noqa: E501 - one condition


def policies() -> list[str]:
    """Return the statements that close every table of 0001 and 0002."""
    return [*_bodies(), *_meetings(), *_contents(), *_work(), *_accounts()]


def _bodies() -> list[str]:
    edited = "body_id IN (SELECT app_bodies_somewhere('meeting.edit'))"
    organization_edited = held("meeting.edit")
    return [
        *protect(
            "body",
            select="(SELECT app_is_operator()) OR id IN (SELECT app_own_bodies()) "
            "OR EXISTS (SELECT FROM meeting AS m WHERE m.body_id = body.id)",
            insert="(SELECT app_is_operator())",
            update="(SELECT app_is_operator()) OR id IN (SELECT app_bodies('body.manage'))",
            portal="EXISTS (SELECT FROM meeting AS m WHERE m.body_id = body.id)",
        ),
        *protect(
            "organization",
            select="(SELECT app_is_operator()) OR body_id IN (SELECT app_own_bodies()) "
            "OR EXISTS (SELECT FROM meeting AS m WHERE m.organization_id = organization.id)",
            insert="(SELECT app_is_operator()) OR body_id IN (SELECT app_bodies('meeting.edit')) "
            "OR body_id IN (SELECT app_bodies('body.manage'))",
            update="(SELECT app_is_operator()) OR body_id IN (SELECT app_bodies('body.manage'))",
            portal="EXISTS (SELECT FROM meeting AS m WHERE m.organization_id = organization.id)",
        ),
        *protect(
            "person",
            # A guest of another committee may have come for its non-public part alone.
            select="body_id IN (SELECT app_bodies('meeting.edit')) "
            "OR EXISTS (SELECT FROM participant AS p WHERE p.person_id = person.id) "
            f"OR ({edited} AND EXISTS (SELECT FROM membership AS s WHERE s.person_id = person.id))",
            insert=edited,
            update=edited,
            delete=edited,
        ),
        *protect(
            "membership",
            select=f"{organization_edited} OR {held('meeting.read')} "
            "OR EXISTS (SELECT FROM organization AS o WHERE o.id = organization_id "
            "AND o.body_id IN (SELECT app_bodies_somewhere('meeting.edit')))",
            insert=organization_edited,
            update=organization_edited,
            delete=organization_edited,
        ),
    ]


def _meetings() -> list[str]:
    # Who is only there as a guest may have come for the non-public part alone.
    guests = f"(role <> 'guest' AND {of_meeting(READABLE)}) OR {of_meeting(READABLE_NONPUBLIC)}"
    return [
        *protect(
            "meeting",
            select=MEETING,
            insert=MEETING_NEW,
            update=MEETING_CHANGED,
            delete=held("meeting.delete"),
            portal="published_at IS NOT NULL AND public",
        ),
        *protect(
            "agenda_item",
            select=CONTENT,
            insert=EDIT,
            update=EDIT,
            delete=EDIT,
            portal=f"public AND {PORTAL_MEETING}",
        ),
        *protect("participant", select=guests, insert=EDIT, update=EDIT, delete=EDIT),
        *protect(
            "meeting_link",
            select=may_in_meeting("link.give"),
            insert=may_in_meeting("link.give"),
            update=may_in_meeting("link.give"),
        ),
    ]


def _contents() -> list[str]:
    public = f"public AND {PORTAL_MEETING}"
    return [
        *protect("recording", select=CONTENT, insert=EDIT, update=EDIT, delete=EDIT),
        *protect("meeting_file", select=CONTENT, insert=EDIT, update=EDIT, delete=EDIT, portal=public),
        *protect("result_document", select=CONTENT, insert=EDIT, portal=public),
        *protect(
            "blob",
            select=BLOB_USED,
            insert="EXISTS (SELECT app_bodies_somewhere('meeting.edit'))",
            portal="EXISTS (SELECT FROM meeting_file AS f WHERE f.sha256 = blob.sha256)",
        ),
    ]


def _work() -> list[str]:
    seen = of_meeting(
        f"{held('processing.read', 'm.organization_id')} OR {held('draft.read', 'm.organization_id')}"
    )
    return [
        *protect("checkpoint", select=EDIT, delete=EDIT),
        *protect("window_checkpoint", select=EDIT, delete=EDIT),
        *protect("processing", select=seen, insert=EDIT, update=EDIT, delete=EDIT),
        *protect(
            "stage_progress",
            select="EXISTS (SELECT FROM processing AS p WHERE p.id = processing_id)",
            insert=OWN_PROCESSING,
            update=OWN_PROCESSING,
            delete=OWN_PROCESSING,
        ),
    ]


def _accounts() -> list[str]:
    own = "id = (SELECT app_account())"
    manages = "EXISTS (SELECT app_bodies_somewhere('accounts.manage'))"
    return [
        *protect(
            "account",
            select=f"{own} OR (SELECT app_is_operator()) OR id IN (SELECT app_accounts_seen())",
            insert=f"(SELECT app_is_operator()) OR (NOT operator AND {manages})",
            update=f"{own} OR (SELECT app_is_operator()) OR id IN (SELECT app_accounts_managed())",
        ),
        *protect(
            "role_grant",
            select=f"account_id = (SELECT app_account()) OR (SELECT app_is_operator()) OR {ADMINISTERED}",
            insert=GIVEN,
            delete=GIVEN,
        ),
        *protect("role_permission", select="true"),
    ]


COLUMNS = (
    "REVOKE SELECT, INSERT, UPDATE ON account FROM protokollant_app",
    "GRANT SELECT (id, email, name, language, operator, locked_at, must_change_password, last_sign_in_at, "
    "oidc_issuer, created_at, updated_at, sa_orm_sentinel) ON account TO protokollant_app",
    "GRANT INSERT ON account TO protokollant_app",
    "GRANT UPDATE (name, language, locked_at, updated_at) ON account TO protokollant_app",
    "REVOKE INSERT, UPDATE, DELETE ON role_permission FROM protokollant_app",
    "GRANT USAGE ON SCHEMA public TO protokollant_portal",
    "GRANT SELECT (id, name) ON body TO protokollant_portal",
    "GRANT SELECT (id, body_id, name) ON organization TO protokollant_portal",
    "GRANT SELECT (id, body_id, organization_id, number, date, start, place, language, duration, public, "
    "published_at) ON meeting TO protokollant_portal",
    "GRANT SELECT (id, meeting_id, position, number, title, paper, public) ON agenda_item "
    "TO protokollant_portal",
    "GRANT SELECT (id, meeting_id, name, mime, sha256, public) ON meeting_file TO protokollant_portal",
    "GRANT SELECT (id, meeting_id, kind, revision, data, public) ON result_document TO protokollant_portal",
    "GRANT SELECT (sha256, size) ON blob TO protokollant_portal",
)
"""Columns: secrets of accounts are for the system alone; the portal sees no name of a file that somebody
uploaded, no glossary, no account."""

TABLES = (
    "body", "organization", "person", "membership", "meeting", "agenda_item", "participant", "recording",
    "meeting_file", "result_document", "blob", "checkpoint", "window_checkpoint", "processing",
    "stage_progress",
)  # fmt: skip
"""Tables of migration 0001 that :func:`policies` closes."""

OWN_TABLES = ("meeting_link", "role_permission", "role_grant", "account")
"""Tables of migration 0002."""


def take_back() -> list[str]:
    """Return the statements that open the tables of 0001 again, and take what the portal may see."""
    portal = [f"REVOKE ALL ON {table} FROM protokollant_portal" for table in TABLES]
    return [
        *(statement for table in (*OWN_TABLES, *TABLES) for statement in unprotect(table)),
        *portal,
        "REVOKE USAGE ON SCHEMA public FROM protokollant_portal",
    ]
