"""What the trained reader adds to what the rules see: acts told in no words of theirs, days that they miss, issues."""

import pytest

from detente.diplomacy.acts import ToldEncounter, ToldStand
from detente.diplomacy.cast import Cast, states_of
from detente.diplomacy.scene import Scene, Sighting
from detente.diplomacy.second_look import FURTHER, seen_by_both
from detente.diplomacy.stands_seen import addressed
from detente.diplomacy.stands_seen import seen_by_both as stands_seen_by_both
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
        form_sure=0.9,
        status=status,
        sure=sure,
        status_sure=0.9,
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


def test_what_the_rules_see_stays_and_takes_only_a_day_from_the_reader(scene_of):
    scene = scene_of("William Ruto met Narendra Modi.")
    known = actors(scene)
    met = scene.sentence.words.index("met")
    own = Sighting(
        sentence=scene.sentence,
        word=met,
        clause=met,
        form="meeting",
        participants=(known["KEN"], known["IND"]),
    )
    seen = act(scene, "met", {"KEN": 0.9}, form="talks", when=MONDAY, when_sure=0.8, status="planned")
    [found] = seen_by_both(scene, (own,), [seen])
    assert (found.form, found.participants, found.status) == ("meeting", own.participants, None)
    assert found.day == MONDAY
    assert not found.read


def test_what_the_reader_passes_over_stays_as_the_rules_see_it(scene_of):
    scene = scene_of("William Ruto met Narendra Modi.")
    met = scene.sentence.words.index("met")
    own = Sighting(sentence=scene.sentence, word=met, clause=met, form="meeting", participants=())
    assert list(seen_by_both(scene, (own,), [])) == [own]


def stand(scene, word, holder, toward):
    known = actors(scene)
    return ToldStand(
        sentence=0,
        word=scene.sentence.words.index(word),
        stance="refuses",
        sure=0.9,
        holders=tuple((known[p], s) for p, s in holder.items()),
        addressees=tuple((known[p] if p else None, s) for p, s in toward),
        issues={"none": 1.0},
    )


def test_a_stand_that_only_the_reader_sees_is_on_the_rest_of_its_clause(scene_of):
    scene = scene_of("Kenya would have none of the Indian plan.")
    told = stand(scene, "have", {"KEN": 0.9}, [("IND", 0.7), (None, 0.3)])
    [seen] = stands_seen_by_both(scene.sentence, [], [told], lambda _: False)
    start, end = seen.stand.matters[0]
    assert "Kenya would have none of the Indian plan."[start:end] == "none of the Indian plan"
    assert seen.alone


@pytest.mark.parametrize(
    ("toward", "power"),
    [([("IND", 0.7), (None, 0.3)], "IND"), ([("KEN", 0.6), (None, 0.3), ("IND", 0.1)], None)],
    ids=["the likeliest", "but not the holder itself"],
)
def test_toward_whom_it_is_taken(scene_of, toward, power):
    scene = scene_of("Kenya would have none of the Indian plan.")
    [seen] = stands_seen_by_both(
        scene.sentence, [], [stand(scene, "have", {"KEN": 0.9}, toward)], lambda _: False
    )
    [found] = addressed(seen, seen.stand.holders[0], ())
    assert (found.country if found else None) == power
