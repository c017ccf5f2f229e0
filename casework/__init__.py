"""Casework: an accountability-investigation case manager."""
