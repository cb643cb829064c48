"""How an act stands: status and negation of the only report of each sentence."""

import re

import pytest

from detente.types import When

CASES: tuple[tuple[str, str, str, bool], ...] = (
    ("[USA:Blinken] will visit [CHN:Beijing] in June.", "AGREE", "planned", False),
    ("[USA:Blinken] visited [CHN:Beijing] in June.", "CONSULT", "happened", False),
    ("[USA:The US] is imposing sanctions on [RUS:Russia].", "COERCE", "ongoing", False),
    ("[USA:The US] may impose sanctions on [GEO:Georgia].", "THREATEN", "possible", False),
    ("[USA:The US] could attack [IRN:Iran].", "THREATEN", "possible", False),
    (
        "[USA:Washington] called for talks between [SDN:the army] and [SDN:the rebels].",
        "REQUEST",
        "called_for",
        False,
    ),
    ("[USA:Blinken] postponed his visit to [CHN:China].", "REJECT", "postponed", False),
    ("[JPN:Tokyo] called off a meeting with [KOR:Seoul].", "REJECT", "cancelled", False),
    ("[IRN:Iran] refused to meet [USA:US] officials.", "REJECT", "refused", False),
    ("[RUS:Russia] denied attacking [UKR:Ukrainian] hospitals.", "ASSAULT", "denied", False),
    ("If [RUS:Russia] attacks [POL:Poland], the treaty will be tested.", "ASSAULT", "hypothetical", False),
    ("[USA:Washington] did not impose sanctions on [TUR:Turkey].", "COERCE", "happened", True),
    ("[IND:Indian] forces never attacked [PAK:Pakistan].", "ASSAULT", "happened", True),
    ("[COL:Colombia] failed to release the prisoners of [VEN:Venezuela].", "RETREAT", "happened", True),
    ("[ISR:Israel] stopped short of declaring war on [LBN:Lebanon].", "ASSAULT", "happened", True),
    (
        "[FRA:France] would withdraw its troops from [MLI:Mali] if asked, [FRA:Macron] said.",
        "AGREE",
        "hypothetical",
        False,
    ),
    ("[SYR:Syria]'s president is due to visit [SAU:Riyadh] next month.", "AGREE", "planned", False),
    (
        "[EU:The European Union] is considering sanctions against [GEO:Georgia].",
        "THREATEN",
        "possible",
        False,
    ),
    ("A planned visit by [IND:Modi] to [PAK:Pakistan] drew protests.", "AGREE", "planned", False),
    ("[DEU:Germany] plans to send weapons to [UKR:Ukraine].", "AGREE", "planned", False),
    ("[FRA:France] will not lift its ban on [GBR:British] beef.", "REJECT", "refused", False),
    ("No [CHN:Chinese] warship attacked [PHL:Philippine] boats.", "ASSAULT", "happened", True),
    ("[GRC:Greece] has agreed to release two [TUR:Turkish] soldiers.", "AGREE", "planned", False),
    ("[TUR:Turkey] has threatened to block [SWE:Sweden]'s accession.", "THREATEN", "happened", False),
    ("[NOR:Norway] would have signed the treaty with [RUS:Russia].", "AGREE", "hypothetical", False),
)


@pytest.mark.parametrize(("sentence", "event", "status", "negated"), CASES, ids=lambda case: str(case)[:60])
def test_a_report_has_this_status(coded, sentence, event, status, negated):
    (report,) = coded(sentence)
    assert (report.event, report.status, report.negated) == (event, status, negated)


# Sentences of which only the standing is in question: what is named, asked, wished for, let or set on a date.
STANDINGS: tuple[tuple[str, str], ...] = (
    ("[SRB:Serbia] called on [KOS:Kosovo] to lift the tariffs.", "called_for"),
    ("[HUN:Hungary] would not commit to the [EU:European Union] deal on migrants.", "refused"),
    ("[EGY:Egypt] might try to attack [ETH:Ethiopia].", "possible"),
    ("[CHN:China] could seek to invade [TWN:Taiwan].", "possible"),
    ("[IRN:Iran] gave [USA:the United States] the strongest possible warning.", "happened"),
    ("Should [IRN:Iran] attack [ISR:Israel], the pact will be tested.", "hypothetical"),
    ("[UKR:Ukraine] wants [RUS:Russia] to withdraw its troops.", "called_for"),
    ("A decree would let [RUS:Russia] expel [UKR:Ukrainian] diplomats.", "hypothetical"),
    ("[USA:Pompeo] was to meet [RUS:Lavrov] on Monday to discuss the truce.", "planned"),
    ("Marchers of [IRN:Iran] set fire to the [TUR:Turkish] consulate.", "happened"),
)


@pytest.mark.parametrize(("sentence", "status"), STANDINGS)
def test_a_report_stands_like_this(coded, sentence, status):
    assert {(report.status, report.negated) for report in coded(sentence)} == {(status, False)}


@pytest.mark.parametrize(
    ("sentence", "year", "historical"),
    [
        ("[FRA:France] condemned the 2012 attack on [LBY:Libya].", "2012", False),
        ("[UKR:Ukraine] hosted the 2017 talks with [MDA:Moldova].", "2017", True),
        ("In the summer of 2019, [RUS:Russia] attacked [UKR:Ukraine].", "", True),
    ],
)
def test_a_past_year_dates_what_was_held_then_and_not_what_is_spoken_of(coded, sentence, year, historical):
    start = re.sub(r"\[\w+:([^\]]+)\]", r"\1", sentence).find(year)
    times = (When(text=year, start=start, end=start + 4, type="DATE", value=year),) if year else ()
    (report,) = coded(sentence, times=times)
    assert report.historical is historical
