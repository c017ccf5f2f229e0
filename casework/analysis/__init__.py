"""What the records show together: timeline, map, unit chart. One source for the pages and the dossier."""
