"""Every page among the 1,741 cities of a nation, against the same page of a site with one city.

    createdb nation; createdb nation_one          # PostgreSQL
    DATABASE_URL=postgres://…/nation     manage.py migrate && DATABASE_URL=… manage.py make_nation
    DATABASE_URL=postgres://…/nation_one manage.py migrate && DATABASE_URL=… manage.py make_nation --municipalities 1
    python benchmarks/nation.py postgres://…/nation postgres://…/nation_one [--rounds 5] [--only admin]

Asks each address of benchmarks/nation_addresses.py in turns in both, as citizen and as staff, and compares the medians of
this process's own time and of the time in the database. Then EXPLAINs every query on the values, and names each that would
read the whole table. Nothing is written: what signing in needs is rolled back. Prints a table, writes build/scale.json.
"""

import argparse
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VALUES = ("kpis_measurement", "kpis_historicalmeasurement")
MOST_RATIO, MOST_BYTES = 1.2, 100_000  # bytes as they are sent, packed
FLOOR = 5.0  # milliseconds below which a ratio says nothing


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wish.add_argument("nation")
    wish.add_argument("one")
    wish.add_argument("--rounds", type=int, default=5)
    wish.add_argument("--only", default="", help="addresses that hold these letters")
    wish.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = wish.parse_args()
    if asked.serve:
        _serve()
        return
    with Site(asked.nation) as nation, Site(asked.one) as one:
        rows = [
            _compared(nation, one, person, address, asked.rounds)
            for person, address in _addresses(asked.only)
        ]
    target = ROOT / "build" / "scale.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"rounds": asked.rounds, "pages": rows}, ensure_ascii=False, indent=1))
    beyond = [row for row in rows if row["beyond"]]
    print(f"\n{len(rows)} pages, {len(beyond)} beyond the goals; {target}")


def _addresses(only: str) -> list[tuple[str, str]]:
    from nation_addresses import addresses

    return [(person, address) for person, address in addresses() if only in address]


class Site:
    """A process of its own for each database: Django has one."""

    def __init__(self, url: str):
        environment = os.environ | {
            "DATABASE_URL": url,
            "SECRET_KEY": "benchmark-only-" + "x" * 50,
            "ALLOWED_HOSTS": "testserver",
            "DEBUG": "false",
            "ALLOW_HTTP": "true",
            "DJANGO_SETTINGS_MODULE": "dxportal.settings",
        }
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, __file__, url, url, "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def __enter__(self):
        return self

    def __exit__(self, *error: object) -> None:
        self.process.stdin.close()
        self.process.wait()

    def ask(self, person: str, address: str, *, explain: bool = False) -> dict:
        print(json.dumps([person, address, explain]), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit("The process of a site has ended.")
        return json.loads(line)


def _compared(nation: Site, one: Site, person: str, address: str, rounds: int) -> dict:
    for site in (nation, one):
        site.ask(person, address)  # templates and caches
    found = [(nation.ask(person, address), one.ask(person, address)) for _ in range(rounds)]
    told = nation.ask(person, address, explain=True)
    row: dict = {"who": person, "address": address} | {
        name: told[name] for name in ("status", "bytes", "sent")
    }
    for name in ("own", "database"):
        many, few = (statistics.median(pair[place][name] for pair in found) for place in (0, 1))
        row[name] = [round(many, 1), round(few, 1), round(max(many, FLOOR) / max(few, FLOOR), 2)]
    row["queries"] = [found[0][0]["queries"], found[0][1]["queries"]]
    row["whole_tables"] = told["whole_tables"]
    # Together: what the page costs, wherever it is spent.
    total = [row["own"][place] + row["database"][place] for place in (0, 1)]
    row["ratio"] = round(max(total[0], FLOOR) / max(total[1], FLOOR), 2)
    row["beyond"] = [
        name
        for name, is_beyond in (
            ("time", row["ratio"] > MOST_RATIO),
            ("bytes", row["sent"] > MOST_BYTES),
            ("whole table", bool(row["whole_tables"])),
            ("status", row["status"] >= 500),
        )
        if is_beyond
    ]
    own, database = row["own"], row["database"]
    print(
        f"{person:9} {address[:58]:58} {row['status']} {row['bytes']:>8,} B ({row['sent']:,} sent)  own {own[0]:6.0f}/{own[1]:5.0f} ms  "
        f"database {database[0]:6.0f}/{database[1]:5.0f} ms  ×{row['ratio']:<5} "
        f"queries {row['queries'][0]}/{row['queries'][1]} {' '.join(row['beyond'])}",
        flush=True,
    )
    return row


def _serve() -> None:
    """Answers questions, a line each, until there are no more."""
    sys.path.insert(0, str(ROOT))
    import logging

    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    logging.disable()
    from django.db import transaction

    with transaction.atomic():
        people, words = _people()
        for line in sys.stdin:
            person, address, explain = json.loads(line)
            print(json.dumps(_answer(people[person], address.format(**words), explain)), flush=True)
        transaction.set_rollback(True)


def _people() -> tuple[dict, dict]:
    """A client for each person, and what addresses are filled with: the first city of the nation."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.signals import user_logged_in
    from django.test import Client
    from nation_addresses import words_of

    from kpis.models import Review
    from kpis.nation.shape import slug_of

    # Another bench may be under way in the same database: nobody's row is written.
    user_logged_in.disconnect(dispatch_uid="update_last_login")
    city = slug_of(1)
    review = Review.objects.select_related("plan").get(plan__municipality__slug=city)
    users = get_user_model().objects
    people = {"citizen": Client()}
    for role in ("editor", "approver", "manager"):
        people[role] = Client()
        people[role].force_login(users.get(username=f"{city}-{role}"))
    people["superuser"] = Client()
    people["superuser"].force_login(users.create_superuser(f"benchmark-{os.getpid()}"))
    return people, words_of(review)


def _answer(client, address: str, explain: bool) -> dict:
    from django.db import connection

    asked: list[tuple[str, object, float]] = []

    def listen(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.append((sql, params, time.perf_counter() - began))

    client.raise_request_exception = False
    with connection.execute_wrapper(listen):
        began = time.process_time()
        answer = client.get(address, secure=True)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        own = time.process_time() - began
    return {
        "status": answer.status_code,
        "bytes": len(content),
        "sent": len(content if answer.headers.get("Content-Encoding") else gzip.compress(content, 6)),
        "own": own * 1000,
        "database": sum(seconds for _sql, _params, seconds in asked) * 1000,
        "queries": len(asked),
        "whole_tables": _whole_tables(asked) if explain else [],
    }


def _whole_tables(asked: list[tuple[str, object, float]]) -> list[str]:
    """The queries that would read a whole table of values, in the plans of PostgreSQL."""
    from django.db import connection

    found = []
    for sql, params, _seconds in asked:
        if sql.startswith("SELECT") and any(f'"{table}"' in sql for table in VALUES):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql}", params)
                plan = "\n".join(line for (line,) in cursor.fetchall())
            if re.search(rf"Seq Scan on ({'|'.join(VALUES)})\b", plan):
                found.append(f"{sql[:300]} … {plan[:600]}")
    return found


if __name__ == "__main__":
    main()
