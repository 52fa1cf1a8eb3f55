"""A whole plan as an Excel workbook."""

from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from plans.confirming import add_yes, confirm_replacing
from plans.models import Plan
from plans.os_reasons import why
from plans.whole_files import put_in_place
from plans.workbook.writing import TooLongError, write_workbook


class Command(BaseCommand):
    help = (
        "Write a whole plan as an Excel workbook, one sheet per table, or with --template an empty one to fill in. "
        "import_workbook reads it back. A file that is there already, perhaps filled in, is replaced after a question only. Internal notes and accounts are never in it."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("plan", nargs="?", metavar="CITY/PLAN", help="e.g. takarazuka/dx-vision")
        parser.add_argument("file", metavar="FILE", type=Path, help="the .xlsx file to write")
        parser.add_argument("--template", action="store_true", help="an empty workbook for a new plan")
        add_yes(parser)

    def handle(self, *, plan: str | None, file: Path, template: bool, yes: bool, **options) -> None:
        if template == bool(plan):
            raise CommandError(
                "計画（市のアドレス名/計画のアドレス名）か --template の、どちらか一方を指定してください。"
            )
        found = self._find(plan) if plan else None
        confirm_replacing(file, yes=yes)
        content = BytesIO()
        try:
            write_workbook(content, found)
            put_in_place(file, content.getvalue())
        except OSError as error:
            raise CommandError(f"{file} に書けません（{why(error)}）。") from error
        except TooLongError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"{file} に書き出しました。"))

    @staticmethod
    def _find(name: str) -> Plan:
        city, _, slug = name.partition("/")
        plan = Plan.objects.filter(municipality__slug=city, slug=slug).select_related("municipality").first()
        if plan is None:
            known = "、".join("/".join(plan.natural_key()) for plan in Plan.objects.all()) or "なし"
            raise CommandError(f"計画「{name}」がありません。登録されている計画: {known}")
        return plan
