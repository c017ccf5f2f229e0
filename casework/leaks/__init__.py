"""Names of protected people in text: found on save and before anything leaves (docs/adr/0020-leak-scan.md)."""
