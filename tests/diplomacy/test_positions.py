"""Where powers stand: each way of taking a stand, whose it is, toward whom, and on which issue."""

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.hints import read_hints

USA, CHN = "United States", "China"
POSITIONS = [
    # verbs, with coordinated matters
    ("China urged the United States to lift sanctions and to stop arms sales to Taiwan.",
     [(CHN, USA, "demands", "sanctions", "to lift sanctions"),
      (CHN, USA, "demands", "arms-sales", "to stop arms sales to Taiwan")]),
    ("Germany promised to send tanks and to train teachers.",
     [("Germany", None, "undertakes", "arms-sales", "to send tanks"),
      ("Germany", None, "undertakes", None, "to train teachers")]),
    ("North Korea threatened to test a missile and to expel the diplomats.",
     [("North Korea", None, "warns", "missile-tests", "to test a missile"),
      ("North Korea", None, "warns", "diplomatic-expulsions", "to expel the diplomats")]),
    ("India demanded that Pakistan close the camps and return the prisoners.",
     [("India", "Pakistan", "demands", None, "that Pakistan close the camps"),
      ("India", "Pakistan", "demands", "detained-citizens", "return the prisoners")]),
    ("The United States accused China of espionage.", [(USA, CHN, "accuses", "espionage", "espionage")]),
    ("Japan protested to China over the incursion.", [("Japan", CHN, "opposes", "east-china-sea", "the incursion")]),
    ("Iran refused to halt enrichment.",
     [("Iran", None, "refuses", "iran-nuclear-programme", "to halt enrichment")]),
    ("France supports the accession of Ukraine to NATO.",
     [("France", "Ukraine", "supports", "alliance-enlargement", "the accession of Ukraine to NATO")]),
    ("Turkey offered to mediate.", [("Turkey", None, "offers", "peace-negotiations", "to mediate")]),
    ("Chad undertook to reopen its embassy in Niamey.",
     [("Chad", None, "undertakes", "consulates-and-embassies", "to reopen its embassy in Niamey")]),
    ("Russia did not agree to extend the grain deal.",
     [("Russia", None, "refuses", "grain-exports", "to extend the grain deal")]),
    # participles and second addressees
    ("Kenya expelled the envoy, accusing Somalia of auctioning oil blocks.",
     [("Kenya", "Somalia", "accuses", "oil", "of auctioning oil blocks")]),
    ("Finland urged Serbia to withdraw its troops and Kosovo to lift the ban.",
     [("Finland", "Serbia", "demands", "kosovo", "to withdraw its troops"),
      ("Finland", "Kosovo", "demands", "trade-restrictions", "to lift the ban")]),
    # what two do, each toward the other
    ("Hamas and Israel agreed to a ceasefire.",
     [("Hamas", "Israel", "undertakes", "ceasefire", "a ceasefire"),
      ("Israel", "Hamas", "undertakes", "ceasefire", "a ceasefire")]),
    ("Peru and Chile accused each other of espionage.",
     [("Peru", "Chile", "accuses", "espionage", "espionage"), ("Chile", "Peru", "accuses", "espionage", "espionage")]),
    ("Greece and Turkey met in Athens. Neither side wants an embargo.",
     [("Greece", "Turkey", "opposes", "sanctions", "an embargo"),
      ("Turkey", "Greece", "opposes", "sanctions", "an embargo")]),
    ("Chile and Peru oppose an embargo.",
     [("Chile", None, "opposes", "sanctions", "an embargo"), ("Peru", None, "opposes", "sanctions", "an embargo")]),
    # nouns and adjectives
    ("Peru repeated its refusal to extradite the former president to Japan.",
     [("Peru", "Japan", "refuses", "extradition", "to extradite the former president to Japan")]),
    ("Norway voiced concern over the raid by Turkey.",
     [("Norway", "Turkey", "opposes", None, "the raid by Turkey")]),
    ("Poland has no intention of accepting the migrants.",
     [("Poland", None, "refuses", "migration", "of accepting the migrants")]),
    ("Spain is ready to receive the refugees.", [("Spain", None, "offers", "refugees", "to receive the refugees")]),
    ("Vietnam stood with Cuba.", [("Vietnam", "Cuba", "supports", None, "stood with Cuba")]),
    # statements without a verb of stance
    ("Argentina said it would not recognise the rulers of Kabul.",
     [("Argentina", None, "refuses", "afghanistan", "it would not recognise the rulers of Kabul")]),
    ("Japan told China that it would release the treated water in August.",
     [("Japan", CHN, "undertakes", "nuclear-safety", "that it would release the treated water in August")]),
    ("Under the accord, Tehran will ship its enriched uranium abroad.",
     [("Iran", None, "undertakes", "iran-nuclear-programme",
       "Under the accord, Tehran will ship its enriched uranium abroad")]),
    ("Mexico called the tariff illegal and said Washington must lift it.",
     [("Mexico", USA, "opposes", "tariffs", "the tariff"),
      ("Mexico", USA, "demands", "tariffs", "Washington must lift it")]),
    ("China said that Philippine ships had rammed a patrol boat.",
     [(CHN, "Philippines", "accuses", "military-assertiveness", "that Philippine ships had rammed a patrol boat")]),
    ('"We will never give up the Malvinas," President Alberto Fernandez of Argentina said.',
     [("Alberto Fernández", None, "refuses", "falklands", '"We will never give up the Malvinas')]),
    ("Bolivia does not recognise the kingdom.",
     [("Bolivia", None, "refuses", "diplomatic-relations", "recognise the kingdom")]),
    ("In Lima the foreign ministry condemned the embargo.",
     [("Peru", None, "opposes", "sanctions", "the embargo")]),
    ("Chad rejects the embargo that Mali proposed.",
     [("Chad", None, "refuses", "sanctions", "the embargo that Mali proposed"),
      ("Mali", None, "offers", "sanctions", "the embargo")]),
    # whose act it depends on
    ("Iran threatened to close the Strait of Hormuz if Kuwait joins the embargo.",
     [("Iran", "Kuwait", "warns", "strait-of-hormuz", "to close the Strait of Hormuz if Kuwait joins the embargo")]),
    ("Kenya insisted that it had kept its word.", []),
    # a body and its seat
    ("The European Union met on Monday. Brussels condemned the embargo.",
     [("European Union", None, "opposes", "sanctions", "the embargo")]),
]  # fmt: skip


