"""How long other visitors wait while many ask for PDFs that have to be made.

    python benchmarks/pdf_crowd.py [--pdfs 20] [--command 'gunicorn … {port}']

A plan manager's draft is made anew for each who asks. Meanwhile a visitor asks for the fictional city's page of KPIs.
"""

import argparse
import http.client
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from serving import OUR_SERVER, Served, in_words, manage, seconds_for, served

PATIENCE = 120.0  # seconds
PAGE = "/mihon/dx-plan/kpis/"
# Somebody signed in, and the address of the draft.
SIGNED_IN = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from kpis.models import Review

user = get_user_model().objects.get(username="admin")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
review = Review.objects.filter(plan__municipality__slug="mihon").order_by("period").last()
print(session.session_key, reverse("admin:kpis_review_report_draft", args=[review.pk, "pdf"]))
"""


def main() -> None:
    wishes = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    wishes.add_argument("--pdfs", type=int, default=20)
    wishes.add_argument("--command", default=OUR_SERVER, help="another server, with {port} in it")
    wish = wishes.parse_args()
    preparing = ("load_samples --yes", "create_demo_accounts -v 0")
    with served(wish.command, *preparing) as server:
        session, draft = manage(server.environment, "shell", "-v", "0", "-c", SIGNED_IN).split()[-2:]
        for _ in range(4):
            seconds_for(server.address + PAGE, patience=PATIENCE)
        print(
            f"alone: {in_words([seconds_for(server.address + PAGE, patience=PATIENCE) for _ in range(20)])}"
        )
        over, found = threading.Event(), []
        visitor = threading.Thread(target=_visit, args=(server, over, found))
        with ThreadPoolExecutor(wish.pdfs) as crowd:
            asked = [crowd.submit(_ask, server, draft, session) for _ in range(wish.pdfs)]
            visitor.start()
            answers = [each.result() for each in asked]
        over.set()
        visitor.join()
    print(f"beside {wish.pdfs} PDFs: {in_words(found)}")
    for status, number in sorted(Counter(status for status, _seconds in answers).items()):
        longest = max(seconds for each, seconds in answers if each == status)
        print(f"PDFs answered {status}: {number}, the last after {longest:.1f} s")


def _visit(server: Served, over: threading.Event, found: list[float | None]) -> None:
    while not over.is_set():
        found.append(seconds_for(server.address + PAGE, patience=PATIENCE))


def _ask(server: Served, path: str, session: str) -> tuple[int, float]:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.perf_counter() - began


if __name__ == "__main__":
    main()
