"""A connection over which a visitor asks again and again: little more than what a load needs of HTTP/1.1."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

PATIENCE = 60.0  # seconds


class ConnectionLostError(Exception):
    """The server ended the connection, or said nothing for long."""


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]  # names in small letters
    content: bytes


class Connection:
    """Opened with the first request, kept open, opened anew when the server has closed it after an answer."""

    def __init__(self, port: int):
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answered:
        """Raises ConnectionLostError."""
        try:
            return await asyncio.wait_for(self._ask(method, path, headers, body), PATIENCE)
        except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError) as error:
            await self.close()
            raise ConnectionLostError(str(error)) from error

    async def post(self, path: str, fields: Mapping[str, object], headers: Mapping[str, str]) -> Answered:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.ask("POST", path, {**headers, **kind}, urlencode(fields, doseq=True).encode())

    async def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        lines = {"Host": f"127.0.0.1:{self.port}", **headers}
        if method != "GET":
            lines["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"{method} {quote(path, safe='/?=&%')} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await writer.drain()
        status, found = await self._head(reader)
        content = await self._body(reader, found)
        if found.get("connection", "").lower() == "close":
            await self.close()
        return Answered(status, found, content)

    async def _head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        return int(first.split()[1]), {name.strip().lower(): value.strip() for name, _, value in pairs}

    async def _body(self, reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return await reader.readexactly(int(headers.get("content-length", "0")))
        parts = []
        while size := int(await reader.readuntil(b"\r\n"), 16):
            parts.append((await reader.readexactly(size + 2))[:-2])
        await reader.readexactly(2)
        return b"".join(parts)
