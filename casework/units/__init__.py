"""Units, their dated relations, and the individuals alleged to have served in them: always with sources."""
