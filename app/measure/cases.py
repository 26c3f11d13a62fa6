"""Which recordings and transcripts lie under a folder of evaluation data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

SOUND = (".opus", ".ogg", ".flac", ".wav", ".mp3", ".m4a", ".mp4", ".mkv", ".webm")
COARSE = ("picovoice_3spk",)
"""Recordings whose reference is too coarse to score by (their makers say so)."""

Kind = Literal["meeting", "recording", "voices", "text"]
"""``meeting``: sound with agenda; ``recording``: sound with words; ``voices``: sound of which only who
speaks when is known; ``text``: transcript."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to score."""

    name: str
    kind: Kind
    source: Path
    """Recording, or transcript."""
    reference: Path
    """What ``evaluate --reference`` gets."""
    language: str = "de"
    agenda: Path | None = None
    roster: Path | None = None


def find_cases(root: Path) -> tuple[Case, ...]:
    """Return all cases below ``root``, recordings first, in order of their paths."""
    cases = [case for path in sorted(root.rglob("reference.json")) if (case := _folder_case(path.parent))]
    cases += [case for path in sorted(root.rglob("*.rttm")) if (case := _loose_case(path))]
    return tuple(sorted(cases, key=lambda case: ("meeting", "recording", "voices", "text").index(case.kind)))


def _folder_case(folder: Path) -> Case | None:
    agenda, roster = folder / "agenda.json", folder / "roster.json"
    transcript = folder / "transcript.json"
    sound = next((path for path in sorted(folder.iterdir()) if path.suffix in SOUND), None)
    source = sound or (transcript if transcript.is_file() else None)
    if source is None or not agenda.is_file():
        return None
    return Case(
        name=folder.name,
        kind="meeting" if sound else "text",
        source=source,
        reference=folder,
        language=_language(folder / "reference.json" if sound else transcript),
        agenda=agenda,
        roster=roster if roster.is_file() else None,
    )


def _loose_case(rttm: Path) -> Case | None:
    stem = rttm.name.removesuffix(".rttm")
    sound = next(
        (rttm.with_name(stem + suffix) for suffix in SOUND if rttm.with_name(stem + suffix).is_file()), None
    )
    if sound is None or stem in COARSE:
        return None
    words, truth = rttm.with_name(f"{stem}.words.json"), rttm.with_name(f"{stem}.truth.json")
    known = words.is_file() or truth.is_file()
    language = _language(words) if words.is_file() else ("en" if rttm.parent.name.startswith("en") else "de")
    return Case(
        name=stem, kind="recording" if known else "voices", source=sound, reference=rttm, language=language
    )


def _language(path: Path) -> str:
    return str(json.loads(path.read_text(encoding="utf-8")).get("language", "de"))
