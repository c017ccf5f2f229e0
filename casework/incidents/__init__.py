"""Incidents, the victims in them, and the figures that sources give: side by side, never summed."""
