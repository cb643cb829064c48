"""Issues and assessments."""

import pytest

ASSESSMENTS = [
    ("Relations between China and the United States have deteriorated.", ("CHN", "USA"), "worsening"),
    ("Ties between Moscow and Ankara have improved.", ("RUS", "TUR"), "improving"),
    ("Relations between China and Australia are improving.", ("AUS", "CHN"), "improving"),
    ("Ties between Russia and Norway are tense.", ("NOR", "RUS"), "strained"),
    ("Tensions between India and Pakistan are rising.", ("IND", "PAK"), "worsening"),
    ("China and Russia have close ties.", ("CHN", "RUS"), "friendly"),
    ("Talks between Iran and the United States have stalled.", ("IRN", "USA"), "stalled"),
]


@pytest.mark.parametrize(("text", "about", "direction"), ASSESSMENTS)
def test_what_is_said_of_a_relationship(reading_of, text, about, direction):
    [assessment] = reading_of(text).assessments
    assert (assessment.about, assessment.direction) == (about, direction)
    assert text[assessment.start : assessment.end] == assessment.text


DEGREES = [
    ("Relations between China and the United States are at their lowest point in decades.", "worsening", "strong", "reporter", "relationship"),
    ("Ties between Moscow and Ankara have improved slightly.", "improving", "slight", "reporter", "relationship"),
    ("Lavrov said relations with Turkey were excellent.", "friendly", "strong", "official", "relationship"),
    ("Analysts say ties between Canada and India have hit a new low.", "worsening", "plain", "analyst", "relationship"),
    ("Prospects of a deal between Iran and the United States are slim.", "stalled", "plain", "reporter", "prospects"),
    ("The dispute between Ethiopia and Egypt has deepened.", "worsening", "plain", "reporter", "dispute"),
    ("Ties between Seoul and Tokyo have grown increasingly tense.", "worsening", "strong", "reporter", "relationship"),
    ("Relations between Serbia and Kosovo remain tense.", "strained", "plain", "reporter", "relationship"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "direction", "degree", "holder", "scope"), DEGREES, ids=[row[0] for row in DEGREES]
)
def test_how_strongly_whose_and_of_what(reading_of, text, direction, degree, holder, scope):
    [found] = reading_of(text).assessments
    assert (found.direction, found.degree, found.holder, found.scope) == (direction, degree, holder, scope)


def test_what_a_story_says_of_ties_is_of_the_two_it_speaks_of(reading_of):
    text = (
        "China and the United States opened talks. Prospects of a breakthrough are slim, for the already frosty ties have "
        "grown increasingly tense. Animosity has steadily risen. The two countries' relationship has soured."
    )
    found = reading_of(text).assessments
    assert {a.about for a in found} == {("CHN", "USA")}
    assert [a.direction for a in found] == ["stalled", "strained", "worsening", "worsening", "worsening"]


def test_a_crisis_of_something_else_is_none_between_states(reading_of):
    text = "China and the United States talk about drugs. They fuel the overdose crisis in the United States, China was told."
    assert reading_of(text).assessments == ()


def test_who_says_it(reading_of):
    [assessment] = reading_of("Wang Yi said relations with the United States are strained.").assessments
    assert (assessment.about, assessment.said_by.name) == (("CHN", "USA"), "Wang Yi")


@pytest.mark.parametrize(
    "text", ["The United States wants to improve relations with China.", "The minister has close friends."]
)
def test_an_aim_is_no_assessment(reading_of, text):
    assert reading_of(text).assessments == ()


def issues(reading):
    return {(mention.issue, mention.between) for mention in reading.issues}


def test_every_issue_of_a_list_stands_between_the_two_who_speak_of_it(reading_of):
    text = "The talks between China and the United States covered Taiwan, semiconductors, fentanyl and human rights."
    pair = ("CHN", "USA")
    assert issues(reading_of(text)) == {
        (issue, pair) for issue in ("taiwan", "semiconductors", "fentanyl", "human-rights")
    }


@pytest.mark.parametrize(
    ("text", "issue", "between"),
    [
        ("India and Pakistan clashed along the Line of Control.", "kashmir", ("IND", "PAK")),
        ("China and Japan discussed the Senkaku Islands.", "east-china-sea", ("CHN", "JPN")),
        ("South Korea and the United States began naval exercises.", "military-exercises", ("KOR", "USA")),
    ],
)
def test_an_issue_is_known_by_its_names(reading_of, text, issue, between):
    assert (issue, between) in issues(reading_of(text))


@pytest.mark.parametrize("text", ["The cat sat on a mat.", "Talks resumed.", ""])
def test_an_issue_of_nobody_is_none(reading_of, text):
    assert reading_of(text).issues == ()


def test_a_list_of_disputes_stands_between_the_two_who_have_them(reading_of):
    text = (
        "China and the United States will hold talks. Their disagreements are many, from commerce with Taiwan and human "
        "rights in Hong Kong to the militarisation of the South China Sea and Russia's war in Ukraine."
    )
    assert issues(reading_of(text)) == {
        (issue, ("CHN", "USA"))
        for issue in ("taiwan", "human-rights", "hong-kong", "south-china-sea", "war-in-ukraine")
    }


CANDIDATES = [
    ("China and Japan have a dispute over the release of cooling water.", "release of cooling water", "dispute over"),
    ("France and Britain clashed over scallops.", "scallops", "clash over"),
    ("Kenya and Uganda discussed a joint railway and the lake's fish stocks.", "joint railway", "discuss"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "matter", "cue"), CANDIDATES, ids=[row[0] for row in CANDIDATES])
def test_a_matter_that_the_taxonomy_lacks_is_a_candidate(reading_of, text, matter, cue):
    found = {(c.text, c.cue) for c in reading_of(text).candidates}
    assert (matter, cue) in found
    assert all(c.quote == text and text[c.start : c.end] == c.text for c in reading_of(text).candidates)


@pytest.mark.parametrize(
    "text",
    [
        "China and the United States discussed tariffs and Taiwan.",
        "China and Japan discussed the matter on Monday.",
        "The committee discussed the new car park.",
        "Wang Yi and Antony Blinken discussed ties between the two countries.",
    ],
)
def test_what_is_known_or_nothing_is_no_candidate(reading_of, text):
    assert reading_of(text).candidates == ()
