"""Measuring: results against references, and speed and memory side by side."""

from app.measure.evaluate import Figures, evaluate

__all__ = ("Figures", "evaluate")
