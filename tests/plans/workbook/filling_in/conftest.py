"""A template that somebody fills in, and the mistakes found in it."""

from datetime import date
from io import BytesIO

import pytest

from plans.fixture_files import LoadError
from plans.models import Municipality
from plans.workbook.importing import import_workbook

from ..books import filled, template

CITY = {"slug": "kawagoe", "name": "川越見本市", "is_fictional": "はい"}


PLAN = {"slug": "dx-plan", "title": "DX計画", "starts_on": date(2025, 4, 1), "ends_on": "2028/3/31"}


PILLAR = {"code": "1", "kind": "pillar", "title": "くらし"}


def workbook(**sheets: list[dict[str, object]]) -> bytes:
    """The template with a city, a plan and these rows."""
    return filled(template(), {"市区町村": [CITY], "計画": [PLAN]} | sheets)


def mistakes(content: bytes) -> list[str]:
    with pytest.raises(LoadError) as refused:
        import_workbook(BytesIO(content))
    assert not Municipality.objects.filter(slug="kawagoe").exists()
    return refused.value.messages


def goals(*rows: dict[str, object]) -> bytes:
    return workbook(目標=list(rows))
