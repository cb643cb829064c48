"""The soak of `benchmarks/soak.py`, cut short: the whole of a watch, encoder and alerts included, against outlets that fail."""

import pytest

from soak import soak


@pytest.mark.slow
def test_twenty_minutes_lose_nothing_double_nothing_and_tell_once(tmp_path, reader):
    found = soak(tmp_path, reader, hours=0.35, faults=0.3, seed=4)
    assert found.published == found.read > 12
    assert (found.lost, found.doubled, found.intruders) == (0, 0, 0)
    assert found.faults > 10
    assert found.unchanged > 10
    assert found.alerts == found.alerts_sent > 2
    assert found.alerts_doubled == 0
