"""The gold set of linking is well formed: what it quotes is there, its identifiers are unique, its days exist."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

LINKING = Path(__file__).parent / "linking"
FILES = [
    json.loads(path.read_text("utf-8"))
    for path in sorted(LINKING.glob("*.json"))
    if path.name.startswith(("dev-", "test-"))
]
TOLERANCE = 0.01
"""How far a score may fall, for what another machine rounds otherwise."""
CATEGORIES = {
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "ENCOUNTER"),
}


def test_files_are_named_after_their_identifier():
    names = {path.stem for path in LINKING.glob("*-*.json")}
    assert names == {file["id"] for file in FILES}


def test_identifiers_of_articles_are_unique_over_all_files():
    counts = Counter(article["id"] for file in FILES for article in file["articles"])
    assert [identity for identity, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["id"])
def test_articles_are_whole(file):
    for article in file["articles"]:
        assert article.keys() == {"id", "outlet", "agency", "published", "title", "text"}
        assert date(2000, 1, 1) <= date.fromisoformat(article["published"]) <= date(2025, 12, 31)
        assert 25 <= len(article["text"].split()) <= 200, article["id"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["id"])
def test_quotes_stand_once_in_their_article(file):
    texts = {article["id"]: article["text"] for article in file["articles"]}
    taken = []
    for event in file["events"]:
        assert event.keys() == {"id", "what", "category", "tellings"} and event["category"] in CATEGORIES
        for telling in event["tellings"]:
            text, quote = texts[telling["article"]], telling["quote"]
            assert quote.strip() == quote and text.count(quote) == 1, quote
            taken.append((telling["article"], text.index(quote), text.index(quote) + len(quote)))
    for here, there in zip(sorted(taken), sorted(taken)[1:], strict=False):
        assert here[0] != there[0] or here[2] <= there[1], "quotes of two tellings overlap"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["id"])
def test_copies_are_articles_of_the_file_and_in_one_group_only(file):
    known = {article["id"] for article in file["articles"]}
    members = [identity for group in file["copies"] for identity in group]
    assert set(members) <= known and len(members) == len(set(members))
    assert all(len(group) > 1 for group in file["copies"])


@pytest.mark.parametrize("half", ["dev-", "test-"])
def test_each_half_has_its_events_told_by_two_outlets_or_more(half):
    files = [file for file in FILES if file["id"].startswith(half)]
    outlets = {article["id"]: article["outlet"] for file in files for article in file["articles"]}
    told = [
        len({outlets[telling["article"]] for telling in event["tellings"]})
        for file in files
        for event in file["events"]
    ]
    assert sum(count >= 2 for count in told) >= 30
    assert sum(len(file["copies"]) for file in files) >= 3


@pytest.mark.slow
def test_scores_do_not_fall():
    measured = subprocess.run(
        [sys.executable, "benchmarks/linking.py", "gold"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
        text=True,
    )
    scores, floors = json.loads(measured.stdout), json.loads((LINKING / "floors.json").read_text("utf-8"))
    assert floors
    assert {name: scores[name] for name, floor in floors.items() if scores[name] < floor - TOLERANCE} == {}
    assert scores["seconds_linking"] <= 0.2 * scores["seconds_reading"]
