"""Which place a name means in its story."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.knowledge.cities import City, cities
from detente.knowledge.regions import regions
from detente.knowledge.states import states
from detente.knowledge.venues import venues
from detente.places import build, country_of, find
from detente.types import Article, Dateline, Name, Sentence

PIECE = re.compile(r"\[(\w+) ([^\]]+)\]|(\w+(?:[.'’-]\w+)*|[^\w\s])")


@pytest.fixture(scope="session")
def tables():
    return build(venues(), regions(), states(), cities())


def story(*lines: str, dateline: Dateline | None = None):
    """Sentences with the names that the lines mark: "He flew to [LOC Paris]"."""
    text, sentences = "", []
    for index, line in enumerate(lines):
        words, names, base = [], [], len(text)
        for match in PIECE.finditer(line):
            label, inside, plain = match.groups()
            first = len(words)
            for word in (inside or plain).split(" "):
                for part in re.findall(r"\w[\w.'’-]*|[^\w\s]", word):
                    words.append(part)
            if label:
                names.append(Name(first=first, last=len(words) - 1, label=label))
        starts, ends = [], []
        for word in words:
            starts.append(len(text))
            text += word
            ends.append(len(text))
            text += " "
        named = {i for n in names for i in range(n.first, n.last + 1)}
        sentences.append(
            Sentence(
                index=index,
                start=base,
                end=len(text) - 1,
                words=tuple(words),
                starts=tuple(starts),
                ends=tuple(ends),
                lemmas=tuple(words),
                tags=tuple(
                    "PROPN" if i in named or (w[0].isupper() and i) else "X" for i, w in enumerate(words)
                ),
                features=("",) * len(words),
                heads=(-1,) * len(words),
                relations=("dep",) * len(words),
                names=tuple(names),
            )
        )
    return sentences, Article(id="a", text=text, dateline=dateline)


@pytest.mark.parametrize(
    ("lines", "name", "country"),
    [
        (["They met in [LOC Beijing]."], "Beijing", "CHN"),
        (["He studied in [LOC Cambridge], [LOC Massachusetts]."], "Cambridge", "USA"),
        (["He studied in [LOC Cambridge], [LOC England]."], "Cambridge", "GBR"),
        (["They live in [LOC Paris], [LOC Texas]."], "Paris", "USA"),
        (["They live in [LOC Paris]."], "Paris", "FRA"),
        (["He flew from [LOC Wellington] to [LOC Auckland]."], "Wellington", "NZL"),
        (["He went to [LOC Tbilisi] as [LOC Georgia] and [LOC Armenia] quarrelled."], "Georgia", "GEO"),
        (["Voters in [LOC Georgia], [LOC Alabama] and [LOC Florida] stayed home."], "Georgia", "USA"),
        (
            ["Vaccines went to [LOC Pakistan], [LOC Georgia] and [LOC Benin] from the [LOC U.S.]"],
            "Georgia",
            "GEO",
        ),
        (["[LOC Chile] will go to the summit in [LOC Los Angeles]."], "Los Angeles", "USA"),
        (["He left [LOC Tbilisi], [LOC Georgia], for [LOC Atlanta], [LOC Georgia]."], "Tbilisi", "GEO"),
        (["He left [LOC Tbilisi] for [LOC Atlanta], [LOC Georgia]."], "Georgia", "USA"),
        (["[LOC Kolkata] remembers the summit in [LOC Bali]."], "Bali", "IDN"),
        (["The king of [LOC Jordan] received him."], "Jordan", "JOR"),
        (["He left [LOC Turkey] on Sunday."], "Turkey", "TUR"),
        (["He returned to [LOC Washington]."], "Washington", "USA"),
        (["Rebels took [LOC Tripoli] from the [LOC Libya] government in [LOC Benghazi]."], "Tripoli", "LBY"),
        (
            ["Clashes in [LOC Tripoli] spread; [LOC Beirut] and [LOC Sidon] stayed calm in [LOC Lebanon]."],
            "Tripoli",
            "LBN",
        ),
        (["He spoke in [LOC St. Petersburg]."], "St. Petersburg", "RUS"),
    ],
)
def test_a_name_with_several_bearers_means_the_one_its_story_speaks_for(tables, lines, name, country):
    sentences, article = story(*lines)
    found = {place.text: place for place in find(sentences, article, tables)}
    assert found[name].country == country


@pytest.mark.parametrize(
    "line",
    [
        "He wrote in the [ORG Washington Post] about it.",
        "The general [PER George Washington] crossed the river.",
        "[PER Michael Jordan] retired. Later Jordan returned.",
        "[ORG Paris Saint-Germain] won.",
        "They ate turkey and used fine china.",
    ],
)
def test_a_name_within_a_person_or_body_is_no_place(tables, line):
    assert find(*story(line), tables) == ()


@pytest.mark.parametrize(
    ("line", "name", "country", "precision"),
    [
        ("Xi received him at the Great Hall of the People.", "Great Hall of the People", "CHN", "venue"),
        ("Talks began at the Diaoyutai State Guesthouse.", "Diaoyutai State Guesthouse", "CHN", "venue"),
        ("They walked at Camp David.", "Camp David", "USA", "venue"),
        ("He dined at Mar-a-Lago.", "Mar-a-Lago", "USA", "venue"),
        ("They sat in the Palais des Nations.", "Palais des Nations", "CHE", "venue"),
        ("A ship crossed the Taiwan Strait.", "Taiwan Strait", None, "sea"),
        ("Shoals in the South China Sea are claimed by many.", "South China Sea", None, "sea"),
        ("Jets left [LOC Al Udeid].", "Al Udeid Air Base", "QAT", "venue"),
        ("Shells fell on the [LOC Donbas].", "Donbas", "UKR", "region"),
        ("Camps in [LOC Xinjiang] were named.", "Xinjiang", "CHN", "region"),
    ],
)
def test_venues_seas_bases_and_regions_are_known(tables, line, name, country, precision):
    (place,) = find(*story(line), tables)
    assert (place.name, place.country, place.precision) == (name, country, precision)


def test_a_part_named_by_a_known_whole_keeps_its_own_name(tables):
    (place,) = find(*story("A bomb went off at [LOC Kabul International Airport]."), tables)
    assert (place.name, place.country, place.precision) == ("Kabul International Airport", "AFG", "venue")


@pytest.mark.parametrize(
    ("line", "country"),
    [
        ("Envoys of the [LOC People's Republic of China] left.", "CHN"),
        ("Envoys of the [LOC People’s Republic of China] left.", "CHN"),
        ("Envoys of the People’s [LOC Republic of China] left.", "CHN"),
        ("Envoys of the [LOC Republic of North Macedonia] left.", "MKD"),
        ("Envoys of the Democratic [LOC Republic of the Congo] left.", "COD"),
        ("Troops entered [LOC northern Syria].", "SYR"),
        ("He lives in the [LOC City of Toronto].", "CAN"),
    ],
)
def test_a_full_style_means_what_it_is_the_style_of(tables, line, country):
    (place,) = find(*story(line), tables)
    assert place.country == country


def test_an_unknown_place_takes_the_country_of_its_qualifier(tables):
    places = find(*story("Shells hit [LOC Qwertzgrad], [LOC Ukraine]."), tables)
    assert (places[0].name, places[0].country, places[0].lat) == ("Qwertzgrad", "UKR", None)


def test_an_unknown_place_in_a_story_about_nowhere_has_no_country(tables):
    (place,) = find(*story("He was born in [LOC Qwertzgrad]."), tables)
    assert (place.name, place.country) == ("Qwertzgrad", None)


def test_the_dateline_decides_between_equals():
    towns = [
        City(name="Newtown", country="GBR", lat=52.5, lon=-3.3, population=30_000),
        City(name="Newtown", country="AUS", lat=-33.9, lon=151.2, population=30_000),
    ]
    tables, line = build((), (), (), towns), "Crowds filled [LOC Newtown]."
    for country in ("GBR", "AUS"):
        (place,) = find(*story(line, dateline=Dateline(place="HOME", country=country)), tables)
        assert place.country == country


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("BEIJING", "CHN"),
        ("CAMBRIDGE, Mass.", "USA"),
        ("WASHINGTON", "USA"),
        ("TBILISI, Georgia", "GEO"),
        ("SEOUL, South Korea", "KOR"),
        ("ABOARD AIR FORCE ONE", None),
        ("", None),
    ],
)
def test_a_dateline_gives_its_country(tables, name, country):
    assert country_of(name, tables) == country


def test_size_decides_only_where_nothing_else_does():
    towns = [
        City(name="Springfield", country="USA", lat=39.8, lon=-89.6, population=110_000),
        City(name="Springfield", country="CAN", lat=49.9, lon=-96.8, population=20_000),
        City(name="Winnipeg", country="CAN", lat=49.88, lon=-97.1, population=700_000),
    ]
    tables = build((), (), (), towns)
    alone = find(*story("He lives in [LOC Springfield]."), tables)
    near = find(*story("He lives in [LOC Springfield] and works in [LOC Winnipeg]."), tables)
    assert [p.country for p in alone] == ["USA"]
    assert [p.country for p in near] == ["CAN", "CAN"]


@settings(max_examples=50, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            [
                "[LOC",
                "Paris]",
                "[LOC",
                "Texas]",
                ",",
                "in",
                "the",
                "[ORG",
                "Washington",
                "Post]",
                "Mar-a-Lago",
                "South",
                "China",
                "Sea",
                "'s",
                "-",
                "[PER",
                "Jordan]",
            ]
        ),
        max_size=20,
    )
)
def test_offsets_point_at_the_words_and_never_overlap(tables, words):
    sentences, article = story(" ".join(words).replace("[", " [").replace("]", "] "))
    found = find(sentences, article, tables)
    assert all(article.text[p.start : p.end] == p.text for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
