"""Engines: take sources, a reader and a record, and run the one pipeline over all of them; they know nothing of diplomacy."""
