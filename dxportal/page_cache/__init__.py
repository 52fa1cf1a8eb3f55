"""Finished public pages, kept in front of Django as long as the database says that nothing they show has changed.

docs/adr/0023-pages-are-kept.md says why it is made so.
"""

from .wrapper import in_front_of

__all__ = ["in_front_of"]
