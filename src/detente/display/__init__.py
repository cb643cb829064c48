"""For people: takes nouns and tables, gives names of states, terminal tables, charts and briefs, never codes."""
