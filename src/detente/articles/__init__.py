"""Articles: takes the bytes of a page, gives its headline, body, date, place and credits, and codes nothing."""

from detente.articles.extraction import ArticleTables, Story, extract, identity, read_raw, read_text
from detente.articles.languages import language_of
from detente.articles.sieve import passed_over, powers
from detente.articles.worth import WorthTables, worth

__all__ = [
    "ArticleTables",
    "Story",
    "WorthTables",
    "extract",
    "identity",
    "language_of",
    "passed_over",
    "powers",
    "read_raw",
    "read_text",
    "worth",
]
