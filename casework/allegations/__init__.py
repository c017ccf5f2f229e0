"""allegations."""
