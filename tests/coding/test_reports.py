"""Sentences and the reports that they make: event, CAMEO code, who > whom (- for nobody)."""

import pytest

CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "[USA:The United States] shot down a [CHN:Chinese] balloon off South Carolina.",
        ("ASSAULT 195 USA > CHN",),
    ),
    (
        "[HUN:Hungarian] and [ROU:Romanian] officials agreed on Tuesday to open new border crossings.",
        ("AGREE 035 HUN+ROU > HUN+ROU",),
    ),
    ("The downing of the balloon by [USA:US] jets angered [CHN:Beijing].", ("ASSAULT 195 USA > -",)),
    (
        "Talks between [IRN:Iran] and [USA:the United States] resumed in Muscat on Saturday.",
        ("CONSULT 040 IRN+USA > IRN+USA",),
    ),
    (
        "[FRA:President Macron] had a phone call with [CHN:Xi Jinping] on Wednesday.",
        ("CONSULT 041 FRA > CHN",),
    ),
    ("[USA:Antony Blinken] paid a visit to [VNM:Hanoi] in April.", ("CONSULT 042 USA > VNM",)),
    (
        "[USA:The United States] and [JPN:Japan] imposed sanctions on [PRK:North Korea].",
        ("COERCE 163 USA+JPN > PRK",),
    ),
    ("[IRN:Iran] agreed to lift restrictions on [IAEA:UN inspectors].", ("AGREE 0354 IRN > IAEA",)),
    (
        "[USA:Blinken] is expected to press [CHN:China] for a ceasefire in Ukraine.",
        ("REQUEST 1056 USA > CHN",),
    ),
    (
        "[CHN:China]'s rejection of the [PHL:Philippine] proposal surprised diplomats.",
        ("REJECT 120 CHN > PHL",),
    ),
    (
        "[JPN:Japan] and [KOR:South Korea] signed an intelligence-sharing pact in 2016.",
        ("SUPPORT 057 JPN+KOR > JPN+KOR",),
    ),
    ("[RUS:Russia] was accused by [GBR:Britain] of poisoning a former spy.", ("ACCUSE 1123 GBR > RUS",)),
    ("[TUR:Turkey], which hosts millions of refugees, condemned [ISR:Israel].", ("ACCUSE 111 TUR > ISR",)),
    ("[USA:The US] urged [ISR:Israel] to allow aid into Gaza.", ("REQUEST 0255 USA > ISR",)),
    (
        "[FRA:France] and [DEU:Germany] called for an end to the fighting in [SDN:Sudan].",
        ("REQUEST 1056 FRA+DEU > SDN",),
    ),
    ("[RUS:Moscow] threatened to cut off gas supplies to [MDA:Moldova].", ("THREATEN 1311 RUS > MDA",)),
    (
        "[RUS:Russia] will withdraw its troops from [ARM:Armenia], the defence ministry said.",
        ("AGREE 0356 RUS > ARM",),
    ),
    ("[SAU:Saudi Arabia] refused to hold talks with [ISR:Israel].", ("REJECT 125 SAU > ISR",)),
    ("[USA:Washington] did not impose sanctions on [TUR:Turkey].", ("COERCE 163 USA > TUR",)),
    ("[IND:Indian] forces never attacked [PAK:Pakistani] posts.", ("ASSAULT 190 IND > PAK",)),
    ("[USA:Blinken] postponed his trip to [CHN:China].", ("REJECT 125 USA > CHN",)),
    ("[CHN:Beijing] cancelled military talks with [USA:the Pentagon].", ("REJECT 125 CHN > USA",)),
    ("[RUS:Russia] denied that it had shelled [UKR:Ukrainian] towns.", ("ASSAULT 194 RUS > UKR",)),
    ("[USA:Washington] may impose sanctions on [GEO:Georgia].", ("THREATEN 1312 USA > GEO",)),
    (
        "[PRK:North Korea] fired two ballistic missiles toward [JPN:Japan], [KOR:Seoul]'s military said.",
        ("MOBILIZE 150 PRK > JPN",),
    ),
    ("[DEU:Germany] gave [UKR:Ukraine] 18 tanks.", ("AID 072 DEU > UKR",)),
    ("[CHN:China] provided [PAK:Pakistan] with a loan of two billion dollars.", ("AID 071 CHN > PAK",)),
    ("[GBR:Britain] granted asylum to a [RUS:Russian] dissident.", ("AID 075 GBR > RUS",)),
    ("[IRN:Iran] released two [FRA:French] prisoners.", ("RETREAT 0841 IRN > FRA",)),
    ("[MEX:Mexico] extradited a drug lord to [USA:the United States].", ("COOPERATE 063 MEX > USA",)),
    (
        "[POL:Poland] summoned the [RUS:Russian] ambassador over a missile that crossed its airspace.",
        ("ACCUSE 114 POL > RUS",),
    ),
    (
        "[POL:Polish] police arrested three [BLR:Belarusian] citizens on suspicion of spying.",
        ("COERCE 173 POL > BLR",),
    ),
    ("[USA:The United States] recognised [ISR:Israel].", ("SUPPORT 054 USA > ISR",)),
    ("[JPN:Japan] lodged a protest with [CHN:China] over the survey ship.", ("ACCUSE 114 JPN > CHN",)),
    ("[CHN:China] conducted military drills around [TWN:Taiwan].", ("MOBILIZE 150 CHN > TWN",)),
    (
        "[IND:India] and [CHN:China] agreed to pull back troops from the border.",
        ("AGREE 0356 IND+CHN > IND+CHN",),
    ),
    (
        "Thousands of [GEO:Georgians] protested against [GEO:the government] in Tbilisi.",
        ("PROTEST 141 GEO > GEO",),
    ),
    ("[SRB:Serbia] deployed troops along its border with [XKX:Kosovo].", ("MOBILIZE 154 SRB > XKX",)),
    ("[CUB:Cuba] broke off diplomatic relations with [COL:Colombia].", ("SANCTION 161 CUB > COL",)),
    ("[USA:The US] sanctions on [VEN:Venezuela] were lifted in 2022.", ("RETREAT 085 USA > VEN",)),
    ("Sanctions were imposed on [BLR:Belarus] by [EU:the European Union].", ("COERCE 163 EU > BLR",)),
    ("[ETH:Ethiopia] and the [TPLF:Tigrayan rebels] signed a truce.", ("RETREAT 0871 ETH+TPLF > ETH+TPLF",)),
    ("[ISR:Israel] stopped short of declaring war on [LBN:Lebanon].", ("ASSAULT 190 ISR > LBN",)),
    ("According to [UKR:Kyiv], [RUS:Russia] launched 30 drones at [UKR:Odesa].", ("ASSAULT 194 RUS > UKR",)),
    (
        "[NOR:Norway] mediated talks between [VEN:the Venezuelan government] and [VEN:the opposition].",
        ("CONSULT 045 NOR > VEN",),
    ),
    ("[USA:The White House] praised [POL:Poland] for hosting refugees.", ("SUPPORT 051 USA > POL",)),
    ("[HUN:Hungary] vetoed an [EU:EU] statement on [CHN:China].", ("REJECT 129 HUN > EU",)),
    (
        "[IRN:Iran] must return to the deal, [DEU:the German foreign minister] said.",
        ("REQUEST 100 DEU > IRN",),
    ),
    ("[AUS:Australia] offered to send peacekeepers to [TLS:East Timor].", ("AGREE 0334 AUS > TLS",)),
    (
        "[EGY:Egypt] and [QAT:Qatar] are mediating between [ISR:Israel] and [HAM:Hamas].",
        ("CONSULT 045 EGY+QAT > ISR+HAM",),
    ),
    ("[BRA:Brazil] apologised to [PRY:Paraguay] for the spying.", ("SUPPORT 055 BRA > PRY",)),
    (
        "[NGA:Nigerian] prosecutors charged two [CHN:Chinese] executives with bribery.",
        ("ACCUSE 115 NGA > CHN",),
    ),
    ("[PAK:Pakistan] closed its airspace to [IND:Indian] airlines.", ("COERCE 172 PAK > IND",)),
    ("[USA:The US] has been supplying weapons to [UKR:Ukraine].", ("AID 072 USA > UKR",)),
    ("[IRN:Iran] seized a [GRC:Greek] tanker in the Gulf.", ("COERCE 1711 IRN > GRC",)),
    ("[USA:Trump] slapped tariffs on [CAN:Canada] and [MEX:Mexico].", ("COERCE 163 USA > CAN+MEX",)),
    ("[COL:Colombia] and [ELN:the ELN] failed to reach a deal.", ("REJECT 127 COL+ELN > COL+ELN",)),
    ("[GRC:Greece] rejected [TUR:Turkey]'s claim to the islets.", ("REJECT 120 GRC > TUR",)),
    ("[BRA:Brazil] beat [ARG:Argentina] 2-0 in the World Cup qualifier.", ()),
    ("[JPN:Japan]'s stock market hit a record high on Friday.", ()),
    ("[FRA:France] battled a heat wave last week.", ()),
    (
        "[FRA:France]'s foreign minister arrived in [EGY:Cairo] on Sunday for talks with his [EGY:Egyptian] counterpart.",
        ("CONSULT 042 FRA > EGY",),
    ),
    ("[CHN:Chinese President Xi Jinping] hosted [BRA:Lula] in Beijing.", ("CONSULT 043 CHN > BRA",)),
    ("[RUS:Putin] received [KAZ:the Kazakh president] at the Kremlin.", ("CONSULT 043 RUS > KAZ",)),
    (
        "The two leaders of [GRC:Greece] and [TUR:Turkey] shook hands and discussed energy.",
        ("CONSULT 040 GRC+TUR > GRC+TUR",),
    ),
    ("[ISR:Israeli] air strikes on [PSE:Gaza] killed 20 people, officials said.", ("ASSAULT 195 ISR > PSE",)),
    ("[MMR:Myanmar]'s junta extended a state of emergency by six months.", ("COERCE 1724 MMR > -",)),
    (
        "[USA:Washington] has asked [DEU:Berlin] to send more troops to [AFG:Afghanistan].",
        ("REQUEST 0212 USA > DEU",),
    ),
    (
        "[CZE:Czech] President Petr Pavel met with [TWN:Taiwan]'s president by phone, angering [CHN:China].",
        ("CONSULT 041 CZE > TWN",),
    ),
    (
        "[IDN:Indonesia] and [AUS:Australia] held joint naval exercises in the Timor Sea.",
        ("COOPERATE 062 IDN+AUS > IDN+AUS",),
    ),
    ("[ESP:Spain] recalled its ambassador to [ARG:Argentina].", ("SANCTION 161 ESP > ARG",)),
    (
        "[ARM:Armenia] and [AZE:Azerbaijan] accused each other of violating the ceasefire.",
        ("ACCUSE 1123 ARM+AZE > ARM+AZE",),
    ),
    ("[UN:The UN Security Council] extended sanctions on [SOM:Somalia].", ("COERCE 163 UN > SOM",)),
    (
        "[EU:The European Union] is considering sanctions against [GEO:Georgian] officials.",
        ("THREATEN 1312 EU > GEO",),
    ),
    ("[DEU:Germany] has not recognised [PSE:Palestine] as a state.", ("SUPPORT 054 DEU > PSE",)),
    ("[TUR:Turkey] lifted its veto on [SWE:Sweden]'s accession.", ("CONCEDE 080 TUR > SWE",)),
    (
        "[IND:India] and [PAK:Pakistan] exchanged fire across the Line of Control.",
        ("ASSAULT 193 IND+PAK > IND+PAK",),
    ),
    (
        "[VEN:Venezuelan] police used tear gas against [VEN:protesters] in Caracas.",
        ("ASSAULT 175 VEN > VEN",),
    ),
    ("[NER:Niger]'s military rulers ordered [FRA:French] troops to leave.", ("REQUEST 100 NER > FRA",)),
    ("[FRA:France] began withdrawing its forces from [MLI:Mali] in 2022.", ("RETREAT 0874 FRA > MLI",)),
    ("[LBN:Hezbollah] fighters fired rockets into northern [ISR:Israel].", ("ASSAULT 194 LBN > ISR",)),
    (
        "[YEM:The Houthis] released 100 prisoners in an exchange with [YEM:the government].",
        ("RETREAT 0841 YEM > YEM",),
    ),
    (
        "[JPN:Japan]'s prime minister criticised [RUS:Russia]'s invasion of [UKR:Ukraine].",
        ("ACCUSE 1123 JPN > RUS",),
    ),
    (
        "[CHL:Chile] voiced concern over the detention of an activist in [NIC:Nicaragua].",
        ("ACCUSE 111 CHL > NIC",),
    ),
    (
        "[NLD:The Netherlands] and [ISL:Iceland] support [UKR:Ukraine]'s bid to join the bloc.",
        ("SUPPORT 051 NLD+ISL > UKR",),
    ),
    ("[THA:Thai] and [KHM:Cambodian] soldiers clashed near a temple.", ("ASSAULT 190 THA+KHM > THA+KHM",)),
    ("[SYR:Syria]'s president is due to visit [SAU:Riyadh] next month.", ("AGREE 036 SYR > SAU",)),
    (
        "[USA:US] and [CHN:Chinese] defence chiefs will not meet in Singapore after [CHN:Beijing] rejected the invitation.",
        ("REJECT 125 USA+CHN > USA+CHN",),
    ),
    (
        "Talks between [SRB:Serbia] and [XKX:Kosovo] broke down on Thursday.",
        ("SANCTION 164 SRB+XKX > SRB+XKX",),
    ),
    (
        "[ZAF:South Africa] filed a case against [ISR:Israel] at the International Court of Justice.",
        ("ACCUSE 115 ZAF > ISR",),
    ),
    ("[LTU:Lithuania] closed its border crossings with [BLR:Belarus].", ("COERCE 172 LTU > BLR",)),
    (
        "Under pressure from [USA:Washington], [MEX:Mexico] sent 10,000 soldiers to its northern border.",
        ("MOBILIZE 154 MEX > -",),
    ),
    ("[AFG:The Taliban] banned [AFG:women] from universities.", ("COERCE 172 AFG > AFG",)),
    ("[CYP:Cyprus] is ready to resume negotiations with [CYP:Turkish Cypriots].", ("AGREE 036 CYP > CYP",)),
    (
        "[QAT:Qatar], [EGY:Egypt] and [USA:the United States] brokered a truce between [ISR:Israel] and [PSE:Hamas].",
        ("RETREAT 0871 QAT+EGY+USA > ISR+PSE",),
    ),
    ("[RUS:Russian] hackers attacked [EST:Estonian] government websites.", ("COERCE 176 RUS > EST",)),
    ("[NZL:New Zealand] donated vaccines to [FJI:Fiji].", ("AID 073 NZL > FJI",)),
    (
        "[USA:Secretary of State Blinken] met on Monday in Beijing with [CHN:President Xi], who urged [USA:Washington] to respect [CHN:China]'s interests.",
        ("CONSULT 040 USA > CHN", "REQUEST 022 CHN > USA"),
    ),
    (
        "[GBR:Britain] and [MUS:Mauritius] reached an agreement on the Chagos Islands.",
        ("SUPPORT 057 GBR+MUS > GBR+MUS",),
    ),
    (
        "[MAR:Morocco] accepted an offer of help from [ESP:Spain] after the earthquake.",
        ("AGREE 030 MAR > ESP",),
    ),
    (
        "[SDN:The army] and [RSF:the Rapid Support Forces] agreed to a 72-hour ceasefire mediated by [SAU:Saudi Arabia].",
        ("AGREE 0356 SDN+RSF > SDN+RSF",),
    ),
    (
        "[PRK:Pyongyang] warned [USA:the United States] that it would face consequences.",
        ("THREATEN 130 PRK > USA",),
    ),
)


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=lambda case: str(case)[:60])
def test_a_sentence_makes_these_reports(coded, sentence, expected):
    assert (
        tuple(f"{r.event} {r.cameo} {who(r.actors)} > {who(r.recipients)}" for r in coded(sentence))
        == expected
    )


def who(actors):
    return "+".join(dict.fromkeys(a.country for a in actors)) or "-"
