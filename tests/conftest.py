"""The rooms, opened once for all tests that read whole articles."""

import pytest

from detente.reading import Reader, open_reader
from detente.types import Article, Reading


@pytest.fixture(scope="session")
def reader() -> Reader:
    return open_reader(threads=1)


@pytest.fixture(scope="session")
def reading_of(reader):
    """All that a text says, published on a day."""
    known: dict[tuple[str, str | None], Reading] = {}

    def read(text: str, published: str | None = "2023-06-20") -> Reading:
        if (text, published) not in known:
            article = Article(id="ar_story", text=text, published=published, language="en")
            known[(text, published)] = reader.read([article])[0]
        return known[(text, published)]

    return read
