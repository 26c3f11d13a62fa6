"""The OParl interface (https://oparl.org, version 1.1): what is public, for other programs."""

from app.services.oparl.addresses import PATH, Addresses
from app.services.oparl.entries import Filters
from app.services.oparl.errors import OParlFilterError, OParlNotFound
from app.services.oparl.keeping import OParlKeeper, keep_objects
from app.services.oparl.service import MOST, USUAL, Content, ListPage, OParlService
from app.services.oparl.shapes import Shape, System, without_internal

__all__ = (
    "MOST",
    "PATH",
    "USUAL",
    "Addresses",
    "Content",
    "Filters",
    "ListPage",
    "OParlFilterError",
    "OParlKeeper",
    "OParlNotFound",
    "OParlService",
    "Shape",
    "System",
    "keep_objects",
    "without_internal",
)
