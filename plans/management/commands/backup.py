"""The whole site into one file, while it runs."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from plans.backup import BackupError, write


class Command(BaseCommand):
    help = (
        "Write the whole site into FILE: every row of the database, with its history and the reports' files. The site may "
        "be in use meanwhile. A former backup of that name is replaced when the new one is whole."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            counts = write(file)
        except BackupError as error:
            raise CommandError(str(error)) from None
        if options["verbosity"]:
            size = file.stat().st_size / 1_000_000
            self.stdout.write(
                f"バックアップを作りました: {file}（{len(counts)}表、{sum(counts.values()):,}行、{size:,.1f} MB）"
            )
