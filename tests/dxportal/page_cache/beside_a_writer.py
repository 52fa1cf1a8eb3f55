"""A program of its own: the portal's WSGI application is read by several threads while another one writes and commits.

Prints how many reads were answered, how many of them from a kept page, and how many showed less than was committed before
they began. Settings and database come from the environment.
"""

import re
import sys
import threading

import django

READS = 1_000
READERS = 4
READS_A_COMMIT = 5
PATH = "/mihon/dx-plan/glossary/"


def main() -> None:
    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connections

    from dxportal.page_cache import in_front_of
    from plans.models import Plan

    from .conftest import Counted, asked

    handler = Counted(WSGIHandler())
    hosts = [in_front_of(handler), in_front_of(handler)]
    term = Plan.objects.get(slug="dx-plan", municipality__slug="mihon").terms.first()
    # What is promised changes by a revision only; a glossary's words are not.
    committed, reads, stale = 0, 0, 0
    lock, is_read = threading.Condition(), threading.Event()

    def write() -> None:
        nonlocal committed
        number = 0
        while not is_read.is_set():
            number += 1
            type(term).objects.filter(pk=term.pk).update(body=f"Nummer-{number}-.")
            with lock:
                committed = number
                wanted = reads + READS_A_COMMIT
                lock.wait_for(lambda wanted=wanted: reads >= wanted or is_read.is_set(), timeout=60)
        connections.close_all()

    def read(host) -> None:
        nonlocal reads, stale
        while True:
            with lock:
                if reads >= READS:
                    break
                before = committed
            found = re.search(r"Nummer-(\d+)-", asked(host, PATH).text)
            with lock:
                if before:
                    reads += 1
                    stale += found is None or int(found[1]) < before
                lock.notify_all()
        connections.close_all()

    writer = threading.Thread(target=write)
    readers = [threading.Thread(target=read, args=[hosts[number % 2]]) for number in range(READERS)]
    for thread in (writer, *readers):
        thread.start()
    for thread in readers:
        thread.join()
    is_read.set()
    with lock:
        lock.notify_all()
    writer.join()
    sys.stdout.write(f"{reads} {reads - len(handler.paths)} {stale}\n")


if __name__ == "__main__":
    main()
