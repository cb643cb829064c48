"""What is remembered of hosts that fail: as long as it matters, and no longer."""

import random
from datetime import datetime, timedelta

import pytest

from detente.record.watched import FeedItem
from detente.runs.hosts import FORGOTTEN, Hosts
from detente.sources import Refusal
from detente.types import Page

BEGAN = datetime(2026, 3, 2, 6, 0)


def item(host: str) -> FeedItem:
    return FeedItem(
        item=f"https://{host}/a", feed=f"https://{host}/feed.xml", id="a", link=f"https://{host}/a",
        title=None, published=None, outlet=None, text="",
    )  # fmt: skip


def failed(kind: str = "timeout", wait: float | None = None) -> Refusal:
    return Refusal(location="x", kind=kind, message=kind, wait=wait)


@pytest.fixture
def hosts():
    return Hosts(random.Random(1))


def held(hosts: Hosts) -> int:
    return len(hosts._failures) + len(hosts._until)


def test_a_host_that_fails_twice_rests_longer_each_time(hosts):
    one, now, rests = item("a.example"), BEGAN, []
    for _ in range(4):
        hosts.note(one, failed(), now)
        until = hosts.resting(one, now)
        rests.append((until - now).total_seconds() if until else 0)
        now = until or now
    assert rests[0] == 0 and rests[1:] == sorted(rests[1:]) and rests[1] > 60
    page = Page(content=b"x", location="x", media_type="text/html")
    hosts.note(one, page, now)
    hosts.note(one, failed(), now)
    assert hosts.resting(one, now) is None


def test_a_watch_of_months_does_not_remember_every_host_that_ever_failed(hosts):
    most = 0
    for hour in range(24 * 60):
        now = BEGAN + timedelta(hours=hour)
        for host in (f"{hour}.example", f"asks-{hour}.example"):
            hosts.note(item(host), failed(wait=600.0 if "asks" in host else None), now)
        most = max(most, held(hosts))
    assert most <= 2 * 48 + 2
    assert hosts.resting(item(f"asks-{hour}.example"), now) is not None


def test_failures_count_until_they_are_forgotten(hosts):
    one = item("a.example")
    hosts.note(one, failed(), BEGAN)
    hosts.note(one, failed(), BEGAN + FORGOTTEN - timedelta(seconds=1))
    assert hosts.resting(one, BEGAN + FORGOTTEN) is not None
    hosts.note(one, failed(), BEGAN + 2 * FORGOTTEN)
    assert hosts.resting(one, BEGAN + 2 * FORGOTTEN) is None
