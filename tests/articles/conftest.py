"""The tables that articles are read with."""

import pytest

from detente.articles import ArticleTables, powers
from detente.knowledge.outlets import outlet_tables

CITIES = {"beijing": "CHN", "moscow": "RUS", "new delhi": "IND", "washington": "USA", "geneva": "CHE", "tehran": "IRN", "seoul": "KOR", "kyiv": "UKR"}  # fmt: skip


@pytest.fixture(scope="session")
def tables() -> ArticleTables:
    return ArticleTables(outlets=outlet_tables(), cities=CITIES, powers=powers((), ()))
