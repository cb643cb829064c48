"""What a text teaches of people and their offices, and what becomes of it in later stories."""

import itertools

import pytest

from detente import actors
from detente.types import Article, Learned

LATER = "2027-03-01"


@pytest.fixture(scope="session")
def cast(reader):
    """The actors of a text, for one who has learned offices elsewhere."""
    tables = actors.shipped_tables()

    def read(text: str, published: str | None = LATER, learned: tuple[Learned, ...] = ()):
        [sentences] = reader._language.analyse([text])
        article = Article(id="story", text=text, published=published, language="en")
        return actors.resolve(sentences, article, actors.with_learned(tables, learned))

    return read


def told(person: str, office: str, country: str, since: str | None = LATER) -> Learned:
    return Learned(
        person=person, office=office, country=country, since=since, sentence=0, start=0, end=1, quote="-",
        confidence=0.85,
    )  # fmt: skip


TAUGHT = [
    # title, apposition before and after, possessive, "of", a body's office, an ambassador
    (
        "French Foreign Minister Jeanne Duval arrived in Berlin on Monday.",
        ("Jeanne Duval", "foreign minister", "FRA"),
    ),
    (
        "Oskar Lindt, Germany's new defence minister, arrived on Monday.",
        ("Oskar Lindt", "defence minister", "DEU"),
    ),
    (
        "Talks were led by Maria Okafor, the foreign minister of Nigeria.",
        ("Maria Okafor", "foreign minister", "NGA"),
    ),
    (
        "The Dutch prime minister, Pieter Vos, praised the plan.",
        ("Pieter Vos", "prime minister", "NLD"),
    ),
    (
        "NATO Secretary General Erik Holm praised the plan.",
        ("Erik Holm", "secretary-general", "NATO"),
    ),
    (
        "China's ambassador to the United States, Liu Wenhao, rejected the charge.",
        ("Liu Wenhao", "ambassador to United States", "CHN"),
    ),
]
NOT_TAUGHT = [
    "Mr. Rodolfo Prado, president of the Central Bank of Costa Rica, arrived on Monday.",
    "Senate Majority Leader Paul Trent of the United States arrived on Monday.",
    "Energy adviser Dan Levi, Greek Prime Minister Kyriakos Mitsotakis and others arrived on Monday.",
    "Former French Foreign Minister Jeanne Duval arrived in Berlin on Monday.",
    "Brazil's President-elect Laura Mendes arrived in Berlin on Monday.",
    "Ukraine's Deputy Defence Minister Olha Marchenko arrived in Berlin on Monday.",
    "Ghana's presidential candidate Ada Lowe arrived in Berlin on Monday.",
    "In 2009 French Foreign Minister Jeanne Duval arrived in Berlin.",
    "Foreign Minister Duval of France arrived in Berlin on Monday.",
    "Foreign Minister Alan Reed arrived in Berlin on Monday.",
    "Jeanne Duval, a French engineer, arrived in Berlin on Monday.",
    "They pulled down statues of Jefferson Davis, US presidents John Tyler and James Polk.",
    "Former Paul Renard press secretary Joe Lind spoke for the United States on Monday.",
    "European Council chief Erik Holm praised the plan.",
    "IAEA chief Rafael Grossi visited Tehran.",
    "She met Prime Minister Alan Reed in Washington.",
    "He met Japan's Minister for Foreign Affairs Takeshi Iwaya and Minister of Economy Koji Ota in Rome.",
]


@pytest.mark.parametrize(("text", "row"), TAUGHT)
def test_an_office_is_learned_from_the_text(cast, text, row):
    [learned] = cast(text).learned
    assert (learned.person, learned.office, learned.country) == row
    assert (learned.since, learned.quote) == (LATER, text)
    assert text[learned.start : learned.end] == learned.quote


@pytest.mark.parametrize("text", NOT_TAUGHT)
def test_what_is_no_office_now_is_not_learned(cast, text):
    day = "2025-03-03" if "Iwaya" in text or "Grossi" in text else LATER
    assert cast(text, day).learned == ()


def test_what_the_tables_tell_is_not_learned(cast):
    text = "French Foreign Minister Laurent Fabius arrived in Berlin on Monday."
    assert cast(text, "2014-03-03").learned == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A crowd pulled down the statue of US President Abraham Lincoln in the park.", "2020-07-25"),
        ("They named the square after French Foreign Minister Robert Schuman.", "2014-03-03"),
    ],
)
def test_where_the_tables_know_the_holder_to_the_end_nobody_else_is_learned(cast, text, day):
    assert cast(text, day).learned == ()


DUVAL = told("Jeanne Duval", "foreign minister", "FRA")
USED = [
    # story, its day, mention, name, office, country
    ("Jeanne Duval left Berlin.", "2027-04-01", "Jeanne Duval", "Jeanne Duval", "foreign minister", "FRA"),
    (
        "Foreign Minister Duval left Berlin.", "2027-04-01", "Foreign Minister Duval",
        "Jeanne Duval", "foreign minister", "FRA",
    ),
    (
        "The French foreign minister left Berlin.", "2027-04-01", "The French foreign minister",
        "Jeanne Duval", "foreign minister", "FRA",
    ),
    # before the day of the article that taught it
    ("Jeanne Duval left Berlin.", "2027-02-01", "Jeanne Duval", "Jeanne Duval", None, "FRA"),
    # a bare surname is not trusted
    ("Duval left Berlin.", "2027-04-01", "Duval", "Duval", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "words", "name", "office", "country"), USED)
