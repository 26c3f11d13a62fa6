"""The fact check: what a generated sentence claims must be in its evidence; no model is asked."""

from minutes.facts.check import check_rewording, check_sentence
from minutes.facts.types import ClaimKind, Known, Reason, Spoken, Verdict

__all__ = ("ClaimKind", "Known", "Reason", "Spoken", "Verdict", "check_rewording", "check_sentence")
