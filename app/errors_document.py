"""Writes docs/errors.md, the table of everything that can go wrong: ``python -m app.errors_document``."""

from __future__ import annotations

from pathlib import Path

from app.errors import ProtokollantError, all_errors, http_status

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "errors.md"
HEAD = """# Errors

Every failure has a stable code, a German and an English text; the words in braces are filled with what is
wrong. The command line prints the English text on one line and ends with the exit status; pages and the API
answer with the HTTP status, the API as problem+json. `make docs` writes this file.

| code | exit | HTTP | Deutsch | English |
|---|---|---|---|---|
"""


def document() -> str:
    """Return the document; abstract branches, which have no code of their own, are left out."""
    kinds = [kind for kind in all_errors() if kind.code != ProtokollantError.code]
    return HEAD + "".join(_line(kind) for kind in kinds)


def _line(kind: type[ProtokollantError]) -> str:
    status = int(http_status(kind.__new__(kind)))
    cells = (f"`{kind.code}`", str(kind.exit_status), str(status), kind.de, kind.en)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def main() -> None:
    """Write it."""
    DOCUMENT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
