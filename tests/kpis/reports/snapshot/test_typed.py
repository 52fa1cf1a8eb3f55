"""A snapshot has exactly the fields that kpis/reports/snapshot/types.py declares, each in its form."""

import json
import types
from typing import Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from kpis.models import Report
from kpis.reports.publishing import draft
from kpis.reports.snapshot.types import Snapshot
from tests.kpis.reports.kept import PUBLISHED, document_of


def differences(declared: object, value: object, place: str = "snapshot") -> list[str]:
    """Every place at which the value is something else than what is declared."""
    kind, parts = get_origin(declared), get_args(declared)
    if is_typeddict(declared):
        fields = get_type_hints(declared)
        if not isinstance(value, dict) or not declared.__required_keys__ <= value.keys() <= fields.keys():
            return [f"{place}: {value!r} has other fields than {declared.__name__}"]
        pairs = [(fields[name], value[name], f"{place}.{name}") for name in value]
    elif kind in (Union, types.UnionType):
        return [] if any(not differences(part, value) for part in parts) else [f"{place}: {value!r}"]
    elif kind is list and isinstance(value, list):
        pairs = [(parts[0], part, f"{place}[{number}]") for number, part in enumerate(value)]
    elif kind is dict and isinstance(value, dict):
        pairs = [(parts[1], part, f"{place}.{name}") for name, part in value.items()]
    elif kind is Literal:
        return [] if value in parts else [f"{place}: {value!r}"]
    else:
        return [] if type(value) is declared else [f"{place}: {value!r} is no {declared}"]
    return [found for pair in pairs for found in differences(*pair)]


@pytest.mark.parametrize("key", PUBLISHED)
def test_kept_reports_are_as_declared(key):
    assert differences(Snapshot, document_of(key).snapshot) == []


@pytest.mark.django_db
def test_published_reports_and_drafts_are_as_declared(mihon):
    for report in Report.objects.filter(review__plan=mihon):
        assert differences(Snapshot, json.loads(report.content)) == []
    for review in mihon.reviews.all():
        assert differences(Snapshot, draft(mihon, review)) == []


def test_a_field_too_many_too_few_or_in_another_form_is_found():
    snapshot = document_of("2024-Q2").snapshot
    for change in ({"rule_version": "1"}, {"scale": {}}, {"further": 1}, {"exceptions": [None]}):
        assert differences(Snapshot, snapshot | change)
    assert differences(Snapshot, {key: value for key, value in snapshot.items() if key != "method"})
