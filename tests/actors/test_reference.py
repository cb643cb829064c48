"""Whom words for two, names in either order, and offices in dispute stand for, from text to actor."""

import pytest

from detente import actors
from detente.types import Article


@pytest.fixture(scope="session")
def named(reader):
    """The names that each mention of some words stands for, in a story of a day."""
    tables = actors.shipped_tables()

    def read(text: str, day: str, words: str):
        [sentences] = reader._language.analyse([text])
        article = Article(id="story", text=text, published=day, language="en")
        return [m for m in actors.resolve(sentences, article, tables).mentions if m.text == words]

    return read


TWO = [
    ("Russia and Ukraine held talks. Neither gave ground.", "Neither", {"Russia", "Ukraine"}),
    ("Russia and Ukraine held talks. Both gave ground.", "Both", {"Russia", "Ukraine"}),
    ("Neither Washington nor Beijing commented. Both sides want calm.", "Both sides", {"China", "United States"}),
    ("China and Japan signed a pact. The two countries will trade more.", "The two countries", {"China", "Japan"}),
    ("China and Japan met. The former refused to sign.", "The former", {"China"}),
    ("China and Japan met. The latter exports cars.", "The latter", {"Japan"}),
    ("Emmanuel Macron met Olaf Scholz on Friday. The pair discussed gas.", "The pair", {"Emmanuel Macron", "Olaf Scholz"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "names"), TWO)
def test_words_for_two(named, text, words, names):
    assert {m.name for m in named(text, "2023-06-19", words)} == names


def test_the_latter_of_three_stays_open(named):
    text = "China, Japan and South Korea met. The latter exports cars."
    assert {m.name for m in named(text, "2023-06-19", "The latter")} <= {None}


ORDERS = [
    # story, later mention, name
    ("Orban Viktor left Budapest. Orban was tired.", "Orban", "Viktor Orbán"),
    ("Viktor Orban left Budapest. Orban was tired.", "Orban", "Viktor Orbán"),
    ("Yoon Suk-yeol left Seoul. Yoon was tired.", "Yoon", "Yoon Suk Yeol"),
    ("Li Qiang left Beijing. Li was tired.", "Li", "Li Qiang"),
    ("Kishida Fumio left Tokyo. Kishida was tired.", "Kishida", "Fumio Kishida"),
]


@pytest.mark.parametrize(("text", "words", "name"), ORDERS)
def test_family_names_first_and_last(named, text, words, name):
    assert {m.name for m in named(text, "2023-06-19", words)} == {name}


def test_an_office_in_dispute_stays_open_between_its_claimants(named):
    [president] = named("The Venezuelan president left.", "2019-03-01", "The Venezuelan president")
    assert (president.name, president.country) == (None, "VEN")
    assert president.candidates == ("Juan Guaidó", "Nicolás Maduro")
    for name in ("Juan Guaido", "Nicolas Maduro"):
        [claimant] = named(f"President {name} left.", "2019-03-01", f"President {name}")
        assert (claimant.office, claimant.country) == ("president", "VEN")
    [later] = named("The Venezuelan president left.", "2024-03-01", "The Venezuelan president")
    assert (later.name, later.candidates) == ("Nicolás Maduro", ())
