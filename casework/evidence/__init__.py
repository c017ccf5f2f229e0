"""Exhibits: original files kept as they came, what is known about them, and their chain of custody."""
