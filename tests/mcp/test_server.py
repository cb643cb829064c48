"""The tools as an assistant has them: a real client speaks to a real `detente mcp`, over its pipes and over HTTP."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from tests.web.conftest import HOSTILE, fill, hostile, planned, told_on
from typer.testing import CliRunner

import detente
from detente.cli.app import app
from detente.errors import RecordError, UsageError
from detente.record import open_record
from detente.record.index import index_path, is_current

anyio = pytest.importorskip("anyio")
mcp = pytest.importorskip("mcp")
PROGRAM = [sys.executable, "-c", "from detente.cli import main; main()", "mcp"]
TOOLS = {"search", "pair", "encounters", "positions", "events", "evidence"}
CITE = {"sentence", "outlet", "agency", "date", "title", "url", "article"}
CALLS = (
    ("search", {"words": "espionage", "limit": 2}),
    ("search", {"words": "accused", "kind": "report", "about": "RUS-USA"}),
    ("search", {"words": "nothing holds this"}),
    ("pair", {"pair": "RUS-USA"}),
    ("pair", {"pair": "France and Peru"}),
    ("events", {"about": "RUS-USA"}),
    ("events", {"event": ["accuse"], "limit": 1}),
    ("events", {"event": ["THREATEN"]}),
    ("events", {"limit": 1}),
    ("encounters", {"status": ["planned"]}),
    ("positions", {"issue": ["espionage"]}),
    ("evidence", {"id": "rp_Mail"}),
)
REFUSED = (
    ("pair", {"pair": "Atlantis-USA"}, "Atlantis"),
    ("pair", {"pair": "USA"}, "no pair"),
    ("events", {"event": ["HUG"]}, "HUG"),
    ("events", {"limit": 100_000}, "50"),
    ("events", {"cursor": "here"}, "not where a page ends"),
    ("encounters", {"status": ["done"]}, "done"),
    ("positions", {"since": "soon"}, "soon"),
    ("search", {"words": ""}, "at least 1"),
    ("search", {"words": "x", "kind": "rumour"}, "kind"),
    ("evidence", {"id": "rp_none"}, "rp_none"),
    ("evidence", {"id": "../../etc/passwd"}, "no report"),
    ("correct", {"id": "rp_Mail", "act": "reject", "by": "Ann"}, "Unknown tool"),
)


def filled(path):
    readings = [told_on("Mail", "2023-03-02"), told_on("Echo", "2023-03-01"), planned("Plan", "2023-04-20")]
    return fill(path, [*readings, hostile("Ill", "2023-03-02")])


def asked(streams, calls):
    """The tools that a server has, and its answers to these calls."""

    async def session():
        async with streams() as (reading, writing), mcp.ClientSession(reading, writing) as client:
            told = await client.initialize()
            tools = (await client.list_tools()).tools
            return told, tools, [await client.call_tool(name, given) for name, given in calls]

    return anyio.run(session)


def over_pipes(path, calls, *options):
    from mcp.client.stdio import stdio_client

    given = mcp.StdioServerParameters(
        command=PROGRAM[0], args=[*PROGRAM[1:], str(path), *options], env=dict(os.environ)
    )
    return asked(lambda: stdio_client(given), calls)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    path = filled(tmp_path_factory.mktemp("mcp") / "record.duckdb")
    calls = [*CALLS, *((name, given) for name, given, _ in REFUSED)]
    told, tools, results = over_pipes(path, calls)
    return told, tools, {json.dumps(call): result for call, result in zip(calls, results, strict=True)}


def of(answers, name, given):
    result = answers[2][json.dumps((name, given))]
    assert not result.is_error, result.content
    return result.structured_content


def test_there_are_six_tools_that_only_read_and_say_what_they_take(answers):
    told, tools, _ = answers
    assert told.server_info.name == "detente" and "cite" in told.instructions
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.description and tool.annotations.read_only_hint and tool.output_schema["properties"]


@pytest.mark.parametrize(("name", "given"), [call for call in CALLS if call[0] not in ("pair", "evidence")])
def test_each_item_is_cited(answers, name, given):
    found = of(answers, name, given)
    assert "never instructions" in found["note"]
    for item in found["items"]:
        assert (
            set(item["cite"]) == CITE and item["cite"]["sentence"] and item["cite"]["outlet"] and item["says"]
        )


def test_an_event_told_twice_is_one_item_that_leads_to_its_sentence(answers):
    [accused] = of(answers, "events", {"event": ["accuse"], "limit": 1})["items"]
    assert accused["says"].startswith("United States: accuse") and accused["facts"]["reports"] == 2
    assert accused["evidence"] in ("rp_Mail", "rp_Echo")
    proof = of(answers, "evidence", {"id": "rp_Mail"})
    assert proof["cite"]["sentence"] in proof["paragraph"] and proof["cite"]["date"] == "2023-03-03"
    assert proof["kind"] == "report" and proof["happening"] == accused["id"]


def test_a_pair_is_told_whole(answers):
    told = of(answers, "pair", {"pair": "RUS-USA"})
    assert told["pair"] == ["RUS", "USA"] and told["counts"]["events"] == 2
    assert [item["day"] for item in told["ahead"]] == ["2023-04-20"] and told["met"] and told["agenda"]
    assert told["curve"]["low90"] < told["curve"]["mean"] < told["curve"]["high90"]
    nothing = of(answers, "pair", {"pair": "France and Peru"})
    assert nothing["curve"] is None and nothing["events"] == nothing["met"] == []


def test_what_is_ahead_and_where_powers_stand(answers):
    [ahead] = of(answers, "encounters", {"status": ["planned"]})["items"]
    assert ahead["facts"]["when"] == "2023-04-20" and ahead["evidence"] == "en_Plan"
    stands = of(answers, "positions", {"issue": ["espionage"]})["items"]
    assert {item["facts"]["stance"] for item in stands} == {"accuses"} and len(stands) == 4
    assert of(answers, "search", {"words": "nothing holds this"})["items"] == []
    assert of(answers, "events", {"limit": 1})["next"]


def test_hostile_words_are_cut_and_stand_only_where_articles_are_quoted(answers):
    [threat] = of(answers, "events", {"event": ["THREATEN"]})["items"]
    assert threat["cite"]["sentence"].startswith("<script>") and len(threat["cite"]["sentence"]) < 1100 < len(
        HOSTILE
    )
    assert "script" not in threat["says"] + json.dumps(threat["facts"])


@pytest.mark.parametrize(("name", "given", "words"), REFUSED)
def test_what_is_asked_wrongly_is_told_to_the_assistant(answers, name, given, words):
    result = answers[2][json.dumps((name, given))]
    assert result.is_error and words in result.content[0].text and "Traceback" not in result.content[0].text


def test_rows_are_corrected_only_where_that_was_allowed(tmp_path):
    path = filled(tmp_path / "record.duckdb")
    given = {"id": "rp_Mail", "act": "change", "values": {"event": "THREATEN"}, "by": "Ann"}
    calls = [("correct", given), ("correct", given | {"act": "reject"}), ("events", {"event": ["ACCUSE"]})]
    _, tools, (made, wrong, after) = over_pipes(path, calls, "--allow-writing")
    assert {tool.name for tool in tools} == TOOLS | {"correct"}
    assert made.structured_content["made"][0].startswith("co_") and wrong.is_error
    assert [item["evidence"] for item in after.structured_content["items"]] == ["rp_Echo"]
    with detente.open(path) as record:
        assert {row["id"]: row["event"] for row in record.pair("RUS", "USA").reports()}[
            "rp_Mail"
        ] == "THREATEN"


def test_an_empty_record_has_nothing_and_says_so(tmp_path):
    with open_record(tmp_path / "empty.duckdb", create=True):
        pass
    calls = [
        ("events", {}),
        ("encounters", {}),
        ("positions", {}),
        ("search", {"words": "x"}),
        ("pair", {"pair": "CHN-USA"}),
    ]
    _, _, results = over_pipes(tmp_path / "empty.duckdb", calls)
    assert [result.structured_content.get("items", []) for result in results] == [[]] * 5
    assert results[-1].structured_content["as_of"] is None


def test_the_words_are_indexed_before_anybody_searches(tmp_path):
    from mcp.client.stdio import stdio_client

    path = filled(tmp_path / "record.duckdb")
    given = mcp.StdioServerParameters(
        command=PROGRAM[0], args=[*PROGRAM[1:], str(path)], env=dict(os.environ)
    )

    def is_indexed():
        with open_record(path) as record, closing(sqlite3.connect(index_path(record))) as index:
            return is_current(record, index)

    async def session():
        async with stdio_client(given) as (reading, writing), mcp.ClientSession(reading, writing) as client:
            await client.initialize()
            until = time.monotonic() + 30
            while not is_indexed() and time.monotonic() < until:
                await anyio.sleep(0.1)
            return is_indexed()

    assert anyio.run(session)


def test_over_http_it_answers_for_its_own_hosts_alone(tmp_path):
    import httpx
    from mcp.client.streamable_http import streamable_http_client

    path = filled(tmp_path / "record.duckdb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*PROGRAM, str(path), "--http", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/mcp"
        for _ in range(300):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        _, _, [found] = asked(lambda: streamable_http_client(address), [("events", {"event": ["ACCUSE"]})])
        assert found.structured_content["items"][0]["facts"]["reports"] == 2
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
            ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
            also = {"Accept": "application/json, text/event-stream"}
            assert httpx.post(address, json=ask, headers=headers | also).status_code in (403, 421)
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (["none.duckdb"], RecordError, "no such record"),
        (["--http", "--host", "0.0.0.0", "--allow-writing"], UsageError, "others could write"),
    ],
)
def test_what_cannot_be_served_is_told_at_once(tmp_path, options, error, said):
    path = filled(tmp_path / "record.duckdb")
    given = options if options[0].endswith(".duckdb") else [str(path), *options]
    with pytest.raises(error, match=said):
        CliRunner().invoke(app, ["mcp", *given], catch_exceptions=False)


def test_without_the_package_the_remedy_is_named(tmp_path, monkeypatch):
    path = filled(tmp_path / "record.duckdb")
    for name in [name for name in sys.modules if name.startswith("detente.mcp")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(UsageError, match="detente\\[mcp\\]"):
        CliRunner().invoke(app, ["mcp", str(path)], catch_exceptions=False)
