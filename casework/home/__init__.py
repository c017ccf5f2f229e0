"""The first page, "my work", and the log for those who check it."""
