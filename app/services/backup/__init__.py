"""Backup and restore: one snapshot of the database and every content it names, sealed, verified."""

from app.services.backup.make import Made, make_backup
from app.services.backup.manifest import Manifest
from app.services.backup.restore import restore_backup
from app.services.backup.target import BackupTarget, open_target

__all__ = (
    "BackupTarget",
    "Made",
    "Manifest",
    "make_backup",
    "open_target",
    "restore_backup",
)
