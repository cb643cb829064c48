"""Takes one article's sentences with its actors, times and places; gives PLOVER reports; never reads a file,
never joins sentences (that is diplomacy) or articles (that is linking)."""

from detente.coding.drafts import Draft, Marked, Scores
from detente.coding.explain import Explanation, explain
from detente.coding.marked import category_of_marked, likeliest, with_stand_in
from detente.coding.parties import Actors
from detente.coding.reports import code, drafts_of

__all__ = [
    "Actors",
    "Draft",
    "Explanation",
    "Marked",
    "Scores",
    "category_of_marked",
    "code",
    "drafts_of",
    "explain",
    "likeliest",
    "with_stand_in",
]
