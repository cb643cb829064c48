"""Fills the slots of patterns.txt and writes patterns.jsonl, the same on every machine.

    python training/events/expand.py [TIMES]

Each pattern is filled TIMES times (default 6) with fillers drawn by a generator of fixed seed. The fillers are
common names of states, offices and places; invented surnames stand for persons.
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20231
STATES = (
    "France|French|Paris;Germany|German|Berlin;Russia|Russian|Moscow;China|Chinese|Beijing;Iran|Iranian|Tehran;"
    "Israel|Israeli|Jerusalem;Turkey|Turkish|Ankara;Egypt|Egyptian|Cairo;India|Indian|New Delhi;"
    "Pakistan|Pakistani|Islamabad;Japan|Japanese|Tokyo;Kenya|Kenyan|Nairobi;Nigeria|Nigerian|Abuja;"
    "Brazil|Brazilian|Brasilia;Colombia|Colombian|Bogota;Mexico|Mexican|Mexico City;Ukraine|Ukrainian|Kyiv;"
    "Poland|Polish|Warsaw;Serbia|Serbian|Belgrade;Greece|Greek|Athens;Syria|Syrian|Damascus;Iraq|Iraqi|Baghdad;"
    "Sudan|Sudanese|Khartoum;Ethiopia|Ethiopian|Addis Ababa;Uganda|Ugandan|Kampala;Vietnam|Vietnamese|Hanoi;"
    "Thailand|Thai|Bangkok;Indonesia|Indonesian|Jakarta;Australia|Australian|Canberra;Canada|Canadian|Ottawa;"
    "Britain|British|London;Spain|Spanish|Madrid;Italy|Italian|Rome;Cuba|Cuban|Havana;Chile|Chilean|Santiago;"
    "Armenia|Armenian|Yerevan;Azerbaijan|Azerbaijani|Baku;Georgia|Georgian|Tbilisi;Libya|Libyan|Tripoli;"
    "Saudi Arabia|Saudi|Riyadh;Qatar|Qatari|Doha;Jordan|Jordanian|Amman;Lebanon|Lebanese|Beirut;"
    "South Korea|South Korean|Seoul;North Korea|North Korean|Pyongyang;the United States|US|Washington;"
    "the Philippines|Philippine|Manila;Myanmar|Burmese|Naypyidaw;Somalia|Somali|Mogadishu;Mali|Malian|Bamako"
)
SURNAMES = [
    "Adeyemi",
    "Bakari",
    "Castro",
    "Demir",
    "Eriksen",
    "Farouk",
    "Gomez",
    "Haddad",
    "Ivanov",
    "Jansen",
    "Kato",
    "Lindqvist",
    "Moreau",
    "Nowak",
    "Okoye",
    "Petrov",
    "Quispe",
    "Rahman",
    "Silva",
    "Tanaka",
    "Usman",
    "Varga",
    "Weber",
    "Yilmaz",
    "Zhang",
    "Mbeki",
    "Keita",
    "Rossi",
    "Novak",
    "Sharma",
]
OFFICES = ("President", "Prime Minister", "Foreign Minister", "Defence Minister", "Interior Minister")
BODIES = [
    "the United Nations",
    "the European Union",
    "NATO",
    "the African Union",
    "the Arab League",
    "the World Bank",
    "the IMF",
    "the UN Security Council",
    "the World Food Programme",
    "ASEAN",
    "the OSCE",
    "the Red Cross",
    "the International Atomic Energy Agency",
]
REBELS = [
    "the rebels",
    "Islamist militants",
    "the separatists",
    "the Taliban",
    "Houthi fighters",
    "the guerrillas",
    "Maoist rebels",
    "Boko Haram",
    "al-Shabaab",
    "the militia",
    "Kurdish fighters",
    "the insurgents",
    "Hezbollah",
    "the junta's opponents",
    "tribal gunmen",
]
CROWDS = [
    "thousands of protesters",
    "teachers",
    "striking miners",
    "hundreds of students",
    "farmers",
    "opposition supporters",
    "doctors and nurses",
    "truck drivers",
    "tens of thousands of people",
    "dockworkers",
    "human rights activists",
    "the opposition",
    "villagers",
    "railway workers",
    "pro-democracy activists",
    "textile workers",
]
COURTS = (
    "a {0} court;{0}'s highest court;the International Criminal Court;the constitutional court;a court in {2}"
)
PERSONS = (
    "the opposition leader {3};a former {1} minister;two {1} journalists;a {1} businessman;the activist {3};a {1} "
    "general;three {1} sailors;dozens of political prisoners;an aid worker;the singer {3};a suspected spy;"
    "the former president {3}"
)
FORCES = (
    "{1} troops;{1} police;the {1} army;{1} security forces;{1} soldiers;the {1} navy;{1} marines;{0}'s army"
)
PLACES = "{2};northern {0};the port of {2};eastern {0};the border region;{0}'s capital, {2};the south of {0}"
GOVERNED = "{0};{0};{0};{2};the {1} government;{0}'s foreign ministry;{1} authorities;{1} officials;the government of {0}"
DAYS = (
    "on Monday",
    "on Tuesday",
    "on Thursday",
    "on Sunday",
    "last week",
    "yesterday",
    "on March 4",
    "this month",
)
SLOT = re.compile(r"\b(STATE|LEADER|FORCE|REBEL|CROWD|BODY|COURT|PERSON|PLACE|DAY)(\d?)\b")


def filled(pattern: str, draw: random.Random) -> str:
    """The pattern with every slot filled; the same slot and number get the same filler."""
    fillers: dict[str, str] = {}

    def filler(found: re.Match[str]) -> str:
        return fillers.setdefault(found[0], _filler(found[1], draw))

    return SLOT.sub(filler, pattern)


def _filler(slot: str, draw: random.Random) -> str:
    names = draw.choice(STATES.split(";")).split("|")
    surname = draw.choice(SURNAMES)
    if slot == "LEADER":
        office = draw.choice(OFFICES)
        return draw.choice(
            (f"{names[1]} {office} {surname}", f"{office} {surname}", f"the {names[1]} president")
        )
    lists = {"REBEL": REBELS, "CROWD": CROWDS, "BODY": BODIES, "DAY": DAYS}
    if slot in lists:
        return draw.choice(lists[slot])
    forms = {"STATE": GOVERNED, "FORCE": FORCES, "COURT": COURTS, "PERSON": PERSONS, "PLACE": PLACES}
    return draw.choice(forms[slot].split(";")).format(*names, surname)


def record(number: int, category: str, marked: str) -> dict[str, str]:
    """A line of the documented JSONL: text, both parties, the marked text, the category."""
    first = re.search(r"[a-z]", re.sub(r"<.*?>", "", marked[:6]))
    marked = _capital(marked) if first else marked
    source, target = (re.search(rf"<{m}>(.*?)</{m}>", marked) for m in "st")
    if source is None or target is None:
        raise ValueError(f"a pattern lacks one of its marks: {marked}")
    return {
        "id": f"pattern-{number}",
        "text": re.sub(r"</?[st]>", "", marked),
        "source": source[1],
        "target": target[1],
        "marked": marked,
        "event": category,
    }


def _capital(marked: str) -> str:
    at = re.match(r"(?:<[st]>)?", marked)
    start = at.end() if at else 0
    return marked[:start] + marked[start : start + 1].upper() + marked[start + 1 :]


def main() -> None:
    """Writes patterns.jsonl beside patterns.txt."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    draw = random.Random(SEED)
    rows = []
    for line in (HERE / "patterns.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        category, _, pattern = line.partition(" | ")
        seen: set[str] = set()
        while len(seen) < times:
            seen.add(filled(pattern, draw))
        rows += [record(len(rows) + n, category, text) for n, text in enumerate(sorted(seen))]
    out = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (HERE / "patterns.jsonl").write_text(out, "utf-8")


if __name__ == "__main__":
    main()
