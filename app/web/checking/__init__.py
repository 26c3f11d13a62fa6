"""What the page "Prüfen" shows of a claim."""

from app.web.checking.view import Claim, Passage, claim_of, next_open, position_of, window

__all__ = ("Claim", "Passage", "claim_of", "next_open", "position_of", "window")
