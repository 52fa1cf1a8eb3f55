"""Finds words, numbers and verdicts in everything the plans say: docs/adr/0025-words-are-found-by-pairs-of-letters.md."""
