"""Cases: what is investigated, by whom, and what happened in it."""
