"""Short stories, and the encounters that a careful reader finds in them: countries, form, status, day."""

import pytest

from detente.diplomacy.cast import states_of


@pytest.fixture(scope="session")
def told(reading_of):
    def items(text, published):
        return {
            (" ".join(states_of(e.participants)), e.form, e.status, e.when.value[:10] if e.when else None)
            for e in reading_of(text, published).encounters
        }

    return items


WHO = [
    (
        "Prime Minister Abiy Ahmed promised water for all. Abiy and Egypt's President Abdel Fattah el-Sisi met in "
        "Cairo on July 13.",
        ("EGY ETH", "meeting", "happened", "2023-07-13"),
    ),
    (
        "President Emmanuel Macron and King Charles III want closer ties. The visit is the first of the king's reign. "
        "Macron telephoned the king on Friday morning.",
        ("FRA GBR", "call", "happened", "2023-07-14"),
    ),
    (
        "Antony Blinken called Paul Kagame, the president of Rwanda, and Félix Tshisekedi, the president of the "
        "Democratic Republic of Congo. Blinken was hopeful. The two presidents met in Luanda on July 6.",
        ("COD RWA", "meeting", "happened", "2023-07-06"),
    ),
    (
        "President Joe Biden telephoned Anthony Albanese, the Australian prime minister, on Tuesday and invited him to "
        "Washington.",
        ("AUS USA", "visit", "possible", "2023-07-11"),
    ),
    (
        "Xi Jinping travelled to Moscow for a visit during which he dined with President Vladimir Putin.",
        ("CHN RUS", "meal", "happened", None),
    ),
    (
        "Both Kosovo and Serbia blame each other. Aleksandar Vučić, the Serbian president, and Albin Kurti, the prime "
        "minister of Kosovo, spoke with Josep Borrell. Both leaders are expected at a summit in Moldova on Thursday.",
        ("MDA SRB XKX", "summit", "planned", "2023-07-20"),
    ),
]  # fmt: skip
WHEN = [
    (
        "King Charles III's state visit to France, which was to begin on Sunday, has been postponed, both governments said "
        "on Friday.",
        ("FRA GBR", "visit", "postponed", "2023-07-16"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*WHO, *WHEN])
def test_an_encounter_is_found_as_the_story_tells_it(told, text, expected):
    assert expected in told(text, "2023-07-14")
