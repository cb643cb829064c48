"""Records and readings as the record's own tests make them."""

import pytest
from tests.record.conftest import make_reading, record
from tests.runs.pieces import parts, read_alone, sources

__all__ = ["make_reading", "record"]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Files of stories to be read in pieces."""
    return sources(tmp_path_factory.mktemp("sources") / "news")


@pytest.fixture(scope="module")
def alone(source, tmp_path_factory, reader):
    """The parts that one process writes of them."""
    folder = tmp_path_factory.mktemp("alone")
    read_alone(source, folder, reader)
    return parts(folder)
