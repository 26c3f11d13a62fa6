"""The prompts; they are files in ``templates/minutes/prompts`` and may be changed without touching code."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

PROMPTS = Path(__file__).resolve().parents[2] / "templates" / "minutes" / "prompts"


@lru_cache(maxsize=16)
def prompt(name: str) -> str:
    """Return a prompt by the stem of its file; its braces are filled by ``str.format``."""
    return (PROMPTS / f"{name}.txt").read_text(encoding="utf-8").strip()


def summary_prompt(language: str, most: int) -> str:
    """Return the rules of a summary, German unless the meeting is English."""
    return prompt("summary.en" if language[:2] == "en" else "summary.de").format(most=most)
