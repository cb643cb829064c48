"""The taxonomy of issues: its faults, and what an editor adds."""

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.issues import Issue, issue_name, issues, overlaid, read_issues
from detente.knowledge.overlay import Overlay, read_folder

GOOD = (
    '[[issue]]\nid = "seabed-cables"\ngroup = "security"\ncontext = "technology"\nwords = ["seabed cables"]\n'
)


def taxonomy(tmp_path, text):
    path = tmp_path / "issues.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("edit", "line", "said"),
    [
        (("seabed-cables", "Seabed Cables"), 2, "lower-case letters"),
        (('group = "security"\n', ""), 1, "group"),
        (("technology", "tech"), 4, "expected one of asylum, cbrn"),
        (('["seabed cables"]', "[]"), 5, "at least one phrase"),
        (('["seabed cables"]', '"seabed cables"'), 5, "words"),
        (('["seabed cables"]', '["seabed cables"'), 6, "not valid TOML"),
        (("words", "word"), 5, "unknown field 'word'"),
        (('cables"]\n', 'cables"]\npairs = ["USA-CHN"]\n'), 6, "alphabetical order, such as CHN-USA"),
        (('cables"]\n', 'cables"]\npairs = ["CHN-XQQ"]\n'), 6, "no state has the code 'XQQ'"),
        (("[[issue]]", "[[issues]]"), 1, "expected only [[issue]]"),
    ],
)
def test_a_wrong_edit_is_named_with_file_line_and_what_was_expected(tmp_path, edit, line, said):
    with pytest.raises(KnowledgeError) as caught:
        read_issues(taxonomy(tmp_path, GOOD.replace(*edit)))
    message = str(caught.value)
    assert message.startswith("issues.toml:")
    assert said in message
    assert f":{line}:" in message or f"line {line}" in message


def test_an_identifier_stands_once(tmp_path):
    with pytest.raises(KnowledgeError, match=r"issues.toml:6:1: id: .* stands already in line 1"):
        read_issues(taxonomy(tmp_path, GOOD + GOOD))


def test_an_editors_file_adds_issues_and_words(tmp_path):
    shipped = (Issue(id="cyberattacks", group="cyber", context="cyber", words=("cyberattack",)),)
    added = read_issues(taxonomy(tmp_path, GOOD))
    more = Issue(
        id="cyberattacks", group="cyber", context="cyber", words=("hack-and-leak",), pairs=("CHN-USA",)
    )
    merged = overlaid(shipped, (*added, more))
    assert [issue.id for issue in merged] == ["cyberattacks", "seabed-cables"]
    assert merged[0].words == ("cyberattack", "hack-and-leak")
    assert merged[0].pairs == ("CHN-USA",)


def test_the_editors_file_lies_in_the_folder_of_their_own_tables(tmp_path):
    taxonomy(tmp_path, GOOD)
    found = read_folder(tmp_path) | Overlay()
    assert [issue.id for issue in overlaid(issues(), found.issues)][-1] == "seabed-cables"
    taxonomy(tmp_path, GOOD.replace("technology", "tech"))
    with pytest.raises(KnowledgeError, match=r"issues.toml:4:1: context: 'tech'"):
        read_folder(tmp_path)


def test_every_issue_of_the_package_is_in_a_group_of_several_or_a_topic_of_its_own():
    groups = {issue.group for issue in issues()}
    assert {
        "security",
        "territory and seas",
        "war and peace",
        "arms control",
        "trade and tariffs",
        "sanctions",
    } <= groups
    assert len(groups) < 25


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("south-china-sea", "the South China Sea"),
        ("aegean-and-eastern-mediterranean", "the Aegean and the eastern Mediterranean"),
        ("grain-exports", "grain exports"),
        ("moon-mining", "moon mining"),
    ],
)
def test_an_issue_is_called_by_its_name_in_a_sentence(identifier, name):
    assert issue_name(identifier) == name
