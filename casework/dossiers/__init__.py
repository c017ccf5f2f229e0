"""Dossiers: what an independent committee receives. Freeze, redact, typeset, seal, deliver, verify."""
