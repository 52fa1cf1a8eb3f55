from functools import partial

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.loading import LoadError, load_file
from plans.models import Municipality
from plans.samples import place_years


class Command(BaseCommand):
    help = "Load the fictional city 見本市, placed so that today lies in its plan's third year (everything says サンプル)."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--missing-only", action="store_true", help="do nothing if a fictional city is stored"
        )

    def handle(self, *, missing_only: bool, **options) -> None:
        if missing_only and Municipality.objects.filter(is_fictional=True).exists():
            self.stdout.write("mihon.yaml: kept as it is")
            return
        today = timezone.localdate()
        for name in ("vocabularies.yaml", "mihon.yaml"):
            try:
                report = load_file(settings.FIXTURES_DIR / name, prepare=partial(place_years, today=today))
            except LoadError as error:
                raise CommandError(f"{error}\n何も保存していません（{name}）。") from error
            if options["verbosity"]:
                self.stdout.write(
                    f"{name}: {report.created} new, {report.changed} changed, {report.unchanged} unchanged"
                )
