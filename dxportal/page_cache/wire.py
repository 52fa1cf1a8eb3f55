"""How a page lies in a cache that several hosts share: a header in JSON, the body, and a seal over both.

Never Python's pickle: who can write into the cache must not be able to run anything here, nor to show anybody a page. The
seal is made with SECRET_KEY; what is cut off, altered or another site's is no page.
"""

import hashlib
import hmac
import json
import struct

from .page import Page

MAGIC = b"dxpage1\n"
_SEAL = hashlib.sha256().digest_size
_LENGTH = struct.Struct(">I")


def packed(page: Page, secret: bytes) -> bytes:
    head = json.dumps(
        {
            "key": page.key,
            "plan": page.plan,
            "version": page.version,
            "headers": page.headers,
            "is_gzip": page.is_gzip,
        }
    ).encode()
    rest = _LENGTH.pack(len(head)) + head + page.body
    return MAGIC + _seal(rest, secret) + rest


def unpacked(data: bytes, key: str, secret: bytes) -> Page | None:
    """The page of that key; None where the bytes are none."""
    start = len(MAGIC) + _SEAL
    rest = data[start:]
    if not data.startswith(MAGIC) or not hmac.compare_digest(data[len(MAGIC) : start], _seal(rest, secret)):
        return None
    (length,) = _LENGTH.unpack_from(rest)
    head = json.loads(rest[_LENGTH.size : _LENGTH.size + length])
    if head["key"] != key:
        return None
    headers = tuple((name, value) for name, value in head["headers"])
    return Page(key, head["plan"], head["version"], headers, rest[_LENGTH.size + length :], head["is_gzip"])


def _seal(data: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, data, hashlib.sha256).digest()
