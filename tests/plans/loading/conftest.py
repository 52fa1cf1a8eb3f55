"""A plan's file as staff write it, and the mistakes found in it."""

from pathlib import Path

import pytest
from django.apps import apps

from plans.models import (
    Acting,
    ChangeRecord,
    ContentVersion,
)

# Row 1 starts at line 1, row 2 at line 6, row 3 at line 11.
CITY_AND_PLAN = """\
- model: plans.municipality
  fields:
    slug: kitayama
    name: 北山市
    code: "011002"
- model: plans.plan
  fields:
    municipality: [kitayama]
    slug: smart-plan
    title: スマート計画
"""


PILLAR = """\
- model: plans.goal
  fields:
    plan: [kitayama, smart-plan]
    code: "1"
    kind: pillar
    title: 柱
"""


@pytest.fixture
def write(tmp_path):
    """Puts the text into a file of the name kita.yaml."""

    def write(text: str) -> Path:
        path = tmp_path / "kita.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def stored() -> dict[str, int]:
    """How many rows there are, the record of changes aside, which tells of every run."""
    kinds = [model for model in apps.get_models() if model not in (Acting, ChangeRecord, ContentVersion)]
    return {model.__name__: model._default_manager.count() for model in kinds}
