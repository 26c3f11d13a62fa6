"""The glossary: words that the recogniser should know (streets, names, abbreviations)."""

from __future__ import annotations

from pathlib import Path

from minutes.inputs.errors import InvalidMemberError
from minutes.inputs.jsonfile import check_schema, parse_object, read_text

SCHEMA = "protokollant/glossary/1"


def read_glossary(path: str | Path) -> tuple[str, ...]:
    """Read terms in order, each once: one per line (``#`` begins a comment), or JSON with ``terms``.

    Raises:
        InputError: the file is missing, not UTF-8, or its JSON has no list of terms.
    """
    path = Path(path)
    text = read_text(path)
    if path.suffix.lower() == ".json" or text.lstrip().startswith("{"):
        data = parse_object(text, source=path)
        check_schema(data, SCHEMA, source=path)
        terms = data.get("terms")
        if not isinstance(terms, list) or not all(isinstance(term, str) for term in terms):
            raise InvalidMemberError(file=path, where="terms", problem="a list of words is expected")
        lines = [str(term) for term in terms]
    else:
        lines = [line.partition("#")[0] for line in text.splitlines()]
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
