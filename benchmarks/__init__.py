"""Measures derive beside its peers; `python -m benchmarks` runs everything."""
