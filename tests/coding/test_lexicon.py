"""The tables of coding: complete enough to work alone, and telling where they are wrong."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from detente.errors import KnowledgeError, UsageError
from detente.knowledge.categories import categories
from detente.knowledge.inflection import noun_forms, verb_forms
from detente.knowledge.verbs import coding_tables, read_coding_tables

TABLES = (
    *("categories.toml", "cameo.csv", "verbs.toml", "nouns.toml", "things.toml", "operators.toml"),
    *("compositions.csv", "refinements.csv", "nominalisations.csv", "status.toml", "contexts.toml"),
    "matters.toml",
)


@pytest.fixture
def folder(tmp_path):
    for name in TABLES:
        shutil.copy(Path(str(files("detente.knowledge"))) / name, tmp_path / name)
    return tmp_path


def test_the_lexicon_has_words_for_every_category():
    tables = coding_tables()
    rows = [row for rows in tables.verbs.values() for row in rows]
    told = {row.event or tables.categories.codes[row.cameo].event for row in rows}
    composed = {tables.categories.codes[cameo].event for cameo in tables.compositions.values()}
    assert told | composed == set(tables.categories.events())
    assert len(tables.verbs) >= 500
    assert len(tables.nouns) >= 500


def test_every_quad_class_and_score_is_set():
    known = categories()
    assert len(known.events()) == 16
    assert known.score("ACCUSE", None) == -3.0
    assert known.score("CONSULT", "visit") == 4.0
    assert known.score("RETREAT", "no such mode") == known.score("RETREAT", None)
    assert known.quad("COERCE") == "material conflict"
    assert known.goldstein("190") == -10.0


def test_an_unknown_category_is_a_usage_error():
    with pytest.raises(UsageError, match="unknown category 'WAR'"):
        categories().quad("WAR")


def test_every_code_has_a_mode_that_its_category_knows_or_none():
    known = categories()
    assert not [
        code.code
        for code in known.codes.values()
        if code.mode and (code.event, code.mode) not in known.by_event
    ]


@pytest.mark.parametrize(
    ("operator", "inner", "cameo"),
    [
        ("promise", "085", "0354"),
        ("promise", "0861", "0355"),
        ("threaten", "163", "1312"),
        ("refuse", "040", "125"),
        ("demand", "0841", "1053"),
        ("plan", "154", "138"),
        ("plan", "042", "036"),
        ("promise", "112", None),
    ],
)
def test_an_operator_makes_one_code_of_another(operator, inner, cameo):
    assert coding_tables().compose(operator, inner) == cameo


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("verbs.toml", 'cameo = "041"', 'cameo = "999"', r"verbs.toml:\d+:1: cameo: '999' is no CAMEO code"),
        ("verbs.toml", "both = true", "bothh = true", r"verbs.toml:\d+:1: unknown field 'bothh'"),
        ("verbs.toml", 'event = "SANCTION"', 'event = "WAR"', r"verbs.toml:\d+:1: event: unknown category"),
        (
            "operators.toml",
            'kind = "plan"',
            'kind = "plann"',
            r"operators.toml:\d+:1: kind: 'plann' is none of",
        ),
        ("compositions.csv", "promise,04,036", "promise,04,36", r"compositions.csv:\d+:3: cameo: '36' is no"),
        ("categories.toml", "score = 2.5", "score = 25", r"categories.toml:\d+:1: score: 25.0 lies outside"),
        ("cameo.csv", "040,CONSULT", "040,CONSULTT", r"cameo.csv:\d+:2: event: unknown category"),
        ("nouns.toml", 'cameo = "040"', "cameo = 40", r"nouns.toml:\d+:1"),
    ],
)
def test_a_wrong_row_is_named_by_file_line_and_column(folder, name, old, new, said):
    file = folder / name
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeError, match=said):
        read_coding_tables(folder)


def test_a_missing_table_is_named(folder):
    (folder / "nouns.toml").unlink()
    with pytest.raises(KnowledgeError, match=r"nouns\.toml: no such table"):
        read_coding_tables(folder)


def test_an_empty_lexicon_codes_nothing(folder, trees):
    from detente.coding import code
    from detente.types import Actor, Article

    for name, array in (("verbs", "verb"), ("nouns", "noun"), ("operators", "operator")):
        (folder / f"{name}.toml").write_text(f"{array} = []\n", "utf-8")
    text, sentence = next(iter(trees.items()))
    actor = Actor(text=text[:3], start=0, end=3, kind="state", country="USA")
    assert code((sentence,), Article(id="x", text=text), (actor,), (), (), read_coding_tables(folder)) == ()


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("expel", "expelled"),
        ("expel", "expelling"),
        ("visit", "visited"),
        ("ban", "banned"),
        ("deny", "denied"),
        ("free", "freed"),
        ("free", "freeing"),
        ("release", "releasing"),
        ("withdraw", "withdrew"),
        ("attack", "attacks"),
        ("impose", "imposes"),
    ],
)
def test_a_verb_has_its_forms(lemma, form):
    assert form in verb_forms(lemma)


@pytest.mark.parametrize(("lemma", "form"), [("embassy", "embassies"), ("attack", "attacks"), ("man", "men")])
def test_a_noun_has_its_plural(lemma, form):
    assert form in noun_forms(lemma)
