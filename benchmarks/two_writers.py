"""Many people add to the same text in the admin's forms, each choosing anew when somebody was quicker. Counts what is lost.

    python benchmarks/two_writers.py [SAVES]              # a temporary SQLite file; 8 writers, SAVES each (100)
    DATABASE_URL=postgres://… python benchmarks/two_writers.py   # an empty database; it is emptied again

For each form: saves that were answered as done, the marks of them that the text does not hold (lost), how often somebody
had to choose, and what was answered with an error of the server.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from threading import Thread

WRITERS = 8
# The form's page, the field, and what else a save there needs.
GROUNDS = {"revision_kind": "misprint", "revision_reason": "書き足し"}
TRIES = 400


def main() -> None:
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root))
    saves = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
        os.environ |= {
            "DEBUG": "false",
            "HTTPS": "false",
            "SECRET_KEY": "benchmark-only-" + "x" * 50,
            "ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        import django

        django.setup()
        _measure(saves)


def _measure(saves: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from plans.ledger import triggers
    from plans.models import Municipality
    from tests.cities import build_small_city

    call_command("migrate", verbosity=0)
    if Municipality.objects.exists():
        sys.exit("The database is in use: give an empty one.")
    try:
        city = build_small_city()
        for row, name, page in _forms(city):
            _write(city, row, name, page, saves)
    finally:
        triggers.drop(connection)
        call_command("flush", verbosity=0, interactive=False)
        call_command("migrate", verbosity=0)


def _forms(city):
    from django.urls import reverse

    def change(row):
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])

    from kpis.models import Target
    from plans.models import Term

    target = Target(indicator=city.indicator, period="2027", value=5, effective_from="2023-04-01")
    target.save()
    term = Term.objects.create(plan=city.plan, code="t", name="用語", body="説明")
    draft = city.value("draft")
    yield city.indicator, "definition", change(city.indicator)
    yield city.plan, "summary", change(city.plan)
    yield target, "decision", change(target)
    yield term, "body", change(term)
    yield draft, "internal_note", change(draft)
    yield city.review, "overall_comment", change(city.review)
    yield city.review, "overall_comment", reverse("admin:kpis_review_status", args=[city.review.pk])


def _write(city, row, name: str, page: str, saves: int) -> None:
    counts: Counter[str] = Counter()
    done: list[str] = []
    row.refresh_from_db()
    began = time.perf_counter()
    threads = [
        Thread(target=_one_writer, args=(city, row, name, page, "abcdefgh"[number], saves, counts, done))
        for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    text = getattr(row, name)
    lost = [mark for mark in done if mark not in text]
    print(
        f"{row._meta.label:<20} {name:<16} {'status page' if 'status' in page else 'form':<12} "
        f"done {len(done):>4} of {WRITERS * saves}  lost {len(lost):>3}  chosen {counts['chosen']:>5}  "
        f"server errors {counts['errors']}  {time.perf_counter() - began:.0f} s",
        flush=True,
    )


def _one_writer(city, row, name, page, letter, saves, counts, done) -> None:
    from django.db import connections
    from django.test import Client

    from tests.sent_forms import choice, form_with, theirs_in

    client = Client(raise_request_exception=False)
    client.force_login(city.user("manager"))
    try:
        for number in range(saves):
            mark = f"{letter}{number:03};"
            sent = form_with(client.get(page).content.decode(), name) | GROUNDS | {"change": "1"}
            sent[name] = f"{sent[name][0]}{mark}"
            for _try in range(TRIES):
                answer = client.post(page, sent)
                if answer.status_code == 302:
                    done.append(mark)
                    break
                if answer.status_code != 200:
                    counts["errors"] += 1
                    break
                counts["chosen"] += 1
                html = answer.content.decode()
                sent |= form_with(html, name) | choice(html, name, "mine")
                sent[name] = f"{theirs_in(html)}{mark}"
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
