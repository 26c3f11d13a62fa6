"""The tus protocol as it is spoken over HTTP; what it means is :mod:`app.services.uploads`."""

from app.web.tus.headers import EXTENSIONS, VERSION

__all__ = ("EXTENSIONS", "VERSION")
