"""Words in what the plans say, found by an index in the database: docs/adr/0025-words-are-found-by-pairs-of-letters.md."""