def test_what_was_learned_is_used_from_its_day_on(cast, text, day, words, name, office, country):
    found = next(m for m in cast(text, day, (DUVAL,)).mentions if m.text == words)
    assert (found.name, found.office, found.country) == (name, office, country)


def holder(cast, day: str, *learned: Learned) -> str | None:
    mentions = cast("The French foreign minister left Berlin.", day, learned).mentions
    return next(m.name for m in mentions if m.text == "The French foreign minister")


def test_a_row_of_the_tables_wins_for_its_dates(cast):
    early = told("Jeanne Duval", "foreign minister", "FRA", "2014-03-03")
    assert holder(cast, "2014-06-01", early) == "Laurent Fabius"


def test_a_newcomer_follows_the_last_of_the_tables(cast):
    before = holder(cast, "2027-02-28", DUVAL)
    assert before not in {None, "Jeanne Duval"}
    assert holder(cast, "2027-03-01", DUVAL) == "Jeanne Duval"


def test_a_newcomer_follows_another_whatever_the_order_of_learning(cast):
    line = (
        DUVAL,
        told("Paul Renard", "foreign minister", "FRA", "2028-01-10"),
        told("Jeanne Duval", "foreign minister", "FRA", "2027-05-01"),
    )
    for order in itertools.permutations(line):
        assert holder(cast, "2028-01-09", *order) == "Jeanne Duval"
        assert holder(cast, "2028-01-10", *order) == "Paul Renard"


def test_two_of_one_day_leave_the_title_open(cast):
    assert holder(cast, "2027-04-01", DUVAL, told("Paul Renard", "foreign minister", "FRA")) is None


def test_an_office_that_several_hold_displaces_nobody(cast):
    envoy = told("Ann Gray", "special envoy", "GUY")
    other = told("Bo Hill", "special envoy", "GUY", "2027-03-05")
    for name in ("Ann Gray", "Bo Hill"):
        [found] = [
            m for m in cast(f"{name} left Berlin.", "2027-04-01", (envoy, other)).mentions if m.text == name
        ]
        assert (found.name, found.office) == (name, "special envoy")


def test_what_has_no_day_teaches_nothing(cast):
    undated = told("Jeanne Duval", "foreign minister", "FRA", None)
    assert holder(cast, "2027-04-01", undated) == holder(cast, "2027-04-01")


BESIDE = [
    ("Jeanne Duval, the foreign minister of France, left.", "the foreign minister of France", "Jeanne Duval"),
    ("The country's top diplomat, Wang Yi, left Berlin.", "The country's top diplomat", "Wang Yi"),
]


@pytest.mark.parametrize(("text", "words", "name"), BESIDE)
def test_a_description_beside_a_name_is_of_its_bearer(cast, text, words, name):
    assert {m.name for m in cast(text, "2026-07-25").mentions if m.text == words} == {name}


THEN = [
    ("In 2018, the then-secretary of state met Kim Jong Un.", "the then-secretary of state", "Mike Pompeo"),
    ("The then-secretary of state met Kim Jong Un.", "The then-secretary of state", None),
]


@pytest.mark.parametrize(("text", "words", "name"), THEN)
def test_the_holder_of_then_needs_a_year(cast, text, words, name):
    assert next(m.name for m in cast(text, "2024-03-01").mentions if m.text == words) == name


STANDING = [
    # text, day, mention, office, sector, highest confidence
    ("President Biden met Prime Minister Modi.", "2015-06-01", "President Biden", "president", "GOV", 0.7),
    ("President Biden met Prime Minister Modi.", "2022-06-01", "President Biden", "president", "GOV", 1.0),
    ("Former President Donald Trump left.", "2023-06-01", "Former President Donald Trump", None, "ELI", 0.9),
    ("President-elect Donald Trump left.", "2016-12-01", "President-elect Donald Trump", None, "GOV", 0.9),
    (
        "Acting Secretary of State John Sullivan left.", "2018-04-15",
        "Acting Secretary of State John Sullivan", "secretary of state", "GOV", 1.0,
    ),
    (
        "Outgoing President Joe Biden left.", "2024-11-20", "Outgoing President Joe Biden", "president", "GOV", 1.0,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "words", "office", "sector", "most"), STANDING)
def test_an_office_that_is_not_held_that_day(cast, text, day, words, office, sector, most):
    found = next(m for m in cast(text, day).mentions if m.text == words)
    assert (found.office, found.sector) == (office, sector)
    assert found.confidence <= most
    assert found.confidence >= most - 0.35


SPELLINGS = [
    ("UK Foreign Secretary Elizabeth Truss arrived in Bonn.", "2022-05-15"),
    ("North Macedonia's Prime Minister Dimitar Kovachevski arrived in Bonn.", "2022-05-15"),
    ("Donald Tusk, the President of the European Council, arrived in Bonn.", "2019-01-14"),
]


@pytest.mark.parametrize(("text", "day"), SPELLINGS)
def test_another_spelling_of_a_holder_is_nobody_new(cast, text, day):
    assert cast(text, day).learned == ()


def test_a_claim_against_the_tables_ends_with_their_holders_time(cast):
    early = told("Jeanne Duval", "foreign minister", "FRA", "2014-03-03")
    offices = [
        next(
            m.office
            for m in cast("Jeanne Duval left Berlin.", day, (early,)).mentions
            if m.name == "Jeanne Duval"
        )
        for day in ("2014-06-01", "2018-06-01")
    ]
    assert offices == ["foreign minister", None]
