"""Mistakes that an editor makes, one at a time, in the real manual: each must be told at its line or classed rightly.

``python -m tests.mutations`` tries them all and writes the tables in ``docs/developers/mutations*.md``.
"""
