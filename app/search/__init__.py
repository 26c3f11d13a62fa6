"""Search in German: words, compounds, references, questions, marked passages. Knows no database."""

from app.search.marks import Piece, marked
from app.search.passages import Passage, meant_by, passages_of, text_key
from app.search.query import Question, Term, read_question
from app.search.spelling import nearest, variants_of
from app.search.words import analyse, index_of, stem, vocabulary_of

__all__ = (
    "Passage",
    "Piece",
    "Question",
    "Term",
    "analyse",
    "index_of",
    "marked",
    "meant_by",
    "nearest",
    "passages_of",
    "read_question",
    "stem",
    "text_key",
    "variants_of",
    "vocabulary_of",
)
