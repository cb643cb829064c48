"""Linking: takes articles and readings, gives judgements of what is one story, one copy, one event; never touches the record."""
