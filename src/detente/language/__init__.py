"""Language: takes texts, gives sentences with words, trees and names by one shipped encoder, and knows no politics."""

from detente.language.analysis import Language, load
from detente.language.sentences import sentence_spans
from detente.language.words import word_spans

__all__ = ["Language", "load", "sentence_spans", "word_spans"]
