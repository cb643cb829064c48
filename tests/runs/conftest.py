"""Records and readings as the record's own tests make them."""

from tests.record.conftest import make_reading, record

__all__ = ["make_reading", "record"]
