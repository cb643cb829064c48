"""How an act stands: status and negation of the only report of each sentence."""

import pytest

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
