"""Reports of a plan, and the command that writes one."""

import io
from pathlib import Path

from django.core.management import call_command

from kpis.models import Report

MIHON = "mihon/dx-plan"


def export(*arguments: object, **options) -> str:
    out = io.StringIO()
    call_command("export_report", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def newest(mihon) -> Report:
    return Report.objects.of_plan(mihon).first()


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