def told(reading):
    return [
        (p.holder.name, p.addressee and p.addressee.name, p.stance, p.issue, p.what)
        for p in reading.positions
    ]


@pytest.mark.parametrize(("text", "expected"), POSITIONS, ids=[text for text, _ in POSITIONS])
def test_who_takes_which_stand_toward_whom_on_what(reading_of, text, expected):
    assert told(reading_of(text)) == expected


def test_a_visit_with_two_demands_and_no_inclination_on_either_side(reading_of):
    text = (
        "China and Canada held talks on Monday. The Canadians will also be pressing the Chinese to free detained "
        "writers and to take steps to curb the export of opioids, though neither side has shown any inclination to "
        "give ground."
    )
    found = [(p.holder.country, p.addressee.country, p.stance, p.issue) for p in reading_of(text).positions]
    assert found[:2] == [
        ("CAN", "CHN", "demands", "detained-citizens"),
        ("CAN", "CHN", "demands", "fentanyl"),
    ]
    assert {f[:3] for f in found[2:]} == {("CAN", "CHN", "refuses"), ("CHN", "CAN", "refuses")}


def test_what_two_agree_to_of_one_of_them_each_agrees_toward_the_other(reading_of):
    found = reading_of("Chad and Mali agreed to Mali's plan on Sunday.").positions
    assert [(p.holder.country, p.addressee.country) for p in found] == [("TCD", "MLI"), ("MLI", "TCD")]


def test_what_both_sides_agree_is_a_position_of_each_toward_the_other(reading_of):
    text = "China and the United States held talks on Sunday. Both sides agreed to resume dialogue."
    found = {(p.holder.country, p.addressee.country) for p in reading_of(text).positions}
    assert found == {("CHN", "USA"), ("USA", "CHN")}


def test_who_calls_on_both_sides_does_not_call_on_himself(reading_of):
    text = "Israel and Lebanon fought on. Qatar called on both sides to accept a truce."
    found = {(p.holder.country, p.addressee.country) for p in reading_of(text).positions}
    assert found == {("QAT", "ISR"), ("QAT", "LBN")}


def test_where_nobody_is_named_a_demand_is_on_the_other_of_the_two(reading_of):
    text = "Kenya and Uganda met in Nairobi. Kenya demanded compensation."
    assert told(reading_of(text)) == [("Kenya", "Uganda", "demands", None, "compensation")]


def test_a_third_power_addresses_neither_by_itself(reading_of):
    text = "Kenya and Uganda met in Nairobi. Kenya praised Uganda. Ghana deplored the quarrel."
    assert ("Ghana", None, "opposes", None, "the quarrel") in told(reading_of(text))


def test_a_matter_without_words_of_its_own_is_on_the_issue_that_stands_between_the_two(reading_of):
    text = (
        "India and Pakistan clashed along the Line of Control in Kashmir on Sunday, and shells fell on villages. "
        "Soldiers of both countries have exchanged fire in the valley of Kashmir for a week, and seven people are dead. "
        "The two fought over Kashmir in 1947 and in 1965, and each holds a part of it. "
        "India demanded an explanation from Pakistan."
    )
    assert told(reading_of(text))[-1] == (
        "India",
        "Pakistan",
        "demands",
        "kashmir",
        "an explanation from Pakistan",
    )


