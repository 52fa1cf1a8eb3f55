"""A quarterly report as a file, for cron and for the archive: what the report's page offers, or the draft of it."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kpis.models import Report, Review
from kpis.reports import formats
from kpis.reports.document import Document
from kpis.reports.errors import AlteredReportError
from kpis.reports.publishing import draft
from plans.era import Quarter
from plans.models import Plan
from plans.os_reasons import why
from plans.typed_periods import read_quarter
from plans.whole_files import put_in_place

STANDARD_OUTPUT = "-"
LATEST = "latest"
KEYS = (*formats.FORMATS, formats.ZIP)
_LOOP = "リンクがたがいを指しています"


class Command(BaseCommand):
    help = (
        "Write the published report of a quarter to FILE: its newest revision, or another with --revision. With "
        "--draft, the report as it would be published now. FILE is replaced as a whole, or left as it was."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("plan", metavar="CITY/PLAN", help="for example kitayama/smart-plan")
        parser.add_argument(
            "quarter",
            metavar="QUARTER",
            help="for example 2025-Q1, 令和7年度第1四半期; latest: the newest that is published, with --draft the one under way",
        )
        parser.add_argument(
            "--output", metavar="FILE", required=True, help="where to write; - is the standard output"
        )
        parser.add_argument(
            "--format",
            metavar="FORMAT",
            help=f"one of {', '.join(KEYS)}; without it, what FILE's name ends in",
        )
        parser.add_argument("--revision", metavar="N", type=int, help="that revision instead of the newest")
        parser.add_argument("--draft", action="store_true", help="as it would be published now, marked 案")

    def handle(
        self,
        *,
        plan: str,
        quarter: str,
        output: str,
        format: str | None,
        revision: int | None,
        draft: bool,
        **options,
    ) -> None:
        if draft and revision is not None:
            raise CommandError("--draft は今の時点の案です。--revision とは一緒に使えません。")
        key = _key(output, format)
        file = None if output == STANDARD_OUTPUT else _file(output)
        found = _plan(plan)
        when = _latest(found, draft=draft) if quarter.lower() == LATEST else _quarter(quarter)
        try:
            title, content = _draft(found, when, key) if draft else _published(found, when, revision, key)
        except ValueError as error:
            raise CommandError(f"{key} を作れませんでした（{type(error).__name__}: {error}）。") from error
        if file is None:
            _print(content)
        else:
            _replace(file, content)
            if options["verbosity"]:
                self.stdout.write(self.style.SUCCESS(f"{file}: {title}（{len(content):,}バイト）"))


def _key(output: str, asked: str | None) -> str:
    """The format's key: as asked, else from the ending, the longest that fits (.actions.csv is not .csv)."""
    known = "、".join(KEYS)
    if asked is not None:
        if asked.lower() not in KEYS:
            raise CommandError(f"「{asked}」という形式はありません。選べるもの: {known}")
        return asked.lower()
    name = "." + Path(output).name.lower()
    fitting = [key for key in KEYS if name.endswith(f".{key}")]
    if not fitting:
        raise CommandError(f"「{output}」からは形式がわかりません。--format で選んでください: {known}")
    return max(fitting, key=len)


def _file(output: str) -> Path:
    """Where to write; the file itself where a link is named. Found out before the work begins."""
    try:
        file = Path(output).resolve()
        if not file.parent.is_dir():
            raise CommandError(f"フォルダー {file.parent} がありません。先に作ってください。")
        if file.exists() and not file.is_file():
            raise CommandError(f"{file} はファイルではありません。ファイル名まで書いてください。")
    except (OSError, RuntimeError) as error:  # a name that is too long, links that lead round in a circle
        reason = why(error) if isinstance(error, OSError) else _LOOP
        raise CommandError(f"{output[:200]} には書き込めません（{reason}）。") from error
    return file


def _plan(name: str) -> Plan:
    city, _, slug = name.partition("/")
    rows = Plan.objects.select_related("municipality")
    found = rows.filter(municipality__slug=city, slug=slug).first()
    if found is None:
        known = "、".join("/".join(plan.natural_key()) for plan in rows) or "なし"
        raise CommandError(f"計画「{name}」がありません。登録されている計画: {known}")
    return found


def _quarter(text: str) -> Quarter:
    try:
        quarter = read_quarter(text)
    except ValueError as error:
        raise CommandError(str(error)) from error
    if quarter.first_day > timezone.localdate():
        raise CommandError(f"{quarter.label}はまだ始まっていません。")
    return quarter


def _latest(plan: Plan, *, draft: bool) -> Quarter:
    """The newest quarter whose report is published; for a draft that of the newest review, published or not."""
    if draft:
        periods = plan.reviews.values_list("period", flat=True)
        missing = "レビューを始めた四半期がまだありません。四半期を書いてください。例: 2025-Q1"
    else:
        periods = Report.objects.of_plan(plan).values_list("review__period", flat=True)
        missing = "公表した報告はまだありません（公表前の案は --draft で出せます）。"
    newest = max(periods, default=None)
    if newest is None:
        raise CommandError(f"{plan}: {missing}")
    return Quarter.parse(newest)


def _draft(plan: Plan, quarter: Quarter, key: str) -> tuple[str, bytes]:
    """Title and file of the report as it would be published now, whether or not the quarter has a review."""
    stored = plan.reviews.filter(period=str(quarter)).first()
    review = stored or Review(plan=plan, period=str(quarter))
    document = Document.of_draft(draft(plan, review))
    return document.title, formats.render(document, key)


def _published(plan: Plan, quarter: Quarter, revision: int | None, key: str) -> tuple[str, bytes]:
    """Title and file of a published report. Raises CommandError when there is none such."""
    rows = Report.objects.of_plan(plan)
    revisions = {row.revision: row for row in rows.filter(review__period=str(quarter))}
    if not revisions:
        periods = "、".join(sorted(set(rows.values_list("review__period", flat=True)))) or "まだありません"
        raise CommandError(
            f"{quarter.label}の報告は公表されていません。公表したもの: {periods}"
            "（公表前の案は --draft で出せます）"
        )
    report = revisions.get(max(revisions) if revision is None else revision)
    if report is None:
        known = "、".join(str(number) for number in sorted(revisions))
        raise CommandError(f"{quarter.label}の報告に第{revision}版はありません。ある版: {known}")
    try:
        content = formats.file_of(report, key)
    except AlteredReportError as error:
        raise CommandError(f"{error}（verify_reports で確かめてください）") from error
    return Document.of_report(report).title, content


def _replace(file: Path, content: bytes) -> None:
    """Writes beside the file, then takes its place: whoever reads it finds the old one or the new one, whole."""
    try:
        put_in_place(file, content)
    except OSError as error:
        raise CommandError(f"{file} に書き込めません（{why(error)}）。") from error


def _print(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise CommandError(f"標準出力に書き込めません（{why(error)}）。") from error
