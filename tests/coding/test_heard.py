"""Who says and does what where the words do not name it at the verb's own places: from text to report."""

import pytest

from detente.reading import Story


@pytest.fixture(scope="session")
def told(reader):
    """What a text tells: category, actors, recipients by country or name; None for whoever is not known."""

    def names(side):
        return {a.country or a.name for a in side}

    def read(text: str, day: str = "2023-06-20"):
        [reading] = reader.read([reader.story(Story(id="s", text=text, published=day))])
        return [(r.event, names(r.actors), names(r.recipients)) for r in reading.reports]

    return read


TOLD = [
    # the object of an accusation that a gerund follows
    ("China accused the United States of overreacting.", ("ACCUSE", {"CHN"}, {"USA"})),
    # peoples who use force or protest
    ("Palestinians attacked Israel.", ("ASSAULT", {"PSE"}, {"ISR"})),
    ("Kyrgyz and Tajiks came to blows on the border.", ("ASSAULT", {"KGZ", "TJK"}, {"KGZ", "TJK"})),
    # the hearer of what a power says of itself
    ("Putin told Erdogan that Russia was ready to resume talks.", ("AGREE", {"RUS"}, {"TUR"})),
    # whoever did it is to blame, not whom it befell
    ("Turkey condemned the attack on Israel.", ("ACCUSE", {"TUR"}, {None})),
    ("Turkey condemned the Israeli attack on Gaza.", ("ACCUSE", {"TUR"}, {"ISR"})),
    # who acts for a body acts for no state
    (
        "The Portuguese UN chief Guterres condemned Israel's raid on Jenin.",
        ("ACCUSE", {"António Guterres"}, {"ISR"}),
    ),
    # a call, and a name that somebody is called
    ("Emmanuel Macron called Olaf Scholz on Monday.", ("CONSULT", {"FRA"}, {"DEU"})),
    ("Biden called Xi Jinping a dictator.", ("ACCUSE", {"USA"}, {"CHN"})),
    # who arrests is the state where it is done
    ("An American was detained in Russia.", ("COERCE", {"RUS"}, {"USA"})),
    # one's own things are not the other party
    ("Maduro has closed Venezuela's borders with Brazil.", ("COERCE", {"VEN"}, {"BRA"})),
    # whom it is to help, whose they are
    ("Australia offered to send troops to help the Philippines.", ("AGREE", {"AUS"}, {"PHL"})),
    ("American troops were deployed in Kuwait.", ("MOBILIZE", {"USA"}, {"KWT"})),
    # what may have been done is not threatened
    ("Russia may have fired missiles at Poland.", ("ASSAULT", {"RUS"}, {"POL"})),
    ("Rockets fired from Lebanon landed in northern Israel.", ("ASSAULT", {"LBN"}, {"ISR"})),
    ("Two Norwegian diplomats were expelled from Russia.", ("SANCTION", {"RUS"}, {"NOR"})),
    ("Iran struck Jaish al-Adl bases in Pakistan.", ("ASSAULT", {"IRN"}, {"PAK"})),
    # who is behind it, what somebody is angry at
    ("Tehran said Israel was behind the killing of a scientist.", ("ACCUSE", {"IRN"}, {"ISR"})),
    ("The Kremlin was furious at Poland.", ("ACCUSE", {"RUS"}, {"POL"})),
    # where somebody is due, and a title that one state alone gives
    ("Kenya's president is due in Washington next week.", ("AGREE", {"KEN"}, {"USA"})),
    ("China's special envoy Li Hui was in Kyiv for two days.", ("CONSULT", {"CHN"}, {"UKR"})),
    ("The taoiseach visited Berlin.", ("CONSULT", {"IRL"}, {"DEU"})),
    # whose they are, in small letters
    ("Chinese coast guard ships rammed a Philippine boat.", ("ASSAULT", {"CHN"}, {"PHL"})),
    # transcripts
    ("SECRETARY BLINKEN: We condemn Iran for the arrests.", ("ACCUSE", {"USA"}, {"IRN"})),
    ("MR. MILLER: We stand with the people of Israel.", ("SUPPORT", {"USA"}, {"ISR"})),
    ("Olaf Scholz: We support Ukraine.", ("SUPPORT", {"DEU"}, {"UKR"})),
]


@pytest.mark.parametrize(("text", "report"), TOLD)
def test_a_sentence_tells_its_parties(told, text, report):
    assert report in told(text)


def test_each_turn_of_a_transcript_has_its_own_speaker(told):
    text = (
        "FOREIGN MINISTER LAVROV: We have expelled ten American diplomats.\n\n"
        "QUESTION: Shall we condemn Norway?\n\n"
        "SECRETARY BLINKEN: Thank you.\n\nWe condemn Russia."
    )
    found = told(text)
    assert ("SANCTION", {"RUS"}, {"USA"}) in found and ("ACCUSE", {"USA"}, {"RUS"}) in found
    assert not any("NOR" in recipients for _, _, recipients in found)


def test_what_is_told_that_one_will_do_is_no_demand(told):
    assert all(event != "REQUEST" for event, _, _ in told("Iraq told Turkey that it would sign the treaty."))


def test_what_a_people_buys_is_no_event(told):
    assert told("Norwegians bought more Swedish butter last year.") == []
