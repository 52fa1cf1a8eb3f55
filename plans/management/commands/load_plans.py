"""The two real plans, loaded or brought up to date from fixtures/."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.fixture_files import LoadError, read_rows
from plans.fixture_order import is_stored
from plans.ledger.arguments import HOW_TO_SAY_WHY, add_grounds, grounds_of
from plans.ledger.revising import begin_ledgers
from plans.loading import Act, LoadReport, NeedsGroundsError, load_file

SHARED = ["vocabularies.yaml", "rating_scales.yaml", "site.yaml"]
PLANS = ["takarazuka.yaml", "takarazuka_kpis.yaml", "amagasaki.yaml", "amagasaki_kpis.yaml"]


class Command(BaseCommand):
    help = (
        "Load or refresh plans from YAML fixtures. Without FILE: the shared vocabularies and the plans of Takarazuka "
        "and Amagasaki. Rows are matched by their natural keys; running it twice changes nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", type=Path, help="YAML files to load instead")
        parser.add_argument(
            "--missing-only",
            action="store_true",
            help="skip a file whose plans are stored already, so that what staff have edited stays",
        )
        add_grounds(parser)

    @transaction.atomic
    def handle(self, *, files: list[Path], missing_only: bool, **options) -> None:
        act = Act(grounds=grounds_of(options))
        say = self.stdout.write if options["verbosity"] else lambda *args: None
        paths = files or [settings.FIXTURES_DIR / name for name in SHARED + PLANS]
        total = LoadReport()
        for path in paths:
            try:
                if missing_only and is_stored(read_rows(path)):
                    say(f"{path.name}: kept as it is")
                    continue
                report = load_file(path, act=act)
            except LoadError as error:
                needs_grounds = isinstance(error, NeedsGroundsError)
                if needs_grounds and missing_only:  # an existing site keeps what its public knows
                    say(f"{path.name}: kept as it is, though the file differs from what is public")
                    continue
                hint = f"\n{HOW_TO_SAY_WHY}" if needs_grounds else ""
                raise CommandError(f"{error}{hint}\n何も保存していません（{path.name}）。") from error
            say(f"{path.name}: {report.created} new, {report.changed} changed, {report.unchanged} unchanged")
            total += report
        begin_ledgers()
        say(self.style.SUCCESS(f"Done: {total.created} new, {total.changed} changed"))
