"""Alerts: takes what has just come into the record and the wishes of those who watch, gives alerts with their evidence and sends
them, each once; never reads articles.
"""
