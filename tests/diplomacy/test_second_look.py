"""What the trained reader adds to what the rules see of encounters: acts told in no words of theirs, their parties, days that they miss."""

from dataclasses import replace

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


def test_a_power_that_the_rules_lack_comes_from_the_reader(scene_of):
    scene = scene_of("William Ruto met the visitor that Felix Tshisekedi had sent.")
    own = met(scene, "KEN")
    [found] = seen_by_both(scene, (own,), [act(scene, "met", {"KEN": 0.9, "COD": 0.8})])
    assert states_of(found.participants) == ("COD", "KEN")
    assert found.form == "meeting"


KEPT = [
    ("the rules name two powers", ("KEN", "IND"), {"KEN": 0.9, "COD": 0.8}, 0.9),
    ("the reader is not sure of the act", ("KEN",), {"KEN": 0.9, "COD": 0.8}, SURE - 0.01),
    ("the reader names one power alone", ("KEN",), {"KEN": 0.9, "COD": 0.2}, 0.9),
]


@pytest.mark.parametrize(("what", "powers", "shares", "sure"), KEPT, ids=[k[0] for k in KEPT])
def test_who_takes_part_stays_as_the_rules_see_it(scene_of, what, powers, shares, sure):
    scene = scene_of("William Ruto, who had called Narendra Modi, met Felix Tshisekedi.")
    own = met(scene, *powers)
    [found] = seen_by_both(scene, (own,), [act(scene, "met", shares, sure=sure)])
    assert found.participants == own.participants


NO_ACTS = [
    ("a verb that only speaks", "William Ruto told Narendra Modi the news.", "told"),
    ("a name", "William Ruto and Narendra Modi.", "Modi"),
    ("what something is", "It is the first visit by William Ruto to Narendra Modi.", "visit"),
]


@pytest.mark.parametrize(("what", "text", "word"), NO_ACTS, ids=[n[0] for n in NO_ACTS])
def test_a_word_that_tells_no_act_by_itself(scene_of, what, text, word):
    scene = scene_of(text)
    assert list(seen_by_both(scene, (), [act(scene, word, {"KEN": 0.9, "IND": 0.8})])) == []


def test_a_part_of_the_list_of_those_who_meet_is_no_encounter_of_its_own(scene_of):
    scene = scene_of("William Ruto met Narendra Modi and a friend.")
    own = met(scene, "KEN", "IND")
    assert list(seen_by_both(scene, (own,), [act(scene, "friend", {"KEN": 0.9, "IND": 0.8})])) == [
        replace(own, day=None)
    ]


def test_what_the_reader_passes_over_stays_as_the_rules_see_it(scene_of):
    scene = scene_of("William Ruto met Narendra Modi.")
    own = met(scene)
    assert list(seen_by_both(scene, (own,), [])) == [own]


@pytest.mark.parametrize(("sure", "dated"), [(0.5, False), (0.7, True)])
def test_a_day_of_another_sentence_must_be_surer(scene_of, sure, dated):
    scene = scene_of(PORT)
    far = When(text="Sunday", start=len(PORT) + 5, end=len(PORT) + 11, value="2023-06-18")
    [found] = seen_by_both(
        scene, (), [act(scene, "showed", {"KEN": 0.9, "IND": 0.8}, when=far, when_sure=sure)]
    )
    assert (found.day == far) == dated


def test_a_summit_and_the_talks_of_its_sentence_are_one(scene_of):
    scene = scene_of("Kenya and India were represented at the summit as the dialogue began.")
    known = actors(scene)
    word = scene.sentence.words.index("summit")
    summit = Sighting(
        sentence=scene.sentence,
        word=word,
        clause=word,
        form="summit",
        participants=(known["KEN"], known["IND"]),
    )
    talks = act(scene, "dialogue", {"KEN": 0.9, "IND": 0.8}, form="talks", sure=0.99)
    [found] = seen_by_both(scene, (summit,), [talks])
    assert found.form == "summit"


def test_a_named_host_has_no_guests_of_another_sentence(scene_of):
    text = "Kenya hosted the dialogue. India and Japan came to it before."
    scene = scene_of(text)
    known = actors(scene)
    word = scene.sentence.words.index("dialogue")
    hosted = Sighting(
        sentence=scene.sentence, word=word, clause=word, form="summit", participants=(), host=known["KEN"]
    )
    [found] = seen_by_both(scene, (hosted,), [act(scene, "dialogue", {"IND": 0.6}, form="summit")])
    assert found.participants == ()
