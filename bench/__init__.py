"""Benchmarks: `python -m bench`, or `make bench`.

They report counts, bytes and ratios; seconds differ from one machine to the next.
"""
