"""What of Wikidata's facts is new to the tables."""

import pytest

from detente.knowledge.holders import Holder
from detente.knowledge.wikidata import office_of, positions
from detente.runs import updating
from detente.runs.updating import Asked, news
from detente.sources.wikidata import HeldPosition


def held(person: str, position: str, since: str, country: str = "FRA") -> HeldPosition:
    return HeldPosition(item="Q1", person=person, position=position, country=country, since=since, until=None)


LABELS = [
    ("head of state", "President of France", "president"),
    ("head of state", "monarch of Denmark", "monarch"),
    ("head of state", "King of the Belgians", "monarch"),
    ("head of government", "Prime Minister of France", "prime minister"),
    ("head of government", "Federal Chancellor of Germany", "chancellor"),
    ("head of government", "Taoiseach", None),
    ("foreign minister", "Minister for Europe and Foreign Affairs", "foreign minister"),
]


@pytest.mark.parametrize(("kind", "label", "office"), LABELS)
def test_a_label_names_an_office(kind, label, office):
    position = next(p for p in positions() if p.label == kind)
    assert office_of(label, position) == office


def test_only_what_the_tables_lack_is_new(monkeypatch):
    facts = {
        "Q7330070": (
            held("Laurent Fabius", "Minister of Foreign Affairs", "2012-05-17"),
            held("Jane Doe", "Minister of Foreign Affairs", "2027-03-01"),
            held("Paul Renard", "Minister of Foreign Affairs", "2028-03-01"),
        )
    }
    asked: list[tuple[str, tuple[str, ...], str]] = []

    def answer(item, codes, since, endpoint):
        asked.append((item, tuple(codes), since))
        return facts.get(item, ())

    monkeypatch.setattr(updating, "held_positions", answer)
    own = (
        Holder(
            person="Paul Renard", office="foreign minister", country="FRA", since="2028-03-01", source="-"
        ),
    )
    rows = list(news(Asked(codes=("FRA",), since="2010-01-01"), own))
    assert [(h.person, h.office, h.since, h.source) for h in rows] == [
        ("Jane Doe", "foreign minister", "2027-03-01", "Wikidata: https://www.wikidata.org/wiki/Q1")
    ]
    assert {item for item, _, _ in asked} == {p.item for p in positions()}
    assert all(since == "2010-01-01" and codes == ("FRA",) for _, codes, since in asked)


def test_all_states_are_asked_in_parts(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(
        updating, "held_positions", lambda item, codes, since, endpoint: asked.extend(codes) or ()
    )
    assert list(news(Asked(offices=("foreign minister",)), ())) == []
    assert len(asked) == len(set(asked)) > 190
