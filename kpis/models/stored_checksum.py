"""The SHA-256 of a stored text, worked out where it is stored: the text itself need not be fetched."""

import hashlib

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func

SQLITE_FUNCTION = "sha256_of_bytes"


class StoredChecksum(Func):
    """Of the text's bytes in UTF-8, in hexadecimal. SQLite gets the bytes as they are: damaged ones are no text."""

    output_field = CharField()
    arity = 1

    def as_sqlite(self, compiler, connection, **options):
        template = f"{SQLITE_FUNCTION}(CAST(%(expressions)s AS BLOB))"
        return super().as_sql(compiler, connection, template=template, **options)

    def as_postgresql(self, compiler, connection, **options):
        template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
        return super().as_sql(compiler, connection, template=template, **options)


def give_to_sqlite(*, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Called for each new connection. A question only, no constraint: other tools read the file without it."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_FUNCTION, 1, _checksum, deterministic=True)


def _checksum(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()
