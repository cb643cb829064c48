"""What the trained reader adds to what the rules see of encounters: acts told in no words of theirs, their parties, days that they miss."""

import pytest

from detente.diplomacy.acts import ToldEncounter
from detente.diplomacy.cast import Cast, states_of
from detente.diplomacy.scene import Scene, Sighting
from detente.diplomacy.second_look import FURTHER, SURE, seen_by_both
from detente.types import Article, When

MONDAY = When(text="Monday", start=0, end=6, value="2023-06-19")


@pytest.fixture(scope="session")
def scene_of(reader):
    def of(text):
        article = Article(id="x", text=text, published="2023-06-20", language="en")
        analysed = reader.analyse([article])
        sentence = analysed.parsed[0][1][0]
        cast = Cast(analysed.casts[0].mentions)
        return Scene(sentence=sentence, cast=cast, tables=reader._rooms.diplomacy.encounters, traveller=None)

    return of


def actors(scene):
    return {a.country: a for a in scene.cast.within(0, 10_000) if a.country}


def act(scene, word, shares, form="meeting", sure=0.9, when=None, when_sure=0.0, status="happened"):
    known = actors(scene)
    return ToldEncounter(
        sentence=0,
        word=scene.sentence.words.index(word),
        form=form,
        status=status,
        sure=sure,
        parties=tuple((known[power], share) for power, share in shares.items()),
        when=when,
        when_sure=when_sure,
    )


PORT = "William Ruto showed Narendra Modi round the port on Monday."


def test_what_only_the_reader_sees_is_told_where_it_is_sure(scene_of):
    scene = scene_of(PORT)
    [found] = seen_by_both(scene, (), [act(scene, "showed", {"KEN": 0.9, "IND": 0.8})])
    assert (found.form, states_of(found.participants), found.status) == (
        "meeting",
        ("IND", "KEN"),
        "happened",
    )
    assert found.read


@pytest.mark.parametrize(
    ("shares", "sure"),
    [({"KEN": 0.9, "IND": 0.8}, FURTHER - 0.01), ({"KEN": 0.9, "IND": 0.4}, 0.9), ({"KEN": 0.9}, 0.9)],
    ids=["not sure enough", "one power thought unlikely", "one power alone"],
)
def test_what_the_reader_doubts_is_not_told(scene_of, shares, sure):
    scene = scene_of(PORT)
    assert list(seen_by_both(scene, (), [act(scene, "showed", shares, sure=sure)])) == []


def test_a_visit_goes_to_the_power_that_stands_as_a_place(scene_of):
    scene = scene_of("Narendra Modi was shown round Kenya.")
    [found] = seen_by_both(scene, (), [act(scene, "shown", {"IND": 0.9, "KEN": 0.9}, form="visit")])
    assert found.host is not None
    assert found.host.country == "KEN"
    assert states_of(found.participants) == ("IND",)


def met(scene, *powers):
    """What a rule sees in "met"."""
    known = actors(scene)
    word = scene.sentence.words.index("met")
    return Sighting(
        sentence=scene.sentence,
        word=word,
        clause=word,
        form="meeting",
        participants=tuple(known[p] for p in powers),
    )


def test_what_the_rules_see_stays_and_takes_its_day_from_the_reader(scene_of):
    scene = scene_of("William Ruto met Narendra Modi.")
    own = met(scene, "KEN", "IND")
    shares = {"KEN": 0.9, "IND": 0.8}
    seen = act(scene, "met", shares, form="talks", when=MONDAY, when_sure=0.8, status="planned")
    [found] = seen_by_both(scene, (own,), [seen])
    assert (found.form, found.participants, found.status) == ("meeting", own.participants, None)
    assert found.day == MONDAY
    assert not found.read


def test_where_the_two_name_other_powers_the_reader_says_who_takes_part(scene_of):
    scene = scene_of("William Ruto, who had called Narendra Modi, met Felix Tshisekedi.")
    [found] = seen_by_both(scene, (met(scene, "KEN", "IND"),), [act(scene, "met", {"KEN": 0.9, "COD": 0.8})])
    assert states_of(found.participants) == ("COD", "KEN")
    assert found.form == "meeting"


@pytest.mark.parametrize(
    ("shares", "sure"),
    [({"KEN": 0.9, "COD": 0.8}, SURE - 0.01), ({"KEN": 0.9, "COD": 0.2}, 0.9)],
    ids=["an act it is not sure of", "one power alone"],
)
def test_where_the_reader_is_not_sure_the_rules_say_who_takes_part(scene_of, shares, sure):
    scene = scene_of("William Ruto, who had called Narendra Modi, met Felix Tshisekedi.")
    own = met(scene, "KEN", "IND")
    [found] = seen_by_both(scene, (own,), [act(scene, "met", shares, sure=sure)])
    assert found.participants == own.participants


def test_what_the_reader_passes_over_stays_as_the_rules_see_it(scene_of):
    scene = scene_of("William Ruto met Narendra Modi.")
    own = met(scene)
    assert list(seen_by_both(scene, (own,), [])) == [own]
