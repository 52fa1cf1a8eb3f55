"""The fictional city, placed so that today lies in its plan's third year."""

from collections.abc import Mapping
from datetime import date
from itertools import chain

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.confirming import add_yes, confirm, show
from plans.fixture_files import FixtureRow, LoadError
from plans.fixture_order import is_begun
from plans.ledger.revising import begin_ledgers, marked
from plans.load_act import Act
from plans.load_saving import refusal
from plans.loading import load_rows
from plans.samples import (
    AFTER_LAYING,
    AFTER_LOADING,
    BEFORE_LAYING,
    call_apps,
    check_no_real_city,
    drop_leftovers,
    read_sample,
    restart_history,
    third_year_of,
    work_of_people,
)
from plans.shared_rows import add_shared

PLAN = "mihon.yaml"
CHANGING = "mihon_changing.yaml"  # stands and falls with the plan, as its changes do
START_ANEW = (
    "見本市がもうあって、お試しの内容がいらないときは、clear_samples で消してから読み込んでください。"
)
FIGURES = "mihon_kpis.yaml"
ASSESSED = "mihon_assessments.yaml"  # stands and falls with the figures: it speaks of their values
FILES = (PLAN, FIGURES, ASSESSED, CHANGING, "mihon_words.yaml", "mihon_service.yaml", "mihon_compared.yaml")
COMES_WITH = {CHANGING: PLAN, ASSESSED: FIGURES}


class Command(BaseCommand):
    help = (
        "Load the fictional city 見本市, placed so that today lies in its plan's third year (everything says サンプル). "
        "Its figures and its ledger are laid anew: those of another year or of a trial are removed, with their history; "
        "where people have worked in it, it asks first."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--missing-only",
            action="store_true",
            help="skip a file whose plan or indicators are stored already, and change nothing that is stored: never asks",
        )
        add_yes(parser)

    def handle(self, *, missing_only: bool, yes: bool, **options) -> None:
        try:
            files = read_files()
            check_no_real_city(chain(*files.values()))
            if not (missing_only or yes):
                ask_about_work(self.stdout, files, does="置き直す")
            with transaction.atomic(), marked(0):
                self._load(files, missing_only=missing_only, **options)
        except LoadError as error:
            raise CommandError(f"{error}\n何も保存していません。{START_ANEW}") from error
        except IntegrityError as error:
            raise CommandError(
                f"見本市を置けませんでした。{refusal(error)}\n何も保存していません。{START_ANEW}"
            ) from error

    def _load(self, files: Mapping[str, list[FixtureRow]], *, missing_only: bool, **options) -> None:
        say = self.stdout.write if options["verbosity"] else lambda *args: None
        named = list(chain(*files.values()))
        add_shared()
        if missing_only:
            kept = [name for name in FILES if is_begun(files[COMES_WITH.get(name, name)])]
            # The figures belong to the years in which the plan lies, though these be past.
            placed = third_year_of(files[PLAN]) if PLAN in kept else None
            files = {name: rows for name, rows in read_files(placed).items() if name not in kept}
            for name in kept:
                say(f"{name}: もう読み込んであるので、そのままにします。")
        else:
            call_apps(BEFORE_LAYING, named)
            drop_leftovers(named)
        for name, rows in files.items():
            report = _laid(name, rows, Act(anew=True, adds_only=missing_only))
            say(f"{name}: {report.counts}")
        begin_ledgers(_("サンプルとして公開しました。"))
        if PLAN in files:
            call_apps(AFTER_LAYING, named)  # what the plan has been through since it is public
        call_apps(AFTER_LOADING, named)
        if not missing_only:
            restart_history(named, reason=_("サンプルとして登録"))


def ask_about_work(stdout: OutputWrapper, files: Mapping[str, list[FixtureRow]], *, does: str) -> None:
    """Raises CommandError where people have worked in the fictional city and nobody says that it may go."""
    work = work_of_people(chain(*files.values()))
    if work:
        show(stdout, f"見本市には、職員が試しに入力したものがあります。{does}と消えます:", work)
        confirm(f"見本市を{does}ことにしますか。")


def read_files(placed: date | None = None) -> dict[str, list[FixtureRow]]:
    """The sample's files as they read today. `placed`: a day of the plan's third year, when it is not today's.

    Raises LoadError.
    """
    today = timezone.localdate()
    return {name: read_sample(settings.FIXTURES_DIR / name, today=today, placed=placed) for name in FILES}


def _laid(name: str, rows: list[FixtureRow], act: Act):
    try:
        return load_rows(rows, act)
    except LoadError as error:
        raise CommandError(f"{error}\n何も保存していません（{name}）。{START_ANEW}") from error
