"""What political scientists know, in tables that they can edit: takes CSV and TOML files, gives checked rows, never reads an article."""
