"""The corridor between the rooms: takes pages and articles, gives readings, and alone knows the order of the steps."""

from detente.articles import Story
from detente.coding import likeliest
from detente.language.conllu import filled, parsed
from detente.language.drawing import drawn
from detente.reading.corridor import Analysed, ArticleReader, Reader
from detente.reading.opening import coder_of, open_articles, open_language, open_rarity, open_reader

__all__ = [
    "Analysed",
    "ArticleReader",
    "Reader",
    "Story",
    "coder_of",
    "drawn",
    "filled",
    "likeliest",
    "open_articles",
    "open_language",
    "open_rarity",
    "open_reader",
    "parsed",
]
