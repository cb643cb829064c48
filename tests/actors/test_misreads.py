"""What only looks like an actor, or like another one, in the plain prose of releases and news."""

import pytest

from detente import actors
from detente.types import Article


@pytest.fixture(scope="session")
def cast(reader):
    """The mentions of a text of 10 June 2024, by their words."""

    def read(text: str) -> dict[str, object]:
        [sentences] = reader._language.analyse([text])
        article = Article(id="story", text=text, published="2024-06-10", language="en")
        return {m.text: m for m in actors.resolve(sentences, article, actors.shipped_tables()).mentions}

    return read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Regional and ethnic divisions threaten the unity of Ethiopia.", "divisions"),
        ("The United States will continue to press for justice.", "justice"),
        ("The governor declared a state of emergency.", "a state of emergency"),
        ("Both sides want a political settlement.", "a political settlement"),
        ("Boris Pistorius laid a bet on Turkish President Tayyip Erdogan.", "a bet"),
    ],
)
def test_qualities_and_deals_are_no_actors(cast, text, words):
    assert words not in " ".join(cast(text))


@pytest.mark.parametrize(
    ("text", "words", "country", "sector"),
    [
        ("Washington told Riyadh that Boko Haram was weakened.", "Boko Haram", "NGA", "REB"),
        ("Attorneys general from sixteen states sued the firm.", "Attorneys general from sixteen states", None, "GOV"),
        ("An Australian, Peter Marsh, attacked the mosque.", "Peter Marsh", "AUS", None),
        ("The embassy in Kabul condemned the attack.", "The embassy in Kabul", None, "GOV"),
        ("Secretary-General António Guterres of the UN met Sergei Lavrov.", "Secretary-General António Guterres", None, "IGO"),
        ("UNFPA Executive Director Dr. Natalia Kanem met the envoy.", "UNFPA Executive Director Dr. Natalia Kanem", None, "IGO"),
        ("LOCAL Secretary Blinken meets with Annalena Baerbock.", "Secretary Blinken", "USA", "GOV"),
    ],
)  # fmt: skip
def test_country_and_sector_of_what_is_easily_misread(cast, text, words, country, sector):
    found = cast(text)
    assert words in found, list(found)
    assert (found[words].country, found[words].sector) == (country, sector)


def test_a_spokesman_is_not_his_department(cast):
    found = cast("Department Spokesperson Ned Price spoke on Monday. The department condemned the attack.")
    assert found["The department"].name != "Ned Price"


def test_a_surname_that_two_of_the_story_bear_stays_open(cast):
    found = cast("Kim Jong Un met Moon Jae-in. Kim Yo Jong sat beside them. Kim smiled.")
    assert found["Kim"].candidates == ("Kim Jong Un", "Kim Yo Jong")
    assert found["Kim"].country == "PRK"
