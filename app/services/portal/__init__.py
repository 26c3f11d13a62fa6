"""The public portal: what citizens read of published minutes (docs/portal.md)."""

from app.services.portal.errors import PortalNotFound
from app.services.portal.service import PortalService
from app.services.portal.views import Feed, MeetingLine

__all__ = ("Feed", "MeetingLine", "PortalNotFound", "PortalService")
