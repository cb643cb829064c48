"""Why something could not be written, as the system and DuckDB say it, with the remedy."""

from __future__ import annotations

_CAUSES = {
    "No space left": "the disk is full; make room and run the command again",
    "Disk quota": "the disk is full for you (quota); make room and run the command again",
    "File too large": "the system lets no file grow so large; raise the limit and run the command again",
    "Read-only file system": (
        "the disk can only be read; name a file on another one, where `detente backup` copies a record to"
    ),
    "Permission denied": "you may not write there; have the rights to the file and its folder changed",
}


def known_cause_of(error: Exception) -> str | None:
    """The cause and its remedy; None where it is not known."""
    said = str(error).lower()
    return next((remedy for words, remedy in _CAUSES.items() if words.lower() in said), None)


def cause_of(error: Exception) -> str:
    """The cause and its remedy, else the first line of what was said."""
    return known_cause_of(error) or str(error).splitlines()[0]
