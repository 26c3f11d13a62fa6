"""Confirming: what deserves a look, what people answered, how far the review is."""

from app.services.confirmations.errors import ClaimNotFound, ClaimNotHeardError, ConfirmingTooFast
from app.services.confirmations.service import ConfirmationService
from app.services.confirmations.views import AnswerView, ClaimReply, Heard, ReviewShare, RiskView

__all__ = (
    "AnswerView",
    "ClaimNotFound",
    "ClaimNotHeardError",
    "ClaimReply",
    "ConfirmationService",
    "ConfirmingTooFast",
    "Heard",
    "ReviewShare",
    "RiskView",
)
