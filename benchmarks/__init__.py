"""Benchmarks: every figure is a ratio to a baseline measured in the same run, so that it means the same on any machine."""
