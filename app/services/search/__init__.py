"""Search over what whoever asks may read."""

from app.services.search.service import PER_PAGE, SearchService
from app.services.search.views import (
    Facet,
    FacetValue,
    Found,
    FoundItem,
    FoundPassage,
    Order,
    Wish,
)

__all__ = (
    "PER_PAGE",
    "Facet",
    "FacetValue",
    "Found",
    "FoundItem",
    "FoundPassage",
    "Order",
    "SearchService",
    "Wish",
)
