"""Reviews: what one person wrote, another approves."""
