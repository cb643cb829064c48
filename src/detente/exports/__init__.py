"""Exports: takes articles, reports, encounters and positions and gives the layouts that other programs read, and reads theirs; never opens a file."""
