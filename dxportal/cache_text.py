"""How values lie in a Redis: as JSON. Django's own way is pickle, by which who can write there runs code here."""

import json
from typing import Any


class JsonSerializer:
    """For OPTIONS["serializer"] of Django's RedisCache. What is no JSON raises ValueError, as text that is no number does."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)
