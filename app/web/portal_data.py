"""What search engines and other programs read of a portal page: schema.org as JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.portal.views import MeetingLine, MeetingPage

CONTEXT = "https://schema.org"


def meeting_data(found: MeetingPage, origin: str) -> str:
    """Return a meeting as ``Event`` with its minutes (schema.org, version 29).

    Args:
        found: the page.
        origin: of the addresses, without a slash at the end.
    """
    line = found.line
    start = f"{line.date}T{found.begin}" if line.date and found.begin else line.date
    return _data(
        {
            "@type": "Event",
            "@id": f"{origin}/portal/meetings/{line.id}",
            "name": name_of(line),
            "startDate": start,
            "eventStatus": "https://schema.org/EventScheduled",
            "location": {"@type": "Place", "name": found.place} if found.place else None,
            "organizer": _organization(line),
            "subjectOf": _document(line, origin),
        }
    )


def minutes_data(line: MeetingLine, origin: str, *, language: str, sha256: str) -> str:
    """Return an edition of minutes as ``DigitalDocument``."""
    return _data(
        {
            **_document(line, origin),
            "inLanguage": language,
            "version": str(line.edition_number),
            "publisher": _organization(line),
            "identifier": f"sha256:{sha256}",
            "about": {"@type": "Event", "@id": f"{origin}/portal/meetings/{line.id}"},
        }
    )


def name_of(line: MeetingLine) -> str:
    """Return what a meeting is called."""
    number = f", {line.number}. Sitzung" if line.number and line.number.isdigit() else ""
    return f"{line.organization.name}{number}"


def _organization(line: MeetingLine) -> dict[str, object]:
    body = {"@type": "GovernmentOrganization", "name": line.body.name}
    return {"@type": "GovernmentOrganization", "name": line.organization.name, "parentOrganization": body}


def _document(line: MeetingLine, origin: str) -> dict[str, object]:
    return {
        "@type": "DigitalDocument",
        "@id": f"{origin}/portal/minutes/{line.edition}",
        "url": f"{origin}/portal/minutes/{line.edition}",
        "name": f"Niederschrift: {name_of(line)}",
        "datePublished": line.published.date().isoformat(),
        "dateCreated": line.date,
    }


def _data(value: dict[str, object]) -> str:
    """Return what stands in a data block; signs are escaped so that no text ends it (HTML, 4.12.1.3)."""
    known = {"@context": CONTEXT, **{key: one for key, one in value.items() if one is not None}}
    text = json.dumps(known, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
