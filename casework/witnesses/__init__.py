"""witnesses."""
