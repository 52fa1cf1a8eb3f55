"""What a plan lacks before it is adopted, and where what was entered contradicts its own words."""

from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils import timezone

from kpis.lint.findings import Finding, Level
from kpis.lint.linting import lint
from plans.models import Plan


class Command(BaseCommand):
    help = (
        "Look through a plan: what contradicts its own words (a milestone with decimals, a number for what is done or not), what "
        "it lacks, and what should be looked at. Prints each with its rows and the mend. Changes nothing. Ends with exit code 1 "
        "where something is to be mended; what is only to be looked at does not count."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("plan", metavar="CITY/PLAN", help="for example kitayama/smart-plan")

    def handle(self, *, plan: str, **options) -> None:
        city, _, slug = plan.partition("/")
        found = Plan.objects.filter(municipality__slug=city, slug=slug).select_related("municipality").first()
        if found is None:
            raise CommandError(
                f"計画「{plan}」がありません。「市のアドレス名/計画のアドレス名」で書いてください。"
            )
        findings = lint(found, timezone.localdate())
        for finding in findings:
            self._tell(finding, found)
        to_mend = [finding for finding in findings if finding.rule.level is not Level.DOUBTFUL]
        if to_mend:
            count = sum(len(finding.places) for finding in to_mend)
            raise CommandError(f"{found}: 直すところが{count}か所あります。")
        if options["verbosity"]:
            told = "確かめるところのほかは、直すところがありません" if findings else "直すところがありません"
            self.stdout.write(self.style.SUCCESS(f"{found}: {told}。"))

    def _tell(self, finding: Finding, plan: Plan) -> None:
        rule = finding.rule
        self.stdout.write(f"[{rule.level.label}] {rule.title} ({rule.code})")
        for place in finding.places:
            name = "" if place.row == plan else f"{place.row}（{_code(place.row)}）"
            line = "　".join(part for part in (name, place.note) if part)
            if line:
                self.stdout.write(f"  - {line}")
        self.stdout.write(f"  → {rule.mend}")


def _code(row: models.Model) -> str:
    return str(getattr(row, "code", row.pk))
