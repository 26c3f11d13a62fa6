"""What can be wrong with what is to be measured."""

from __future__ import annotations

from models.errors import InputError, ProtokollantError


class ReferenceMissingError(InputError):
    """There is no truth where it was looked for."""

    code = "reference-missing"
    de = "Unter {path} liegt keine Referenz (reference.json oder .rttm); bitte den richtigen Ordner angeben."
    en = "There is no reference in {path} (reference.json or .rttm); give the right folder."


class ReferenceAmbiguousError(InputError):
    """A folder holds the truth of several recordings."""

    code = "reference-ambiguous"
    de = "Unter {path} liegen mehrere Referenzen ({names}); bitte eine davon als Datei angeben."
    en = "There are several references in {path} ({names}); give one of them as a file."


class HypothesisMissingError(InputError):
    """The folder does not hold what ``process`` or ``segment`` writes."""

    code = "hypothesis-missing"
    de = "In {path} liegt kein Ergebnis (transcript.json oder diarization.rttm); bitte --out angeben."
    en = "There is no result in {path} (transcript.json or diarization.rttm); give the folder of --out."


class MeasuredRunError(ProtokollantError):
    """A program started for a measurement failed."""

    code = "measured-run"
    de = "Der Lauf „{name}“ ist gescheitert: {problem}"
    en = "The run '{name}' failed: {problem}"


class CasesUnknownError(InputError):
    """No case of the evaluation has this in its name."""

    code = "cases-unknown"
    de = "Unter {path} gibt es keinen Fall „{text}“; --list zeigt alle."
    en = "There is no case '{text}' in {path}; --list shows them all."
