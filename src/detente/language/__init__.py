"""Language: takes texts, gives sentences with words, trees and names by one shipped encoder, and knows no politics."""

from detente.language.analysis import Language, load, load_rarity, load_version
from detente.language.conllu import filled, parsed
from detente.language.drawing import drawn
from detente.language.gate import Gate, gate_of
from detente.language.sentences import sentence_spans
from detente.language.words import word_spans

__all__ = [
    "Gate",
    "Language",
    "drawn",
    "filled",
    "gate_of",
    "load",
    "load_rarity",
    "load_version",
    "parsed",
    "sentence_spans",
    "word_spans",
]
