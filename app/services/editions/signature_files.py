"""Uploaded signatures: what they must look like. They are kept and hashed, not verified."""

from __future__ import annotations

from app.services.editions.errors import SignatureFileError

MOST_MB = 10
"""Of one file."""

_DER_SEQUENCE = 0x30

MIMES = {
    "pdf": "application/pdf",
    "pades": "application/pdf",
    "xades": "application/xml",
    "cades": "application/pkcs7-signature",
}


def check_signature_file(name: str, kind: str, data: bytes) -> None:
    """Look at the first bytes: a PDF, a PDF with a signature, signed XML, or CMS.

    Raises:
        SignatureFileError: it is something else, empty, or too large.
    """
    head = data.lstrip()[:5]
    fits = {
        "pdf": head == b"%PDF-",
        "pades": head == b"%PDF-" and b"/ByteRange" in data,
        "xades": head[:1] == b"<" and b"Signature" in data,
        "cades": data[:1] == bytes([_DER_SEQUENCE]) or data.startswith(b"-----BEGIN"),
    }
    if len(data) > MOST_MB * 2**20 or not fits.get(kind, False):
        raise SignatureFileError(file=name[:100], kind=kind[:20], most=MOST_MB)
