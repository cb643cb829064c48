"""Fifty readers at once, on the pages and on the API, while articles come in: everybody is answered."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.web.conftest import fill, planned, told_on
from tests.web.serving import served

from detente.runs.apart import Apart
from detente.web import make_app
from detente.web.access import Access

READERS = 50
PATHS = [
    "/", "/pair/RUS-USA", "/pair/RUS-USA?from=2023&category=ACCUSE", "/events", "/encounters?about=RUS-USA", "/pairs", "/sources",
    "/positions?about=USA", "/search?q=espionage", "/article/ar_Mail", "/evidence/rp_Mail", "/pair/RUS-USA.csv", "/pair/RUS-USA.ics",
    "/api/v1/events", "/api/v1/reports?pair=RUS-USA", "/api/v1/encounters", "/api/v1/positions", "/api/v1/pairs",
    "/api/v1/pairs/RUS-USA/tension", "/api/v1/pairs/RUS-USA/agenda", "/api/v1/evidence/rp_Mail", "/api/v1/search?q=accused",
    "/events?as_of=2023-06-01",
]  # fmt: skip
TOKEN = {"Authorization": "Bearer s3cret"}


@pytest.mark.slow
def test_fifty_at_once_while_articles_come_in(tmp_path):
    readings = [told_on("Mail", "2023-03-02"), told_on("Echo", "2023-03-01"), planned("Plan", "2023-04-20")]
    access = Access(token="s3cret", asking=1_000_000, writing=1_000_000)
    coder = Apart(model=False)
    app = make_app(fill(tmp_path / "record.duckdb", readings), access=access, coder=coder)
    ended = threading.Event()
    with served(app) as address:

        def reads(number):
            with httpx.Client(base_url=address, timeout=120) as client:
                start = number * 7 % len(PATHS)
                return [(path, client.get(path).status_code) for path in PATHS[start:] + PATHS[:start]]

        def sends():
            told = []
            with httpx.Client(base_url=address, timeout=120, headers=TOKEN) as client:
                while not ended.is_set():
                    given = {
                        "text": f"China accused Japan of delay number {len(told)} on Monday.",
                        "published": "2024-05-01",
                    }
                    told.append(client.post("/api/v1/read", json=given).status_code)
            return told

        with ThreadPoolExecutor(READERS + 1) as many:
            sender = many.submit(sends)
            answers = [one for found in many.map(reads, range(READERS)) for one in found]
            ended.set()
            sent = sender.result()
    assert len(answers) == READERS * len(PATHS)
    assert [one for one in answers if one[1] != 200] == []
    assert sent and set(sent) == {201}
