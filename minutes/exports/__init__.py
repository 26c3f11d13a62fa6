"""Plain-text forms of transcript and items: captions, chapters and a readable text."""

from minutes.exports.text import transcript_txt
from minutes.exports.vtt import chapters_vtt, transcript_vtt

__all__ = ("chapters_vtt", "transcript_txt", "transcript_vtt")
