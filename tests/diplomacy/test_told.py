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
        ("AUS USA", "visit", "possible", None),
    ),
    (
        "Xi Jinping travelled to Moscow for a visit during which he dined with President Vladimir Putin.",
        ("CHN RUS", "meal", "happened", None),
    ),
    (
        "Irfaan Ali and Nicolás Maduro met in Kingstown on July 6 under the eyes of Brazil's Celso Amorim.",
        ("BRA GUY VEN", "meeting", "happened", "2023-07-06"),
    ),
    (
        "Congolese and Rwandan negotiators met on Tuesday under Angolan mediation.",
        ("AGO COD RWA", "talks", "happened", "2023-07-11"),
    ),
    (
        "Egypt, Ethiopia and Sudan differ over the dam. Irrigation ministers of the three countries met in Cairo on July 6.",
        ("EGY ETH SDN", "meeting", "happened", "2023-07-06"),
    ),
    (
        "Ethiopia and Egypt held talks in Cairo on July 6. A second round is to be held in Addis Ababa in August.",
        ("EGY ETH", "talks", "planned", "2023-08"),
    ),
    (
        "Secretary of State Antony Blinken talked with both prime ministers, Narendra Modi and Shehbaz Sharif, on Monday.",
        ("PAK USA", "talks", "happened", "2023-07-10"),
    ),
    ("Athens and Ankara are at odds. Antony Blinken plans to visit both capitals next month.", ("TUR USA", "visit", "planned", "2023-08")),
    ("China will send a special representative to Ukraine.", ("CHN UKR", "visit", "planned", None)),
    (
        "President Yoon Suk Yeol promised help in a telephone conversation with Antony Blinken on Thursday.",
        ("KOR USA", "call", "happened", "2023-07-13"),
    ),
    ("President Joe Biden spoke with Narendra Modi on Monday.", ("IND USA", "call", "happened", "2023-07-10")),
    ("President Joe Biden spoke with Narendra Modi in Hiroshima on Monday.", ("IND USA", "talks", "happened", "2023-07-10")),
    ("Serbia's President Aleksandar Vučić ruled out talks with Kosovo.", ("SRB XKX", "talks", "refused", None)),
    ("The Economic Community of West African States decided at a summit in Accra on Sunday to close borders.", ("GHA", "summit", "happened", "2023-07-09")),
    ("Vladimir Putin and Kim Jong Un signed a treaty on Wednesday.", ("PRK RUS", "ceremony", "happened", "2023-07-12")),
    ("Envoys from Russia and Ukraine gathered in Istanbul on Monday.", ("RUS UKR", "meeting", "happened", "2023-07-10")),
    ("Antony Blinken touched down in Beijing on Sunday.", ("CHN USA", "visit", "happened", "2023-07-09")),
    ("Wang Yi called on Antony Blinken at the State Department on Friday.", ("CHN USA", "meeting", "happened", "2023-07-14")),
    ("Emmanuel Macron is to receive Olaf Scholz in Paris on Wednesday.", ("DEU FRA", "visit", "planned", "2023-07-19")),
    ("Emmanuel Macron will travel to Beijing on Monday for talks on trade.", ("CHN FRA", "talks", "planned", "2023-07-17")),
    ("Recep Tayyip Erdogan, whom Zelenskyy visited in Istanbul last Friday, agreed.", ("TUR UKR", "visit", "happened", "2023-07-07")),
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
    (
        "Sergey Lavrov was to have held talks on Monday with President Aleksandar Vučić.",
        ("RUS SRB", "talks", "cancelled", "2023-07-17"),
    ),
    (
        "Recep Tayyip Erdogan met Prime Minister Mohammed Shia al-Sudani in Baghdad on Monday. In the evening Erdogan flew on to Erbil.",
        ("IRQ TUR", "visit", "happened", "2023-07-10"),
    ),
    ("Emmanuel Macron was attending a summit in Brussels.", ("BEL FRA", "summit", "ongoing", "2023-07-14")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*WHO, *WHEN])
def test_an_encounter_is_found_as_the_story_tells_it(told, text, expected):
    assert expected in told(text, "2023-07-14")


def test_what_is_signed_without_a_day_is_a_document(told):
    assert told("Vladimir Putin and Kim Jong Un signed a treaty.", "2023-07-14") == set()


def test_a_word_tells_one_encounter_of_the_same_people(reading_of):
    """Rules and reader call it differently; two of one id would keep a whole batch from the record."""
    text = (
        "In October 2020, Kenya hosted the third 2+2 Ministerial Dialogue, and Ethiopia looks forward to the next 2+2 "
        "later this year."
    )
    found = reading_of(text, "2021-07-26").encounters
    assert [(e.form, states_of(e.participants)) for e in found] == [("summit", ("ETH", "KEN"))]
