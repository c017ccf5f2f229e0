"""Requests for information: what a receiving body asks about a dossier, and what two people answer (docs/adr/0042-requests-for-information.md)."""
