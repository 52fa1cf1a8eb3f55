"""Whether every published report still reads as it was published: for cron, and after a restore."""

from django.core.management.base import BaseCommand, CommandError

from kpis.models import Report
from kpis.reports.formats import prepare
from kpis.reports.verifying import faults_of, missing_files

CHUNK = 100  # reports at hand at a time: each brings its content along once it is looked at


class Command(BaseCommand):
    help = (
        "Check every published report against the checksum of its publication, and what is kept beside it. Prints a line "
        "for each that differs, with what differs, and ends with exit code 1 then. Changes nothing, but with --renew: then files "
        "that are kept of reports and are damaged or missing are made anew first."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("plan", nargs="?", metavar="CITY/PLAN", help="only this plan's reports")
        parser.add_argument(
            "--renew",
            action="store_true",
            help="make files anew that are damaged or missing: takes seconds each",
        )

    def handle(self, *, plan: str | None, renew: bool, **options) -> None:
        rows = Report.objects.checked().select_related("review__plan__municipality").defer("content")
        if plan:
            city, _, slug = plan.partition("/")
            rows = rows.filter(review__plan__municipality__slug=city, review__plan__slug=slug)
        count = bad = missing = 0
        for report in rows.order_by("review__plan", "review__period", "revision").iterator(CHUNK):
            count += 1
            if renew and report.is_intact:
                prepare(report)
            faults = faults_of(report)
            missing += len(missing_files(report))
            if faults:
                bad += 1
                address = "/".join(report.review.plan.natural_key())
                self.stdout.write(f"{address} {report.label}（{report.key}）: {faults[0]}")
                for line in faults[1:]:
                    self.stdout.write(f"  {line}")
        if plan and not count:
            raise CommandError(f"計画「{plan}」の公表した報告はありません。")
        if bad:
            raise CommandError(f"公表したときと違う報告があります: {count}件のうち{bad}件")
        if options["verbosity"] and missing:
            self.stdout.write(f"作り置きのないファイルが{missing}個あります。次に読まれるときに作ります。")
        if options["verbosity"] and not count:
            self.stdout.write("公表した報告は、まだありません。")
        elif options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"公表した報告 {count}件は、どれも公表したときのままです。"))
