"""Plain-text forms of transcript and items: captions, chapters and a readable text."""

from minutes.exports.public import PublicPart, public_part
from minutes.exports.text import transcript_txt
from minutes.exports.vtt import chapters_vtt, transcript_vtt

__all__ = ("PublicPart", "chapters_vtt", "public_part", "transcript_txt", "transcript_vtt")