def test_the_sides_of_a_civil_war_take_stands_toward_each_other(reading_of):
    text = (
        "Sudan's army and the Rapid Support Forces met in Jeddah. The Rapid Support Forces accused the army of murder. "
        "The army asked the Rapid Support Forces to leave Khartoum. The Rapid Support Forces refused to leave."
    )
    found = {
        (p.holder.country, p.addressee and p.addressee.country, p.stance) for p in reading_of(text).positions
    }
    assert ("SDN", "SDN", "accuses") in found
    assert ("SDN", "SDN", "demands") in found


def test_a_third_power_addresses_the_only_other_that_its_sentence_names(reading_of):
    text = "Kenya and Uganda met in Nairobi. Ghana, after a raid on Kenya, demanded an inquiry."
    assert ("Ghana", "Kenya", "demands", None, "an inquiry") in told(reading_of(text))


def test_an_accusation_that_is_rejected_was_about_what_the_other_accused_of(reading_of):
    text = "Kenya and Uganda met. Kenya accused Uganda of espionage. Uganda spoke of trade and rejected the charge."
    assert told(reading_of(text))[-1] == ("Uganda", "Kenya", "refuses", "espionage", "the charge")


def test_a_refusal_answers_who_has_just_demanded(reading_of):
    text = "Kenya and Uganda met. Ghana urged Kenya to pay. Kenya refused to pay."
    assert told(reading_of(text))[-1][:3] == ("Kenya", "Ghana", "refuses")


def test_what_one_of_the_two_promises_it_promises_to_the_other(reading_of):
    text = "Kenya and Uganda met in Nairobi. Kenya promised to pay."
    assert [(*t[:3], t[4]) for t in told(reading_of(text))] == [("Kenya", "Uganda", "undertakes", "to pay")]


def test_the_same_stand_said_twice_is_one(reading_of):
    text = "Japan condemned the missile test. On Monday Japan again condemned the missile test."
    assert len(reading_of(text).positions) == 1


def test_who_reports_a_position_is_told(reading_of):
    [position] = reading_of("Lavrov said Russia opposed the deployment of missiles in Poland.").positions
    assert (position.holder.name, position.said_by.name) == ("Russia", "Sergei Lavrov")


@pytest.mark.parametrize(
    "text",
    [
        "Joe Biden called Xi Jinping on Thursday.",
        "If Russia accepts the plan, the war will end.",
        "The United States and China held talks on Sunday.",
        "The oppressed demanded.",
        "The foreign minister of Ghana called the meeting long and useful.",
        "Canada said its prime minister would travel to Paris in June.",
        "Trade unions in France demanded higher wages from France.",
    ],
)
def test_what_is_no_position(reading_of, text):
    assert reading_of(text).positions == ()


def test_a_hint_at_an_unknown_issue_is_told_with_its_line(tmp_path):
    table = tmp_path / "hints.toml"
    table.write_text('[[hint]]\nissue = "atlantis"\nwords = ["sunken"]\n')
    with pytest.raises(KnowledgeError, match=r"hints.toml:2:.*atlantis"):
        read_hints(table, frozenset({"taiwan"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who goes on is the subject of the sentence before
        (
            "Egypt condemned the filling of the dam. It accused Ethiopia of bad faith.",
            ("Egypt", "Ethiopia", "accuses"),
        ),
        ("Kenya welcomed the vote. It rejected a plan to hold elections later.", ("Kenya", None, "refuses")),
        # who does the same, and what is not shut out
        ("Japan backed Peru, as did Canada.", ("Canada", "Peru", "supports")),
        ("Chile did not rule out a treaty with Peru.", ("Chile", "Peru", "offers")),
        # what a state would do, told as its word
        ("Mali and Niger met. Mali would reopen its border with Niger.", ("Mali", "Niger", "undertakes")),
        ("Mali and Niger met. Mali would not let the soldiers return.", ("Mali", "Niger", "refuses")),
        # the two of a story, each toward the other
        (
            "Ghana and Togo talked in Accra. Both promised to stop the patrols.",
            ("Togo", "Ghana", "undertakes"),
        ),
        # whose act a third power deplores
        (
            "Ghana accused Togo of a raid on Ghana. Togo was silent. France condemned the incursion.",
            ("France", "Togo", "opposes"),
        ),
    ],
)
def test_whose_stand_it_is_and_toward_whom_beyond_the_clause(reading_of, text, expected):
    assert expected in [
        (holder, addressee, stance) for holder, addressee, stance, *_ in told(reading_of(text))
    ]


def test_who_declines_to_comment_refuses_nothing(reading_of):
    assert told(reading_of("Kenya declined to comment on the raid.")) == []


def test_newspapers_and_firms_make_no_country_one_at_war_within_itself(reading_of):
    text = (
        "The New York Times and NBC News quarrelled with Twitter in Washington. "
        "The United States demanded the truth from The New York Times."
    )
    assert [position for position in told(reading_of(text)) if position[0] == position[1]] == []
