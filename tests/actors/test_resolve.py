"""Whole stories: every mention with what it stands for."""

import pytest

VISIT = (
    "US Secretary of State Antony Blinken met Chinese Foreign Minister Qin Gang in Beijing on Sunday. "
    "Blinken told his Chinese counterpart that Washington did not seek conflict. "
    "Both sides agreed to keep talking. The secretary will meet Wang Yi on Monday."
)
ENVOY = (
    "Zhang Ruolin, Vietnam's trade envoy, said on Tuesday that she hoped for progress. "
    "Zhang added that her delegation would stay."
)
MENTIONS = (
    # story, mention, country, sector, name, office
    (VISIT, "US Secretary of State Antony Blinken", "USA", "GOV", "Antony Blinken", "secretary of state"),
    (VISIT, "Chinese Foreign Minister Qin Gang", "CHN", "GOV", "Qin Gang", "foreign minister"),
    (VISIT, "Blinken", "USA", "GOV", "Antony Blinken", "secretary of state"),
    (VISIT, "his", "USA", "GOV", "Antony Blinken", "secretary of state"),
    (VISIT, "his Chinese counterpart", "CHN", "GOV", "Qin Gang", "foreign minister"),
    (VISIT, "Washington", "USA", "GOV", "United States", None),
    (VISIT, "The secretary", "USA", "GOV", "Antony Blinken", "secretary of state"),
    (
        "Beijing rejected the charge. The Kremlin said it would respond.",
        "Beijing",
        "CHN",
        "GOV",
        "China",
        None,
    ),
    ("Beijing rejected the charge. The Kremlin said it would respond.", "it", "RUS", "GOV", "Kremlin", None),
    (ENVOY, "Zhang Ruolin", "VNM", "GOV", "Zhang Ruolin", "special envoy"),
    (ENVOY, "Zhang", "VNM", "GOV", "Zhang Ruolin", "special envoy"),
    (ENVOY, "she", "VNM", "GOV", "Zhang Ruolin", "special envoy"),
    (ENVOY, "her delegation", "VNM", "GOV", None, None),
    ("Russia condemned Turkey. The latter shrugged.", "The latter", "TUR", "GOV", "Turkey", None),
    (
        "NATO Secretary General Jens Stoltenberg praised Finland. The alliance grew.",
        "The alliance",
        None,
        "IGO",
        "NATO",
        None,
    ),
)
PAIRS = (
    (VISIT, "Both sides", {"China", "United States"}),
    (
        "US-China tensions rose, and the two countries traded barbs.",
        "the two countries",
        {"China", "United States"},
    ),
    (
        "Talks between Russia and Ukraine broke down in Istanbul, with neither side willing to yield.",
        "neither side",
        {"Russia", "Ukraine"},
    ),
    (
        "President Vladimir Putin received Xi Jinping at the Kremlin. The two leaders signed an agreement.",
        "The two leaders",
        {"Vladimir Putin", "Xi Jinping"},
    ),
    (
        "President Biden and Prime Minister Modi spoke by phone. They discussed trade.",
        "They",
        {"Joe Biden", "Narendra Modi"},
    ),
)
GENDERS = "Angela Merkel met Emmanuel Macron in Paris on Friday. She promised more money. He thanked her."


def mention(actors, text):
    return next(m for m in actors.mentions if m.text == text)


@pytest.mark.parametrize(("story", "text", "country", "sector", "name", "office"), MENTIONS)
def test_a_mention_stands_for_its_actor(resolved, story, text, country, sector, name, office):
    actor = mention(resolved(story), text)
    assert (actor.country, actor.sector, actor.name, actor.office) == (country, sector, name, office)


@pytest.mark.parametrize(("story", "text", "names"), PAIRS)
def test_two_are_both(resolved, story, text, names):
    assert {m.name for m in resolved(story).mentions if m.text == text} == names


def test_a_place_is_no_actor(resolved):
    actors = resolved("Blinken met Qin in Beijing.")
    assert [m.text for m in actors.mentions] == ["Blinken", "Qin"]


@pytest.mark.parametrize(
    ("pronoun", "name"), [("She", "Angela Merkel"), ("He", "Emmanuel Macron"), ("her", "Angela Merkel")]
)
def test_a_pronoun_agrees_in_gender(resolved, pronoun, name):
    found = mention(resolved(GENDERS), pronoun)
    assert found.name == name
    assert found.reference is not None and found.reference.text == name


def test_without_a_date_no_office_is_guessed(resolved):
    story = "Beijing rejected the charge. The Kremlin said it would respond."
    assert [m.country for m in resolved(story, published=None).mentions] == ["CHN", "RUS", "RUS"]


def test_mentions_keep_their_words_and_their_order(trees, resolved):
    for story in trees:
        mentions = resolved(story).mentions
        assert [m.start for m in mentions] == sorted(m.start for m in mentions)
        assert all(m.text == story[m.start : m.end] for m in mentions)
        assert all(m.reference is None or m.reference.start <= m.start for m in mentions)


def test_a_mention_is_found_by_its_offsets(resolved):
    actors = resolved(VISIT)
    assert actors.at(0, 2).name == "Antony Blinken"
    assert actors.at(90, 91) is None or actors.at(90, 91).start <= 90
