"""Quarterly reports: one frozen snapshot of a review, from which every format is rendered.

`snapshot` builds it, `changes` compares two, `publishing` has the verbs, `formats` the files.
"""
