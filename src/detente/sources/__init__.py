"""Sources: takes files, folders, addresses, feeds and archives, gives pages of bytes, and never looks inside one."""

from detente.sources.cutting import Piece, piece_pages, pieces
from detente.sources.handed import handed_pages
from detente.sources.opening import pages
from detente.sources.refusal import Refusal

__all__ = ["Piece", "Refusal", "handed_pages", "pages", "piece_pages", "pieces"]
