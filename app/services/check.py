"""Is an installation sound? Each check yields findings; ``protokollant check`` prints them.

Checks only read; :func:`repair_orphans` alone changes something, and nothing but what belongs to nobody.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import delete, func, select

from app.db import is_current
from app.db import tables as t
from app.db.audit import record, verify_chain
from app.services.purge import HOLD, LOCK, unused
from app.storage.errors import BlobDamagedError, BlobMissingError
from models.errors import ModelError

if TYPE_CHECKING:
    from app.db import BlockingDatabase
    from app.settings import Settings
    from app.storage import Storage

LEAST_FREE = 5 * 2**30
"""Bytes of free disk below which there is a finding: an hour of sound takes half a gigabyte on its way."""

CLOCK_SECONDS = 5.0
"""Difference between this machine's clock and the database's from which on there is a finding."""

GRACE_SECONDS = 5.0
"""Between two looks at what seems to belong to nobody: an upload may just be entered."""

Level = Literal["error", "warning", "info"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was found."""

    code: str
    """Stable."""
    level: Level
    """``info`` does not change the exit status."""
    subject: str
    """What it concerns: a hash, a file, a number."""
    text: str
    """In English, for whoever runs the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the checks look at."""

    url: str
    database: BlockingDatabase
    storage: Storage
    data: Path
    settings: Settings
    quick: bool = False
    """Sizes instead of hashes."""
    grace: float = GRACE_SECONDS


def run_checks(checked: Checked) -> Iterator[Finding]:
    """Yield every finding, check by check."""
    for check in CHECKS:
        yield from check(checked)


def check_schema(checked: Checked) -> Iterator[Finding]:
    """Is the database at the schema of this program?"""
    if not is_current(checked.url):
        yield _error("migrations", "database", "The schema is not that of this program; start the service.")


def check_contents(checked: Checked) -> Iterator[Finding]:
    """Is the content of every row there and unharmed?"""
    with checked.database.session() as session:
        rows = session.execute(select(t.Blob.sha256, t.Blob.size).order_by(t.Blob.sha256)).all()
    missing = []
    for sha256, size in rows:
        try:
            if checked.storage.size(sha256) != size:
                yield _error("blob-damaged", sha256, "The content has another length.")
            elif not checked.quick and _digest(checked.storage, sha256) != sha256:
                yield _error("blob-damaged", sha256, "The content was changed.")
        except BlobMissingError:
            missing.append(sha256)
        except BlobDamagedError:
            yield _error("blob-damaged", sha256, "The content cannot be decrypted.")
    if missing:
        time.sleep(checked.grace)  # some may just be being deleted, the content before its row
        for sha256 in sorted(set(missing) & _hashes(checked)):
            yield _error("blob-missing", sha256, "The content is not in the storage.")


def check_orphans(checked: Checked) -> Iterator[Finding]:
    """Is there a content without a row, or a row that nothing needs?"""
    first = stray_names(checked)
    with checked.database.session() as session:
        rows = list(session.scalars(select(t.Blob.sha256).where(unused())))
    if first or rows:
        time.sleep(checked.grace)
    for name in sorted(first & stray_names(checked)):
        yield _warning("orphan-content", name, "The storage holds a content that no row names (--repair).")
    with checked.database.session() as session:
        still = set(session.scalars(select(t.Blob.sha256).where(unused())))
    for sha256 in sorted(still & set(rows)):
        yield _warning("orphan-row", sha256, "A content is entered that nothing needs (--repair).")


def check_audit(checked: Checked) -> Iterator[Finding]:
    """Is the chain of the log whole?"""
    with checked.database.session() as session:
        _, broken = verify_chain(session)
    if broken is not None:
        yield _error("audit-broken", str(broken.seq), f"The audit log is broken here ({broken.reason}).")


def check_expired(checked: Checked) -> Iterator[Finding]:
    """Did anything stay that should be gone?"""
    from app.services.retention_plan import find_due  # noqa: PLC0415 - it imports this package's others

    with checked.database.session() as session:
        now = session.scalar(select(func.now() - func.make_interval(0, 0, 0, 1)))
        assert now is not None
        bodies = session.scalars(select(t.Body.id)).all()
        due = [one for body in bodies for one in find_due(session, body, now) if not one.held]
        uploads = session.scalar(select(func.count()).select_from(t.Upload).where(t.Upload.expires_at < now))
    for one in due:
        yield _warning("retention-overdue", str(one.meeting), f"A rule ({one.kind}: {one.rule}) is overdue.")
    if uploads:
        yield _warning("uploads-expired", str(uploads), "Expired uploads are still there.")


