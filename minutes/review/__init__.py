"""Reviewing a meeting: the queue of what deserves a look, and what people confirmed."""

from minutes.review.risk import risks
from minutes.review.risk_types import Risk, RiskEvidence, RiskKind, RiskReason

__all__ = ("Risk", "RiskEvidence", "RiskKind", "RiskReason", "risks")
