"""The fictional city, placed so that today lies in its plan's third year."""

from datetime import date
from itertools import chain

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.fixture_files import FixtureRow, LoadError
from plans.fixture_order import is_stored
from plans.ledger.revising import begin_ledgers, marked
from plans.loading import Act, load_rows
from plans.samples import (
    AFTER_LAYING,
    AFTER_LOADING,
    BEFORE_LAYING,
    call_apps,
    drop_leftovers,
    read_sample,
    restart_history,
    third_year_of,
)

PLAN = "mihon.yaml"
CHANGING = "mihon_changing.yaml"  # stands and falls with the plan, as its changes do
FILES = ["vocabularies.yaml", "rating_scales.yaml", PLAN, "mihon_kpis.yaml", CHANGING]


class Command(BaseCommand):
    help = (
        "Load the fictional city 見本市, placed so that today lies in its plan's third year (everything says サンプル). "
        "Its figures and its ledger are laid anew: those of another year or of a trial are removed, with their history."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--missing-only",
            action="store_true",
            help="skip a file whose plan or indicators are stored already, and remove nothing",
        )

    def handle(self, *, missing_only: bool, **options) -> None:
        with transaction.atomic(), marked(0):
            self._load(missing_only=missing_only, **options)

    def _load(self, *, missing_only: bool, **options) -> None:
        say = self.stdout.write if options["verbosity"] else lambda *args: None
        today = timezone.localdate()
        files = {name: self._read(name, today) for name in FILES}
        named = list(chain(*files.values()))
        if missing_only:
            kept = [name for name in FILES if is_stored(files[PLAN if name == CHANGING else name])]
            # The figures belong to the years in which the plan lies, though these be past.
            placed = third_year_of(files[PLAN]) if PLAN in kept else None
            files = {name: self._read(name, today, placed) for name in FILES if name not in kept}
            for name in kept:
                say(f"{name}: kept as it is")
        else:
            call_apps(BEFORE_LAYING, named)
            drop_leftovers(named)
        for name, rows in files.items():
            try:
                report = load_rows(rows, Act(anew=True))
            except LoadError as error:
                raise _failure(name, error) from error
            say(f"{name}: {report.created} new, {report.changed} changed, {report.unchanged} unchanged")
        begin_ledgers(_("サンプルとして公開しました。"))
        if PLAN in files:
            self._change(named)
        call_apps(AFTER_LOADING, named)
        if not missing_only:
            restart_history(named, reason=_("サンプルとして登録"))

    @staticmethod
    def _change(rows: list[FixtureRow]) -> None:
        """What the plan has been through since it is public."""
        try:
            call_apps(AFTER_LAYING, rows)
        except LoadError as error:
            raise CommandError(f"{error}\n何も保存していません。") from error

    @staticmethod
    def _read(name: str, today: date, placed: date | None = None) -> list[FixtureRow]:
        try:
            return read_sample(settings.FIXTURES_DIR / name, today=today, placed=placed)
        except LoadError as error:
            raise _failure(name, error) from error


def _failure(name: str, error: LoadError) -> CommandError:
    return CommandError(f"{error}\n何も保存していません（{name}）。")
