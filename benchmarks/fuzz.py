"""Thousands of odd requests to every address, as everybody, in search of answers of 500.

    python benchmarks/fuzz.py                           # 10,000, on a database in memory
    python benchmarks/fuzz.py --requests 500 --seed 7
    DATABASE_URL=postgres://… python benchmarks/fuzz.py # a test database beside the one named

The same seed asks the same. The portal stands as in tests (tests/settings.py), with the walked city of
tests/addresses/walked_city.py. It ends with 1 when a request failed; what was slow is named too.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    wish = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wish.add_argument("--requests", type=int, default=10_000)
    wish.add_argument("--seed", type=int, default=1)
    asked = wish.parse_args()

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped early, it tells what it has found
    import logging

    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment(debug=False)
    logging.disable()
    sys.exit(1 if _in_test_database(asked.requests, asked.seed) else 0)


def _in_test_database(count: int, seed: int) -> int:
    from django.db import connection

    from tests import database

    own, template = connection.settings_dict["NAME"], None
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = database.postgres_template(database.TEMPLATES)
        connection.settings_dict["TEST"]["NAME"] = f"test_fuzz_{os.getpid()}"
    else:
        template = database.sqlite_template(database.TEMPLATES)
        connection.settings_dict["TEST"]["MIGRATE"] = False
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        if template:
            database.copy_from(template)
        return _run(count, seed)
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def _run(count: int, seed: int) -> int:
    """How many requests failed."""
    from pytest import MonkeyPatch

    from tests.addresses.walked_city import settle
    from tests.cities import SMALL_CITY_DAY
    from tests.factories import freeze_today
    from tests.fuzzing.fuzzer import Fuzzer

    with MonkeyPatch.context() as patch:
        freeze_today(patch, SMALL_CITY_DAY)
        fuzzer = Fuzzer(settle(), seed)
        began = time.monotonic()
        outcome = fuzzer.run(count, tell=lambda failure: print(failure, end="\n\n", flush=True))
    for seconds, sent in outcome.slow:
        print(f"slow, {seconds:.0f} s: {str(sent)[:600]}")
    print(dict(sorted(outcome.statuses.items())))
    print(
        f"{sum(outcome.statuses.values())} requests (seed {seed}) in {time.monotonic() - began:.0f} s: {len(outcome.failures)} failed"
    )
    return len(outcome.failures)


if __name__ == "__main__":
    main()
