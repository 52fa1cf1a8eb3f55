"""A filled-in sheet of a quarter, brought in by the same rules as on the page."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.management.base import BaseCommand, CommandError

from kpis.models import Review
from kpis.sheets.imported_row import ImportedRow
from kpis.sheets.importing import Run, reviews_of, run
from kpis.sheets.raw_rows import SheetFile
from kpis.sheets.reading import read_file
from plans.os_reasons import why
from plans.workbook.guard import UnreadableFile

from .export_entry_sheet import find_review

MARKS = {"new": "新規", "changed": "変更", "unchanged": "変更なし", "refused": "拒否"}


class Command(BaseCommand):
    help = (
        "Import a filled-in sheet (.xlsx or .csv) of a quarter's review, as the person named by --user. All rows are "
        "stored, or none: when a row is refused, the reasons are printed and the command ends with exit code 1."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="a file made by export_entry_sheet or the page"
        )
        parser.add_argument(
            "--user", required=True, metavar="NAME", help="as whom to import: rights and history are theirs"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would change and store nothing"
        )
        parser.add_argument("--submit", action="store_true", help="also hand in what is stored")
        parser.add_argument(
            "--only-accepted",
            action="store_true",
            help="store the rows that are fine although others are refused",
        )

    def handle(
        self, *, file: Path, user: str, dry_run: bool, submit: bool, only_accepted: bool, **options
    ) -> None:
        person = self._user(user)
        sheet = self._read(file)
        found = run(
            sheet.rows,
            self._review(sheet, file),
            by=person,
            store=not dry_run,
            only_accepted=only_accepted,
            submit=submit,
        )
        if options["verbosity"]:
            self._print(found, [*sheet.notices, *found.notices])
        if found.refused and not only_accepted:
            raise CommandError(f"取り込めない行が{len(found.refused)}件あります。何も保存していません。")
        if dry_run:
            self.stdout.write("確かめただけで、何も保存していません。")
        elif found.is_stored:
            self.stdout.write(self.style.SUCCESS(found.sentence))
        else:
            self.stdout.write("変わるところはありません。何も保存していません。")

    @staticmethod
    def _user(name: str) -> AbstractUser:
        found = get_user_model().objects.filter(username=name, is_active=True).first()
        if found is None:
            raise CommandError(f"「{name}」というユーザーはいません。")
        return found

    @staticmethod
    def _read(file: Path) -> SheetFile:
        try:
            with file.open("rb") as content:
                return read_file(content, file.name)
        except OSError as error:
            raise CommandError(f"{file} を開けません（{why(error)}）。") from error
        except UnreadableFile as error:
            raise CommandError(f"{file.name}:\n{error}\n何も保存していません。") from error

    @staticmethod
    def _review(sheet: SheetFile, file: Path) -> Review:
        """The review that the rows themselves name."""
        named = reviews_of(sheet.rows)
        if len(named) != 1:
            what = "いくつものレビューの行があります" if named else "どのレビューのシートか分かりません"
            raise CommandError(f"{file.name}: {what}。何も保存していません。")
        city, plan, quarter = named.pop()
        return find_review(f"{city}/{plan}", quarter)

    def _print(self, found: Run, notices: list[str]) -> None:
        for notice in notices:
            self.stdout.write(notice)
        for imported in [*found.accepted, *found.refused]:
            self.stdout.write(
                f"{MARKS[imported.outcome]} {imported.label or imported.raw.place} {imported.period_label}".rstrip()
            )
            for line in _lines(imported):
                self.stdout.write(f"  {line}")
        self.stdout.write("、".join(f"{MARKS[name]} {count}件" for name, count in found.counts.items()))


def _lines(imported: ImportedRow) -> list[str]:
    changes = [
        f"{change.address} {change.label}: {change.old or '（空欄）'} → {change.new or '（空欄）'}"
        for change in imported.changes
    ]
    return [*changes, *imported.echoes, *imported.doubts, *imported.reasons]
