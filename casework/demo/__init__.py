"""The demonstration: one invented case that exercises every feature, and bulk data for the benchmarks.

Everything here is SYNTHETIC. The words are data (`content/*.toml`); the exhibits are drawn when they are loaded
(`files.py`); `loader.py` puts all of it through the same services that people use.
"""
