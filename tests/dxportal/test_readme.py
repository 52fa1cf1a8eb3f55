"""What the README promises a newcomer is true."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from plans.loading import load_file
from plans.models import Plan

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_clerk_loads_the_readmes_own_plan_and_reads_it_in_public(tmp_path, client):
    file = tmp_path / "my-plan.yaml"
    file.write_text(re.search(r"```yaml\n(.*?)```", README, re.DOTALL)[1], encoding="utf-8")
    assert load_file(file).created == 8
    page = client.get(Plan.objects.get_by_natural_key("example", "dx-plan").get_absolute_url() + "map/")
    assert "窓口で待たない" in page.content.decode()
    table = client.get(Plan.objects.get_by_natural_key("example", "dx-plan").get_absolute_url() + "kpis/")
    assert "1,834件" in table.content.decode()


def test_every_setting_that_the_code_reads_stands_in_the_readmes_table():
    code = (settings.BASE_DIR / "dxportal/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:env\.\w+|flag)\("([A-Z_]+)"', code))
    assert len(read) > 8
    assert {name for name in read if f"`{name}`" not in README} == set()


def test_every_make_command_stands_in_the_readme():
    targets = re.findall(r"^([a-z]+):.*## ", Path(settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    assert len(targets) > 6
    assert {name for name in targets if f"make {name}" not in README} - {"help", "clean"} == set()


def test_the_picture_is_there():
    names = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert names
    assert all((settings.BASE_DIR / name).is_file() for name in names)
