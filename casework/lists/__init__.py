"""Lists of victims from CSV and spreadsheets: columns said, every line checked, then all good lines or none come in."""
