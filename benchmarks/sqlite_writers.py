"""Many people save at once on SQLite while the machine is busy: is anybody told that the database is locked?

    python benchmarks/sqlite_writers.py                       # 8 writers for 60 seconds, 13 processes beside them
    python benchmarks/sqlite_writers.py --stock               # the same with Django's own backend
    python benchmarks/sqlite_writers.py --site db.sqlite3     # on a copy of this site instead of the fictional city

Each writer is a process that opens an indicator's page in the admin and sends its form: every second time without its name,
so that it is refused and drawn again. Ends with 1 where an answer was neither the saved nor the refused form.
"""

import argparse
import collections
import os
import shutil
import subprocess
import sys
import tempfile
import time
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site.sqlite3"
        _configure(site, stock=options.stock)
        if options.site:
            shutil.copy(options.site, site)
        _prepare(is_filled=bool(options.site))
        command = [sys.executable, __file__, "--seconds", str(options.seconds)]
        command += ["--stock"] if options.stock else []
        busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(options.busy)]
        try:
            writers = [
                subprocess.Popen(  # noqa: S603 this file itself
                    [*command, "--write", str(number)],
                    env=os.environ | {"WRITERS_SITE": str(site)},
                    stdout=subprocess.PIPE,
                    text=True,
                )
                for number in range(options.writers)
            ]
            said = [line for writer in writers for line in writer.communicate()[0].splitlines()]
        finally:
            for process in busy:
                process.kill()
        _tell(said, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--busy", type=int, default=13, help="processes that only count, beside the writers")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--stock", action="store_true", help="Django's own SQLite backend")
    parser.add_argument("--site", type=Path)
    parser.add_argument("--write", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _configure(site: Path, *, stock: bool) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{os.environ.get('WRITERS_SITE', site)}",
        "DEBUG": "false",
        "HTTPS": "false",
        "SECRET_KEY": "benchmark-only-" + "x" * 50,
        "ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "dxportal.settings",
        "LOG_LEVEL": "CRITICAL",
    }
    import django
    from django.conf import settings

    if stock:
        settings.DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()


def _prepare(*, is_filled: bool) -> None:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if not is_filled:
        call_command("load_plans", verbosity=0)
        call_command("load_samples", verbosity=0)
    get_user_model().objects.create_superuser("writer-of-the-benchmark")


def write(number: int, seconds: int) -> None:
    """What one writer does; prints a line for each answer: what it was, and after how long."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from kpis.models import Indicator

    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(username="writer-of-the-benchmark"))
    keys = list(Indicator.objects.filter(plan__municipality__is_fictional=True).values_list("pk", flat=True))
    address = reverse("admin:kpis_indicator_change", args=[keys[number % len(keys)]])
    until, turn = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        form = Form()
        form.feed(client.get(address).content.decode())
        turn += 1
        note = f"{number} の {turn} 回目"
        sent = form.fields | {"definition": [note], "revision_reason": [note]}
        if turn % 2:
            sent["name"] = [""]
        began = time.monotonic()
        answer = client.post(address, sent)
        kind = {302: "saved", 200: "refused"}.get(answer.status_code, str(answer.status_code))
        print(kind, round(time.monotonic() - began, 2), flush=True)


class Form(HTMLParser):
    """The fields of a page as a browser would send them."""

    def __init__(self):
        super().__init__()
        self.fields: dict[str, list[str]] = collections.defaultdict(list)
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("name")
        if tag == "input" and name and found.get("type") not in ("submit", "file"):
            if found.get("type") not in ("checkbox", "radio") or "checked" in found:
                self.fields[name].append(found.get("value") or "")
        elif tag == "textarea" and name:
            self._text = name
            self.fields[name].append("")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.fields[self._select].append(found.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._text:
            self.fields[self._text][-1] += data if self.fields[self._text][-1] else data.removeprefix("\n")


def _tell(said: list[str], options: argparse.Namespace) -> None:
    times = collections.defaultdict(list)
    for line in said:
        kind, seconds = line.split()
        times[kind].append(float(seconds))
    print(
        f"{options.writers} writers, {options.busy} busy processes, {options.seconds} s, load {os.getloadavg()[0]:.0f}"
    )
    for kind, found in sorted(times.items()):
        found.sort()
        print(
            f"{kind:8} {len(found):5}   median {found[len(found) // 2]:6.2f} s   slowest {found[-1]:6.2f} s"
        )
    if set(times) - {"saved", "refused"} or not times["saved"]:
        sys.exit("Somebody could not save.")


if __name__ == "__main__":
    chosen = _options()
    if chosen.write is None:
        main()
    else:
        _configure(Path(), stock=chosen.stock)
        write(chosen.write, chosen.seconds)
