"""Forms for other programs and players: captions, chapters, a readable text, minutes as Akoma Ntoso."""

from minutes.exports.akn import minutes_akn
from minutes.exports.public import PublicPart, public_part
from minutes.exports.table import transcript_csv, votes_csv
from minutes.exports.text import transcript_txt
from minutes.exports.vtt import chapters_vtt, transcript_srt, transcript_vtt

__all__ = (
    "PublicPart",
    "chapters_vtt",
    "minutes_akn",
    "public_part",
    "transcript_csv",
    "transcript_srt",
    "transcript_txt",
    "transcript_vtt",
    "votes_csv",
)
