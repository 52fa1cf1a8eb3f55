"""The whole site as one file, and back: `write` and `restore`, on either database.

The file is a zip of one list of rows per table, in a form that belongs to no database (values.py), with a header and a
checksum (archive.py). What is public changes by a revision only: a restore sets the guard aside and lays it anew in its
one transaction (restoring.py).
"""

from .errors import BackupError
from .restoring import restore, what_stands
from .writing import write

__all__ = ["BackupError", "restore", "what_stands", "write"]
