"""Titles of encounters: people before their states, states in brackets, the host of a visit at the end."""

import pytest

from detente.relations.titles import Party, encounter_title, row_title

XI, BIDEN = Party(name="Xi Jinping", country="CHN"), Party(name="Joe Biden", country="USA")
CHINA, AMERICA = Party(name="China", country="CHN"), Party(name="United States", country="USA")
EU = Party(name="European Union")


@pytest.mark.parametrize(
    ("form", "parties", "host", "title"),
    [
        ("call", [BIDEN, XI], None, "Call between Joe Biden and Xi Jinping (United States, China)"),
        ("call", [CHINA, AMERICA, BIDEN, XI], None, "Call between Joe Biden and Xi Jinping (United States, China)"),
        ("talks", [CHINA, AMERICA], None, "Talks between China and the United States"),
        ("talks", [XI, EU], None, "Talks between Xi Jinping and the European Union (China)"),
        ("talks", [Party(name="its delegation", country="CHN"), BIDEN], None,
         "Talks between China and Joe Biden (United States)"),
        ("meeting", [Party(name="They", country="CHN"), Party(name="China", country="CHN"), BIDEN], None,
         "Meeting between China and Joe Biden (United States)"),
        ("meal", [BIDEN, XI], None, "Meal of Joe Biden and Xi Jinping (United States, China)"),
        ("visit", [BIDEN, Party(name="Vietnam", country="VNM")], "Vietnam",
         "Visit by Joe Biden (United States) to Vietnam"),
        ("visit", [XI, AMERICA], "United States", "Visit by Xi Jinping (China) to the United States"),
        ("visit", [CHINA], None, "Visit by China"),
        ("summit", [Party(name=n, country=c) for n, c in
                    (("Peru", "PER"), ("Chile", "CHL"), ("Japan", "JPN"), ("Mexico", "MEX"), ("Canada", "CAN"), ("India", "IND"))],
         None, "Summit of Peru, Chile, Japan, Mexico and 2 others"),
        ("other", [], None, "Encounter"),
    ],
)  # fmt: skip
def test_a_title_reads_as_a_person_would_say_it(
    form: str, parties: list[Party], host: str | None, title: str
) -> None:
    assert encounter_title(form, parties, host) == title


def test_a_row_has_the_title_of_its_columns() -> None:
    row = {
        "form": "call",
        "participants": ["Joe Biden", "Xi Jinping"],
        "participant_countries": ["USA", "CHN"],
    }
    assert row_title(row) == "Call between Joe Biden and Xi Jinping (United States, China)"
    assert row_title(row | {"participant_countries": None}) == "Call between Joe Biden and Xi Jinping"
