"""What the trained reader adds to what the rules see: acts told in no words of theirs, days that they miss, issues."""

import pytest

from detente.diplomacy.acts import ToldEncounter, ToldStand
from detente.diplomacy.cast import Cast, states_of
from detente.diplomacy.positions import heard
from detente.diplomacy.scene import Scene, Sighting
from detente.diplomacy.second_look import FURTHER, seen_by_both
from detente.diplomacy.stands import Stand
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


def told_stand(word, issues, stance="refuses"):
    return ToldStand(sentence=0, word=word, stance=stance, issues=issues)


def stand_at(scene, word, matters=((0, 5),)):
    return Stand(
        sentence=scene.sentence, word=word, stance="refuses", holders=(), addressees=(), matters=matters
    )


CLEARLY, VAGUELY = {"oil": 0.8, "none": 0.2}, {"oil": 0.2, "none": 0.25}
HEARD = [
    ("a clear opinion at the word of the stand", 1, CLEARLY, ((0, 5),), CLEARLY),
    ("a vague one", 1, VAGUELY, ((0, 5),), {}),
    ("one of a word far away", 7, CLEARLY, ((0, 5),), {}),
    ("one of a list of matters", 1, CLEARLY, ((0, 5), (6, 9)), {}),
]


@pytest.mark.parametrize(("what", "word", "issues", "matters", "counts"), HEARD, ids=[h[0] for h in HEARD])
def test_what_the_reader_thinks_of_an_issue_counts_where_it_is_clear(
    scene_of, what, word, issues, matters, counts
):
    scene = scene_of("Kenya rejected the plan that Uganda had made for oil.")
    assert heard(stand_at(scene, 1, matters), [told_stand(word, issues)]) == counts


def test_of_two_words_near_a_stand_the_one_of_its_stance_is_heard(scene_of):
    scene = scene_of("Kenya rejected the plan that Uganda had made for oil.")
    told = [told_stand(1, {"none": 1.0}, "demands"), told_stand(3, CLEARLY)]
    assert heard(stand_at(scene, 1), told) == CLEARLY
