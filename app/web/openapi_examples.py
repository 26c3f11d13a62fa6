"""Examples of what is sent, by the name of its schema; a test holds each against that schema."""

from __future__ import annotations

from typing import Any

_ID = "0199f0c2-7d31-7c55-9c1e-3b2f6a1d8e44"

_AGENDA: dict[str, Any] = {
    "schema": "protokollant/agenda/1",
    "meeting": {
        "body": "Stadt Müllerbach",
        "organization": "Rat",
        "number": "17",
        "date": "2026-05-21",
        "start": "18:00",
    },
    "items": [
        {"number": "Ö 1", "title": "Eröffnung der Sitzung", "public": True},
        {"number": "Ö 2", "title": "Haushalt 2027", "public": True, "paper": "2026/112"},
        {"number": "N 1", "title": "Grundstücksangelegenheit", "public": False},
    ],
}

_ROSTER: dict[str, Any] = {
    "schema": "protokollant/roster/1",
    "people": [{"name": "Sabine Möller", "role": "chair", "party": "SPD"}, {"name": "Jens Krüger"}],
}

BODIES: dict[str, Any] = {
    "BodyChange": {"state": "NW"},
    "BodyInput": {"name": "Stadt Müllerbach", "organizations": ["Rat", "Hauptausschuss"], "state": "NW"},
    "CodeInput": {"code": "123456"},
    "Correction": {"heard": "Bau hoff", "written": "Bauhof", "kind": "term"},
    "EditWishes": {
        "edits": [
            {
                "client_id": _ID,
                "edit": {"op": "set-text", "utterance": "u12", "text": "Wir kommen zur Abstimmung."},
                "seen": {"u12": 0},
            }
        ]
    },
    "GrantInput": {"role": "secretary", "body": _ID},
    "HoldWish": {"reason": "Klage gegen den Beschluss zu Ö 2", "meeting_id": _ID},
    "InvitationInput": {
        "email": "sabine.moeller@muellerbach.example",
        "name": "Sabine Möller",
        "role": "chair",
        "body": _ID,
        "language": "de",
    },
    "LinkInput": {"days": 14, "nonpublic": False, "note": "Presse"},
    "MailWishes": {"draft_ready": True, "processing_failed": True},
    "MeetingChange": {"glossary": ["Bauhof", "Müllerbach"], "language": "de"},
    "MeetingInput": {"agenda": _AGENDA, "roster": _ROSTER, "glossary": ["Bauhof"], "state": "NW"},
    "MoveWish": {"move": "present", "kind": "decisions", "titles": ["N 1"]},
    "OrganizationInput": {"name": "Bauausschuss"},
    "PasswordInput": {"present": "vier graue Esel traben", "new": "fünf braune Pferde grasen"},
    "ProfileInput": {"name": "Sabine Möller", "language": "de"},
    "RecordingChange": {"position": 1, "begins": "19:40"},
    "RuleWish": {"event": "approved", "days": 90},
    "ClaimReply": {
        "claim": "vote-0c5d9e7fb1a2334455",
        "answer": "right",
        "client_id": _ID,
        "heard": {"utterances": ["u41", "u42"], "seconds": 6.5},
    },
    "Settlement": {
        "path": ["items", "Ö 2", "votes", "Ö 2/v1", "yes"],
        "take": False,
        "client_id": _ID,
    },
    "SignatureInput": {"slot": 0, "name": "Sabine Möller", "password": "vier graue Esel traben"},
    "TakingBack": {"client_id": _ID},
    "TermChange": {"confirmed": True, "forget": ["Bau hoff"]},
    "TermWish": {"term": "Bauhof", "kind": "term"},
    "TokenInput": {"name": "Ratsinformationssystem", "scopes": ["meeting.list"], "days": 90},
    "Undoing": {"client_id": _ID},
    "Wish": {
        "client_id": _ID,
        "change": {"op": "set", "path": ["items", "Ö 2", "votes", "Ö 2/v1", "yes"], "value": 12},
        "seen": 11,
    },
    "app_web_api_inbox_Assignment": {"meeting": _ID},
    "app_web_api_uploads_Decision": {"take": True},
    "WordInput": {"kind": "course"},
    "WebhookAddress": {"body_id": _ID, "url": "https://ris.muellerbach.example/protokollant"},
}
"""What a client sends."""
