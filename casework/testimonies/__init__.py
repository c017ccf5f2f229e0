"""testimonies."""
