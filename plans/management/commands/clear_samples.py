"""The fictional city, removed whole."""

from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from plans.confirming import add_yes
from plans.fixture_files import LoadError
from plans.samples import clear_samples

from .load_samples import ask_about_work, read_files


class Command(BaseCommand):
    help = (
        "Remove the fictional city 見本市 that load_samples has laid, and all that belongs to it. Other cities, "
        "fictional ones too, are not touched; if people have added a plan of their own to it, the city stays with that. Where people "
        "have worked in it, it asks first."
    )

    def add_arguments(self, parser) -> None:
        add_yes(parser)

    def handle(self, *, yes: bool, **options) -> None:
        try:
            files = read_files()
            if not yes:
                ask_about_work(self.stdout, files, does="消す")
            gone, staying = clear_samples(chain(*files.values()))
        except LoadError as error:
            raise CommandError(f"{error}\n何も消していません。") from error
        for name in staying:
            self.stdout.write(f"{name}には、ほかの計画があるので、サンプルの計画だけを消しました。")
        self.stdout.write(self.style.SUCCESS(f"架空の市を消しました（{gone}件）。"))
