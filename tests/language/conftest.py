"""The language, loaded once for all tests of the room."""

import pytest

from detente.language import Language, load


@pytest.fixture(scope="session")
def language() -> Language:
    return load(threads=1)
