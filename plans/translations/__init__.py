"""A plan's own texts in other languages: what a row says is said as its city's translations have it.

A translation belongs to a text, not to a row: wherever and on whichever day the text stands, it reads the same, and a text
that was changed stands in Japanese, and marked so, until somebody has translated it anew (docs/adr/0032).
"""
