"""Relations: takes tables of the record (and lists handed to it), gives comparisons, series and summaries, never opens a file."""
