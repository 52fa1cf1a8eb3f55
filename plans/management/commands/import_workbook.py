"""A whole plan from an Excel workbook, by the same rules as on the page."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from plans.confirming import SHOWN_CELLS, add_user, add_yes, confirm, person_of, show
from plans.fixture_files import LoadError
from plans.ledger.arguments import HOW_TO_SAY_WHY, add_grounds, grounds_of
from plans.load_act import NeedsGroundsError, title_of, told
from plans.os_reasons import why
from plans.workbook.guard import UnreadableFile
from plans.workbook.importing import OutdatedError, WorkbookReport, import_workbook


class Command(BaseCommand):
    help = (
        "Create or change a plan from an Excel workbook (export_workbook, or its --template filled in). Rows are "
        "matched by their codes; all is saved or nothing. Rows that the workbook lacks stay as they are."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the .xlsx file to read")
        parser.add_argument(
            "--with-reports",
            action="store_true",
            help="also overwrite an existing plan's reported values and reviews, past entry and approval "
            "(to restore them; a new plan's always come along)",
        )
        add_user(parser)
        add_yes(parser)
        add_grounds(parser)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="check, and print every cell that would change, but save nothing",
        )

    def handle(self, *, file: Path, dry_run: bool, with_reports: bool, yes: bool, **options) -> None:
        person, grounds = person_of(options), grounds_of(options)
        if grounds:
            grounds = replace(grounds, by=person)
        read = partial(_import, file, with_reports=with_reports, user=person, grounds=grounds)
        report = read(dry_run=dry_run) if dry_run or yes else self._asked(read)
        if options["verbosity"]:
            self._say(report, dry_run=dry_run)

    def _asked(self, read: Callable[..., WorkbookReport]) -> WorkbookReport:
        """Saves it, after somebody has said yes where that is needed."""
        looked = read(only_what_asks_nothing=True)
        asked = told(looked.loaded.asked)
        if not asked:
            return looked
        show(self.stdout, title_of(looked.loaded.asked), asked)
        confirm("このとおり変えますか。")
        return read(expected=looked.fingerprint)

    def _say(self, report: WorkbookReport, *, dry_run: bool) -> None:
        self.stdout.write(report.aim)
        if dry_run and report.changes:
            show(self.stdout, "変わるもの:", report.told, most=SHOWN_CELLS)
        for sheet in report.sheets:
            self.stdout.write(
                f"{sheet.title}: 新しい行 {sheet.new}件、変わった行 {sheet.changed}件、同じ行 {sheet.unchanged}件"
            )
        for note in report.notes:
            self.stdout.write(note)
        if dry_run and report.public_changes:
            self.stdout.write(
                f"公開済みの内容が{report.public_changes}件変わります。読み込むときは、{HOW_TO_SAY_WHY}"
            )
        found = report.loaded
        self.stdout.write(
            self.style.SUCCESS(
                f"{report.city}/{report.plan}: 新しい行 {found.created}件、変わった行 {found.changed}件"
                + ("（確かめただけで、何も保存していません）" if dry_run else "")
            )
        )


def _import(file: Path, **options) -> WorkbookReport:
    try:
        with file.open("rb") as source:
            return import_workbook(source, **options)
    except OSError as error:
        raise CommandError(f"{file} を開けません（{why(error)}）。") from error
    except OutdatedError as error:
        raise CommandError(
            "確かめているあいだに、保存済みの内容が変わりました。もう一度実行してください。何も保存していません。"
        ) from error
    except (UnreadableFile, LoadError) as error:
        hint = f"\n{HOW_TO_SAY_WHY}" if isinstance(error, NeedsGroundsError) else ""
        raise CommandError(f"{error}{hint}\n何も保存していません（{file.name}）。") from error
