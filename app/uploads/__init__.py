"""Uploads on their way in: the spool, connections that come and go, and the look into each file."""

from app.uploads.inspection import Inspector, Sound
from app.uploads.reception import Receptions
from app.uploads.spool import Digest, Sink, Spool

__all__ = ("Digest", "Inspector", "Receptions", "Sink", "Sound", "Spool")
