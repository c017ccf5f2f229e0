"""Who is alleged to have done what to whom, on whose word, and what speaks against it."""
