"""Sources: who says so, where in it, how reliable, and which of them repeat one another."""
