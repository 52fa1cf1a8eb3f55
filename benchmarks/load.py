"""Many connections that ask one server for one address: by wrk where it is installed, else by a loop of our own."""

import asyncio
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass

WRK = shutil.which("wrk")
PATIENCE = 10  # seconds for an answer


@dataclass(frozen=True)
class Load:
    """`rate`: answers a second; `failed`: those that were an error of the server's, or never came."""

    rate: float
    answers: int
    failed: int


def load(port: int, path: str, headers: Mapping[str, str], *, connections: int, seconds: float) -> Load:
    ask = _by_wrk if WRK else _by_ourselves
    return ask(port, path, headers, connections, seconds)


def _by_wrk(port: int, path: str, headers: Mapping[str, str], connections: int, seconds: float) -> Load:
    words = [str(WRK), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", f"--timeout={PATIENCE}s"]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    said = subprocess.run(  # noqa: S603
        [*words, f"http://127.0.0.1:{port}{path}"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    answers = int(re.search(r"(\d+) requests in", said)[1])
    # wrk counts an answer of 304 as well as one of 200; others it names apart.
    failed = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", said)))
    failed += sum(
        int(number)
        for line in re.findall(r"Socket errors: (.*)", said)
        for number in re.findall(r"\d+", line)
    )
    return Load(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), answers, failed)


def _by_ourselves(port: int, path: str, headers: Mapping[str, str], connections: int, seconds: float) -> Load:
    return asyncio.run(_crowd(port, path, headers, connections, seconds))


async def _crowd(port: int, path: str, headers: Mapping[str, str], connections: int, seconds: float) -> Load:
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{said}\r\n".encode()
    began = time.perf_counter()
    found = await asyncio.gather(*(_visitor(port, request, began + seconds) for _ in range(connections)))
    answers = sum(count for count, _failed in found)
    return Load(answers / (time.perf_counter() - began), answers, sum(failed for _count, failed in found))


async def _visitor(port: int, request: bytes, until: float) -> tuple[int, int]:
    count = failed = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        try:
            writer.write(request)
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)).lower()
            length = re.search(rb"\r\ncontent-length: (\d+)", head)
            if length and not head.startswith(b"http/1.1 304"):
                await asyncio.wait_for(reader.readexactly(int(length[1])), PATIENCE)
            failed += head[9:10] not in b"23"
            count += 1
        except (OSError, EOFError, TimeoutError):
            failed += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    return count, failed
