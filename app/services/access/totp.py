"""The second factor: codes of an app (TOTP, RFC 6238) and recovery codes.

The secret is sealed with the key of the installation. A code holds for its own half minute and the one
before and after (clocks differ), and is taken once (RFC 6238, 5.2); ten recovery codes stand in for a lost
telephone, each once, kept as hashes: they are random, eighty bits, so that a quick hash is enough.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
import time

import pyotp
import segno

ISSUER = "Protokollant"
"""What the app shows above the code."""

STEP = 30
"""Seconds for which a code is shown."""

DIGITS = 6

RECOVERY_CODES = 10

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that looks like something else."""


def new_secret() -> str:
    """Return a new secret of 160 bits, in Base32 as apps take it (RFC 4226, 4 asks for 160)."""
    return pyotp.random_base32(32)


def address(secret: str, email: str) -> str:
    """Return what the picture says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def picture(text: str) -> str:
    """Return a QR code as SVG, to be put into a page: no style, no script, dark on light in any theme."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgns=True, nl=False
    )
    return out.getvalue().decode()


def matching_step(secret: str, code: str, *, after: int, at: float | None = None) -> int | None:
    """Return the time step that ``code`` belongs to, later than ``after``; None where it is none."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    present = int(time.time() if at is None else at) // STEP
    codes = pyotp.TOTP(secret)
    for step in (present, present - 1, present + 1):
        if step > after and hmac.compare_digest(codes.at(step * STEP), digits):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Return new recovery codes, to be shown once: four groups of four."""
    return [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> str:
    """Return what is kept of a recovery code; blanks, hyphens and case do not matter."""
    plain = "".join(character for character in code.lower() if character.isalnum())
    return hashlib.sha256(f"recovery:{plain}".encode()).hexdigest()
