"""Who may do what: the roles a body gives, and the permissions each brings.

The table below is the only one. Migration 0002 copies it into PostgreSQL (``role_permission``), where the
policies of row-level security read it; a test holds both against each other.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account is in a body, or in one organization of it."""

    ADMINISTRATOR = "administrator"
    """Runs the town's side of the installation: accounts, rules of retention, the log. Reads no drafts."""
    SECRETARY = "secretary"
    """Uploads, corrects, finalises."""
    CHAIR = "chair"
    """Reads the drafts and approves the minutes."""
    MEMBER = "member"
    """Reads what was released; the non-public part only of organizations it belongs to."""


class Permission(StrEnum):
    """What can be allowed."""

    MEETING_LIST = "meeting.list"
    """Know of every meeting: organization, number, date, place."""
    MEETING_READ = "meeting.read"
    """Read the public part of what was released to members."""
    DRAFT_READ = "draft.read"
    """Read results before they are released."""
    NONPUBLIC_READ = "nonpublic.read"
    """Read and hear the non-public part of what one may read."""
    MEETING_EDIT = "meeting.edit"
    """Enter meetings, upload recordings, process, correct."""
    MEETING_DELETE = "meeting.delete"
    MEETING_RELEASE = "meeting.release"
    """Release a draft to the members, or take it back."""
    MEETING_APPROVE = "meeting.approve"
    LINK_GIVE = "link.give"
    """Hand out a link by which somebody without an account reads one meeting until a day."""
    PROCESSING_READ = "processing.read"
    """See the queue of the body."""
    ACCOUNTS_MANAGE = "accounts.manage"
    """Invite, lock, give and take roles in the body."""
    BODY_MANAGE = "body.manage"
    """Rules of retention, legal hold, notifications, watched folders."""
    AUDIT_READ = "audit.read"


_DESK = frozenset({Permission.MEETING_LIST, Permission.MEETING_READ, Permission.DRAFT_READ})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MEETING_LIST,
            Permission.MEETING_READ,
            Permission.PROCESSING_READ,
            Permission.ACCOUNTS_MANAGE,
            Permission.BODY_MANAGE,
            Permission.AUDIT_READ,
        }
    ),
    Role.SECRETARY: _DESK
    | {
        Permission.NONPUBLIC_READ,
        Permission.MEETING_EDIT,
        Permission.MEETING_DELETE,
        Permission.MEETING_RELEASE,
        Permission.LINK_GIVE,
        Permission.PROCESSING_READ,
    },
    Role.CHAIR: _DESK | {Permission.NONPUBLIC_READ, Permission.MEETING_APPROVE},
    Role.MEMBER: frozenset({Permission.MEETING_READ, Permission.NONPUBLIC_READ}),
}
"""What each role brings. A role held for a whole body holds in every organization of it, except for
:data:`ONLY_IN_ORGANIZATION`."""

ONLY_IN_ORGANIZATION = frozenset({(Role.MEMBER, Permission.NONPUBLIC_READ)})
"""Permissions that a role brings only where it is held in the organization, not in the whole body."""
