"""Quarterly reports: one frozen snapshot of a review, from which every format is rendered.

`snapshot` builds it and compares two (`snapshot.changes`), `publishing` has the verbs, `formats` the files.
"""
