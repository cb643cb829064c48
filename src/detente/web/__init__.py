"""The pages of a record: takes a request, asks one record, gives a page or the same as data; writes nothing, decides nothing about diplomacy."""

from detente.web.app import from_environment, make_app

__all__ = ["from_environment", "make_app"]
