"""The record: takes readings, keeps them in one DuckDB file and answers questions about them as Arrow tables, never codes."""

from detente.record.store import Record, open_record
from detente.record.writing import Outcome, forget, keep

__all__ = ["Outcome", "Record", "forget", "keep", "open_record"]
