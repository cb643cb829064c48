"""The API under inputs that nobody thought of: made by schemathesis from the API's own description. Nothing is a 500."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.web.conftest import fill, hostile, planned, told_on

from detente.web import make_app
from detente.web.access import Access

schemathesis = pytest.importorskip("schemathesis")
READING = "POST /api/v1/read"
"""Reading what is made up asks the encoder for each case, so it has a slow test of its own."""
OPERATIONS = (
    "GET /api/v1/events", "GET /api/v1/reports", "GET /api/v1/encounters", "GET /api/v1/positions", "GET /api/v1/pairs",
    "GET /api/v1/pairs/{pair}/tension", "GET /api/v1/pairs/{pair}/agenda", "GET /api/v1/events/{identity}",
    "GET /api/v1/encounters/{identity}", "GET /api/v1/evidence/{identity}", "GET /api/v1/articles/{identity}",
    "GET /api/v1/search", "GET /api/v1/about", "GET /api/v1/corrections", "POST /api/v1/corrections", READING,
)  # fmt: skip
ANYTHING_GOES = {"GET /api/v1/about", "GET /api/v1/corrections"} | {
    f"GET /api/v1/{what}/{{identity}}" for what in ("events", "encounters", "evidence", "articles")
}
"""Operations that take nothing, or any words at all: nothing goes against their description."""
MODES = [(label, "POSITIVE") for label in OPERATIONS] + [
    (label, "NEGATIVE") for label in OPERATIONS if label not in ANYTHING_GOES
]
BOUNDED = settings(
    max_examples=15, deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def operations(tmp_path_factory):
    readings = [told_on("Mail", "2023-03-02"), hostile("Ill", "2023-03-02"), planned("Plan", "2023-04-20")]
    path = fill(tmp_path_factory.mktemp("fuzz") / "record.duckdb", readings)
    access = Access(token="s3cret", asking=10**9, writing=10**9)
    app = make_app(path, hosts={"testserver"}, access=access)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    return {one.ok().label: one.ok() for one in schema.get_all_operations()}


def test_all_operations_are_tried(operations):
    assert set(operations) == set(OPERATIONS)


@pytest.mark.parametrize(("label", "mode"), [one for one in MODES if one[0] != READING])
def test_nothing_that_is_asked_breaks_the_server(operations, label, mode):
    tried(operations[label], mode, BOUNDED)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
def test_nothing_that_is_read_breaks_the_server(operations, mode):
    tried(operations[READING], mode, settings(BOUNDED, max_examples=30))


def tried(operation, mode, bounds):
    """Asks what can be made up of an operation, as it is described or against it; no answer may be a failure of the server."""
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [schemathesis.checks.not_a_server_error, content_type_conformance, response_schema_conformance]
    if mode == "POSITIVE":
        checks.append(status_code_conformance)
    answered = []

    @bounds
    @given(case=operation.as_strategy(generation_mode=GenerationMode[mode]))
    def ask(case):
        answer = case.call(headers={"Authorization": "Bearer s3cret"}, timeout=120)
        answered.append(answer.status_code)
        case.validate_response(answer, checks=checks)

    ask()
    assert answered
