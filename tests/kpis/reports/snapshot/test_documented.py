"""docs/report.md describes every field of a snapshot and every column, and its commands do what they promise."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from kpis.models import Report
from kpis.reports.csv_rows import ACTION_COLUMNS, INDICATOR_COLUMNS
from kpis.reports.formats import FORMATS, ZIP
from kpis.reports.snapshot.build import SCHEMA_VERSION
from kpis.reports.snapshot.field_tables import with_tables

TEXT = (settings.BASE_DIR / "docs" / "report.md").read_text(encoding="utf-8")
NAMED = {word for span in re.findall(r"`([^`\n]+)`", TEXT) for word in re.split(r"[.\s]", span)}


def test_its_tables_are_those_of_the_types():
    assert with_tables(TEXT) == TEXT, "run .venv/bin/python -m kpis.reports.snapshot.field_tables"


def test_every_column_and_format_is_described():
    assert {*INDICATOR_COLUMNS, *ACTION_COLUMNS} - NAMED == set()
    assert all(f"`2025-Q3.{key}`" in TEXT for key in (*FORMATS, ZIP))


def test_the_version_is_the_one_in_use():
    assert f"`schema_version` is {SCHEMA_VERSION}." in TEXT


@pytest.mark.django_db
def test_its_commands_judge_a_report_again_without_the_portals_database(mihon, tmp_path):
    report = Report.objects.filter(review__plan=mihon).order_by("review__period").last()
    (tmp_path / "2025-Q3.json").write_bytes(report.content.encode())
    start = TEXT.index(".venv/bin/python - 2025-Q3.json > facts.jsonl")
    commands = TEXT[start : TEXT.index("```", start)]
    commands = commands.replace(
        ".venv/bin/python manage.py", f'"{sys.executable}" "{settings.BASE_DIR}/manage.py"'
    )
    commands = commands.replace(".venv/bin/python -", f'"{sys.executable}" -')
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=tmp_path,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONUTF8": "1",
            "DATABASE_URL": "sqlite:////nowhere",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == len(json.loads(report.content)["indicators"])
    assert all(line.endswith("as reported") for line in lines)
