"""How long visitors wait while others hold connections open and say nothing, or speak very slowly.

    python benchmarks/idle_connections.py [--connections 500] [--command 'gunicorn … {port}']

A third of the connections sends nothing, a third a head that does not end, a third a body that does not: a byte every
second each. Meanwhile a visitor asks for the first page again and again.
"""

import argparse
import socket
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from serving import OUR_SERVER, in_words, seconds_for, served

PATIENCE = 10.0  # seconds
BEGINNINGS = (
    b"",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\na",
)


def main() -> None:
    wishes = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    wishes.add_argument("--connections", type=int, default=500)
    wishes.add_argument("--visits", type=int, default=40)
    wishes.add_argument("--command", default=OUR_SERVER, help="another server, with {port} in it")
    wish = wishes.parse_args()
    with served(wish.command) as server:
        address = f"{server.address}/"
        _say("alone", address, wish.visits)
        held = [_hold(server.port, BEGINNINGS[number % 3]) for number in range(wish.connections)]
        over = threading.Event()
        dripping = threading.Thread(target=_drip, args=(held, over))
        dripping.start()
        try:
            is_well = _say(f"beside {wish.connections} idle and slow connections", address, wish.visits)
        finally:
            over.set()
            dripping.join()
            for connection in held:
                connection.close()
    sys.exit(0 if is_well else 1)


def _hold(port: int, beginning: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(beginning)
    connection.setblocking(False)
    return connection


def _drip(held: list[socket.socket], over: threading.Event) -> None:
    """A byte more on each slow connection, every second."""
    slow = [connection for number, connection in enumerate(held) if number % 3]
    while not over.wait(1):
        for connection in slow:
            try:
                connection.send(b"a")
            except OSError:  # the server has had enough of it
                continue


def _say(name: str, address: str, visits: int) -> bool:
    """Prints the waits. Gives up after three visits in a row that got no answer."""
    found: list[float | None] = []
    while len(found) < visits and found[-3:] != [None] * 3:
        found.append(seconds_for(address, patience=PATIENCE))
    print(f"{name}: {in_words(found)} within {PATIENCE:.0f} s", flush=True)
    return None not in found


if __name__ == "__main__":
    main()
