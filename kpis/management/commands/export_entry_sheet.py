"""The quarter's sheet as a file: what the page under Excelで入力 downloads, for every department or one."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kpis.models import Review
from kpis.sheets.csv_table import write_csv
from kpis.sheets.sheet_rows import due_items_for, sheet_rows
from kpis.sheets.writing import write_sheet
from plans.confirming import add_yes, confirm_replacing
from plans.era import date_label
from plans.models import Department
from plans.os_reasons import why
from plans.typed_periods import read_quarter
from plans.whole_files import put_in_place


class Command(BaseCommand):
    help = (
        "Write the sheet of a quarter's review to FILE, to be filled in and imported again with import_entry_sheet. "
        "A name that ends in .csv gives CSV, one that ends in .xlsx a workbook."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("plan", metavar="CITY/PLAN", help="for example kitayama/smart-plan")
        parser.add_argument("quarter", metavar="QUARTER", help="for example 2025-Q1, 令和7年度第1四半期")
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="where to write; it asks before a file is replaced"
        )
        add_yes(parser)
        parser.add_argument(
            "--department", metavar="CODE", help="only what this department and those below it report"
        )

    def handle(
        self, *, plan: str, quarter: str, file: Path, department: str | None, yes: bool, **options
    ) -> None:
        ending = file.suffix.lower()
        if ending not in (".xlsx", ".csv"):
            raise CommandError(f"ファイル名は .xlsx か .csv で終えてください（{file.name}）。")
        confirm_replacing(file, yes=yes)
        review = find_review(plan, quarter)
        only = self._department(review, department) if department else None
        rows = sheet_rows(due_items_for(review, department=only))
        if only and not rows:
            raise CommandError(_nothing_of(only))
        content = (
            write_csv(review, rows)
            if ending == ".csv"
            else write_sheet(review, rows, department=only.name if only else "")
        )
        try:
            put_in_place(file, content)
        except OSError as error:
            raise CommandError(f"{file} に書き込めません（{why(error)}）。") from error
        self.stdout.write(self.style.SUCCESS(f"{file}: {review}、{len(rows)}行"))

    @staticmethod
    def _department(review: Review, code: str) -> Department:
        found = Department.objects.filter(municipality=review.plan.municipality_id, code=code).first()
        if found is None:
            raise CommandError(f"「{code}」という部署はありません。部署のコードを確かめてください。")
        return found


def _nothing_of(department: Department) -> str:
    """That there is nothing to fill in, and why that may be so."""
    last = department.valid_until
    if last is not None and last < timezone.localdate():
        return (
            f"「{department.path}」は{date_label(last)}に終わった部署で、このレビューに報告するものはありません。"
            "引き継いだ部署のコードを指定してください。何も書いていません。"
        )
    return f"「{department.path}」には、このレビューに報告するものがありません。何も書いていません。"


def find_review(plan: str, quarter: str) -> Review:
    """The review of that plan (CITY/PLAN) and quarter. Raises CommandError."""
    city, _, slug = plan.partition("/")
    rows = Review.objects.select_related("plan__municipality").filter(
        plan__municipality__slug=city, plan__slug=slug
    )
    try:
        found = rows.filter(period=str(read_quarter(quarter))).first()
    except ValueError as error:
        raise CommandError(str(error)) from error
    if found is None:
        known = "、".join(rows.values_list("period", flat=True)) or "まだありません"
        raise CommandError(f"{plan} に {quarter} のレビューはありません。あるもの: {known}")
    return found