def check_clock(checked: Checked) -> Iterator[Finding]:
    """Do this machine and the database agree on the time?"""
    with checked.database.session() as session:
        there = session.scalar(select(func.extract("epoch", func.clock_timestamp())))
    assert there is not None
    apart = abs(time.time() - float(there))
    if apart > CLOCK_SECONDS:
        yield _warning("clock", f"{apart:.0f} s", "This machine's clock and the database's differ.")


def check_disk(checked: Checked) -> Iterator[Finding]:
    """Is there room?"""
    free = shutil.disk_usage(checked.data).free
    if free < LEAST_FREE:
        yield _warning(
            "disk", f"{free / 2**30:.1f} GiB", "Little room is left on the disk of the data folder."
        )


def check_permissions(checked: Checked) -> Iterator[Finding]:
    """May nobody else read what is private?"""
    private = [checked.data / "blobs", checked.data / "uploads", checked.data / "secret.key"]
    files = (checked.settings.storage.key_file, checked.settings.storage.credentials)
    private += [path for path in files if path is not None]
    for path in private:
        if path.exists() and path.stat().st_mode & 0o077:
            yield _warning("permissions", str(path), "Others on this machine may read it (chmod go=).")


def check_second_factors(checked: Checked) -> Iterator[Finding]:
    """Does the key file open the second factors in the database? No backup contains it."""
    from app.services.access.sealing import Sealer  # noqa: PLC0415 - only here

    with checked.database.session() as session:
        secrets = session.scalars(
            select(t.Account.totp_secret).where(t.Account.totp_secret.is_not(None))
        ).all()
    path = checked.settings.access.key_file or checked.data / "secret.key"
    if not secrets:
        return
    sealer = Sealer.of_file(path) if path.exists() else None
    closed = sum(1 for one in secrets if sealer is None or sealer.open("totp", one or "", str) is None)
    if closed:
        yield _error("second-factor-key", str(path), f"The key file does not open {closed} second factors.")


def check_models(checked: Checked) -> Iterator[Finding]:
    """Are the speech models of the profile here and as they should be?"""
    from models.profiles import load_profile  # noqa: PLC0415 - only here
    from models.store import ModelStore  # noqa: PLC0415 - only here

    store = ModelStore.from_environment()
    try:
        for model in load_profile(checked.settings.speech.profile).models:
            try:
                store.check(model, full=not checked.quick)
            except ModelError as error:
                yield _error(error.code, model, error.text("en"))
    except ModelError as error:
        yield _error(error.code, checked.settings.speech.profile, error.text("en"))


def report_device(checked: Checked) -> Iterator[Finding]:
    """On what do the engines compute?"""
    from transcribe.backends.device import choose_device  # noqa: PLC0415 - heavy
    from transcribe.errors import DeviceError  # noqa: PLC0415 - likewise

    speech = checked.settings.speech
    try:
        device = choose_device(speech.device, speech.compute_type)
    except DeviceError as error:
        yield _error("device", speech.device, error.text("en"))
    else:
        yield Finding(
            code="device", level="info", subject=device.name, text=f"computes {device.compute_type}"
        )


CHECKS: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    check_schema,
    check_contents,
    check_orphans,
    check_audit,
    check_expired,
    check_clock,
    check_disk,
    check_permissions,
    check_second_factors,
    check_models,
    report_device,
)
"""All checks, in order."""


def repair_orphans(checked: Checked) -> int:
    """Remove contents without a row and rows that nothing needs; return how many. Waits for no backup."""
    with checked.database.session() as session:
        if not session.scalar(select(func.pg_try_advisory_xact_lock_shared(HOLD))):
            return 0
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
        session.execute(delete(t.Blob).where(unused()))
        session.flush()
        doomed = stray_names(checked)
    time.sleep(checked.grace)
    with checked.database.session() as session:
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
        doomed &= stray_names(checked)
        for name in doomed:
            checked.storage.discard(name)
        if doomed:
            record(session, "storage.repaired", count=len(doomed))
    return len(doomed)


def stray_names(checked: Checked) -> set[str]:
    """Return the names in the storage that belong to no content."""
    known = {raw for sha256 in _hashes(checked) for raw in checked.storage.raw_names(sha256)}
    return set(checked.storage.stored_names()) - known


def _hashes(checked: Checked) -> set[str]:
    with checked.database.session() as session:
        return set(session.scalars(select(t.Blob.sha256)))


def _digest(storage: Storage, sha256: str) -> str:
    digest = hashlib.sha256()
    for piece in storage.pieces(sha256):
        digest.update(piece)
    return digest.hexdigest()


def _error(code: str, subject: str, text: str) -> Finding:
    return Finding(code=code, level="error", subject=subject, text=text)


def _warning(code: str, subject: str, text: str) -> Finding:
    return Finding(code=code, level="warning", subject=subject, text=text)
