"""Redaction: a new exhibit made from another, in which what endangers somebody is gone, with a code for each place."""
