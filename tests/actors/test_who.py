"""Whom the words of a story stand for, from text to actor."""

import pytest

from detente import actors
from detente.types import Article


@pytest.fixture(scope="session")
def mentions(reader):
    """Every actor mention of a text, by its words: the first one under each."""
    powers = actors.shipped_tables()

    def found(text: str, published: str = "2023-06-20"):
        article = Article(id="story", text=text, published=published, language="en")
        [sentences] = reader._language.analyse([text])
        return actors.resolve(sentences, article, powers).mentions

    return found


def who(mentions, words):
    return [(m.kind, m.country, m.name) for m in mentions if m.text.lower() == words.lower()]


STATES = [
    ("Beijing rejected the accusation on Monday.", "Beijing", "CHN", "China"),
    ("Washington and Tokyo signed the treaty.", "Tokyo", "JPN", "Japan"),
    ("Ties between Moscow and Ankara have cooled.", "Ankara", "TUR", "Turkey"),
    ("The Kremlin warned Finland on Tuesday.", "Kremlin", "RUS", "Kremlin"),
    ("U.S. officials met Iran's envoy.", "U.S.", "USA", "United States"),
    ("Iran's parliament passed the law.", "Iran", "IRN", "Iran"),
]


@pytest.mark.parametrize(("text", "words", "country", "name"), STATES)
def test_a_state_may_be_called_by_its_capital_or_seat_where_it_acts(mentions, text, words, country, name):
    assert who(mentions(text), words) == [("state", country, name)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The foreign ministers met in Beijing on Sunday.", "Beijing"),
        ("There is hope in Paris.", "Paris"),
        ("They met in Washington.", "Washington"),
        ("Sergey Lavrov met Wang Yi in Jakarta.", "Jakarta"),
        ("Joe Biden met Vladimir Putin in Geneva.", "Geneva"),
    ],
)
def test_a_city_where_something_happens_is_nobody(mentions, text, place):
    assert who(mentions(text), place) == []


PEOPLE = [
    ("Antony Blinken landed on Sunday.", "2023-06-20", "Antony Blinken", "USA", "Antony Blinken", "secretary of state"),
    ("Turkish President Recep Tayyip Erdogan met Vladimir Putin.", "2023-06-20",
     "Turkish President Recep Tayyip Erdogan", "TUR", "Recep Tayyip Erdoğan", "president"),
    ("Foreign Minister Aldo Ferrante of Italy arrived on Monday.", "2023-06-20",
     "Foreign Minister Aldo Ferrante", "ITA", "Aldo Ferrante", "foreign minister"),
    ("Defence Minister Karin Ostrander of Sweden visited Kyiv.", "2023-06-20",
     "Defence Minister Karin Ostrander", "SWE", "Karin Ostrander", "defence minister"),
    ("NATO Secretary General Jens Stoltenberg visited Ankara.", "2023-06-20",
     "NATO Secretary General Jens Stoltenberg", None, "Jens Stoltenberg", "secretary-general"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "words", "country", "name", "office"), PEOPLE)
def test_a_person_is_known_by_title_or_by_table(mentions, text, day, words, country, name, office):
    [person] = [m for m in mentions(text, day) if m.text == words]
    assert (person.kind, person.country, person.name, person.office) == ("person", country, name, office)


OFFICES = [
    ("The US secretary of state", "2023-06-20", "Antony Blinken"),
    ("The US secretary of state", "2019-06-20", "Mike Pompeo"),
    ("The US secretary of state", "2014-06-20", "John Kerry"),
    ("The US secretary of state", "1995-06-20", "Warren Christopher"),
    ("The Chinese president", "2023-06-20", "Xi Jinping"),
    ("The German chancellor", "2015-06-20", "Angela Merkel"),
    ("The German chancellor", "2023-06-20", "Olaf Scholz"),
    ("The British prime minister", "2022-08-20", "Boris Johnson"),
    ("The British prime minister", "2023-06-20", "Rishi Sunak"),
    ("The French president", "2015-06-20", "François Hollande"),
    ("The Israeli prime minister", "1995-06-20", "Yitzhak Rabin"),
]


@pytest.mark.parametrize(("office", "day", "name"), OFFICES)
def test_an_office_is_whoever_held_it_that_day(mentions, office, day, name):
    assert (name, "person") in [
        (m.name, m.kind) for m in mentions(f"{office} criticized Iran on Monday.", day)
    ]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Joe Biden thanked Poland. Biden also thanked Romania.", "Biden", "Joe Biden"),
        ("President Xi Jinping received Antony Blinken. Xi thanked him.", "Xi", "Xi Jinping"),
        ("Defence Minister Karin Ostrander of Sweden visited Kyiv. Ostrander met Rustem Umerov.", "Ostrander", "Karin Ostrander"),
        ("Foreign Minister Qin Gang met Antony Blinken. Qin said China would not compromise.", "Qin", "Qin Gang"),
    ],
)  # fmt: skip
def test_a_surname_is_the_person_named_in_full_before(mentions, text, words, name):
    [later] = [m for m in mentions(text) if m.text == words]
    assert (later.kind, later.name) == ("person", name)
    assert later.reference is not None
    assert later.reference.start < later.start


@pytest.mark.parametrize(
    ("text", "pronoun", "kind", "country"),
    [
        ("Ukrainian President Volodymyr Zelenskyy thanked Poland. He asked Germany for tanks.", "He", "person", "UKR"),
        ("Foreign Minister Annalena Baerbock arrived on Monday. She met Naledi Pandor.", "She", "person", "DEU"),
        ("Russia condemned the sanctions. It expelled two Norwegian diplomats.", "It", "state", "RUS"),
    ],
)  # fmt: skip
def test_a_pronoun_stands_for_the_one_spoken_of(mentions, text, pronoun, kind, country):
    assert [(m.kind, m.country) for m in mentions(text) if m.text == pronoun] == [(kind, country)]


@pytest.mark.parametrize("words", ["Both sides", "Both countries", "The two countries"])
def test_both_sides_are_the_two_named_before(mentions, words):
    found = mentions(f"China and the United States held talks on Sunday. {words} agreed to resume dialogue.")
    assert {m.country for m in found if m.text == words} == {"CHN", "USA"}


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("Iranian officials denied the report.", "IRN", "GOV"),
        ("Israeli police arrested two men.", "ISR", "COP"),
        ("The European Union imposed sanctions on Belarus.", None, "IGO"),
        ("The Taliban rejected the offer.", "AFG", "REB"),
        ("The Chinese foreign ministry condemned the visit.", "CHN", "GOV"),
    ],
)
def test_who_speaks_for_what_sector(mentions, text, country, sector):
    assert (country, sector) in [(m.country, m.sector) for m in mentions(text)]


def test_who_held_an_office_before_holds_it_no_more(mentions):
    [person] = [
        m for m in mentions("Former President Donald Trump criticized Germany.") if m.kind == "person"
    ]
    assert (person.name, person.office) == ("Donald Trump", None)


def test_a_person_and_what_she_is_are_one_actor(mentions):
    found = mentions("Sergey Lavrov, the Russian foreign minister, met Wang Yi in Jakarta.")
    assert {m.name for m in found if m.kind == "person"} == {"Sergei Lavrov", "Wang Yi"}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "He.", "It it it.", "😀 Россия", "The the of of.", "U.S.", "'s"], ids=ascii
)
def test_mentions_lie_in_the_text_in_order(mentions, text):
    found = mentions(text + " Russia warned Poland.")
    assert all(m.text == (text + " Russia warned Poland.")[m.start : m.end] for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)
    assert {"RUS", "POL"} <= {m.country for m in found}
