"""The SHA-256 of a stored text or file, worked out where it is stored: it need not be fetched itself."""

import hashlib

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, CharField, Func

SQLITE_FUNCTION = "sha256_of_bytes"


class StoredChecksum(Func):
    """Of the text's bytes in UTF-8, in hexadecimal. SQLite gets the bytes as they are: damaged ones are no text."""

    output_field = CharField()
    arity = 1

    def as_sqlite(self, compiler, connection, **options):
        template = f"{SQLITE_FUNCTION}(CAST(%(expressions)s AS BLOB))"
        return super().as_sql(compiler, connection, template=template, **options)

    def as_postgresql(self, compiler, connection, **options):
        is_file = isinstance(self.get_source_expressions()[0].output_field, BinaryField)
        given = "%(expressions)s" if is_file else "convert_to(%(expressions)s, 'UTF8')"
        template = f"encode(sha256({given}), 'hex')"
        return super().as_sql(compiler, connection, template=template, **options)


def give_to_sqlite(*, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Called for each new connection. A question only, no constraint: other tools read the file without it."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_FUNCTION, 1, checksum_of, deterministic=True)


def checksum_of(content: bytes | None) -> str:
    """Its SHA-256 in hexadecimal."""
    return hashlib.sha256(content or b"").hexdigest()
