"""The file of the fictional figures: what each row of a quarter means, and its mistakes."""

from datetime import date

import pytest

from plans.fixture_files import LoadError
from plans.samples import read_sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

FIGURES = """
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, a], period: "{{FY2}}-Q4", revision: 1, value: 1}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, b], period: "{{FY2}}", revision: 1, value: 1}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, c], period: "{{FY2}}-Q3", revision: 1, value: 1, as_of: "{{FY2+1}}-04-20"}
- model: kpis.target
  fields: {indicator: [mihon, dx-plan, d], period: "{{FY3}}", effective_from: "{{FY2}}-04-01", value: 1}
- model: kpis.target
  fields: {indicator: [mihon, dx-plan, e], period: "{{FY3}}", effective_from: "{{FY3}}-04-20", value: 1}
"""


@pytest.mark.parametrize(
    ("today", "known"), [(date(2027, 4, 19), "d"), (date(2027, 4, 20), "abcde")], ids=str
)
def test_what_nobody_can_know_today_is_left_out(tmp_path, today, known):
    """The second year ends on 2027-03-31; 20 days later, on 2027-04-20, the departments have reported."""
    path = tmp_path / "figures.yaml"
    path.write_text(FIGURES, encoding="utf-8")
    rows = read_sample(path, today=today)
    assert "".join(row.values["indicator"][-1] for row in rows) == known


QUARTERS = """
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, a], period: "{{FY2}}-Q3", revision: 1, state: "{{PAST:approved|NEWEST:draft}}"}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, b], period: "{{FY2}}-Q4", revision: 1, state: "{{PAST:approved|NEWEST:draft}}"}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, c], period: "{{FY2}}", revision: 1, state: "{{PAST:approved|NEWEST:draft}}"}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, d], period: "{{FY2}}-Q3", revision: 1, state: "{{PAST:approved}}"}
- model: kpis.measurement
  fields: {indicator: [mihon, dx-plan, e], period: "{{FY2}}-Q4", revision: 1, state: "{{PAST:approved}}"}
- model: kpis.target
  fields: {indicator: [mihon, dx-plan, f], period: "{{FY3}}", effective_from: "{{FY2}}-04-01", value: 1}
"""


def read_quarters(tmp_path, text: str, today: date):
    path = tmp_path / "quarters.yaml"
    path.write_text(text, encoding="utf-8")
    return read_sample(path, today=today)


@pytest.mark.parametrize(
    ("today", "states"),
    [
        (date(2027, 4, 19), {"a": "draft"}),  # the third quarter is the newest
        (date(2027, 4, 20), {"a": "approved", "b": "draft", "c": "draft", "d": "approved"}),
    ],
    ids=str,
)
def test_a_row_of_the_newest_quarter_reads_otherwise_than_a_past_one(tmp_path, today, states):
    """A year ends with its fourth quarter. A row that does not name its case is left out; a target is no report."""
    rows = read_quarters(tmp_path, QUARTERS, today)
    found = {row.values["indicator"][-1]: row.values.get("state") for row in rows}
    assert found == states | {"f": None}


def test_nothing_after_the_colon_leaves_the_field_empty(tmp_path):
    text = QUARTERS.replace("state:", 'return_reason: "{{PAST:|NEWEST:数を確かめてください。}}", state:', 2)
    rows = read_quarters(tmp_path, text, date(2027, 4, 20))
    reasons = {row.values["indicator"][-1]: row.values.get("return_reason") for row in rows}
    assert reasons["a"] is None
    assert reasons["b"] == "数を確かめてください。"


def test_what_people_tried_on_a_figure_is_not_in_the_file_and_goes(tmp_path):
    values = read_quarters(tmp_path, QUARTERS, date(2027, 4, 20))[0].values
    assert (values["return_reason"], values["submitted_by"], values["decided_at"]) == ("", None, None)
    assert not {"version", "updated_at"} & set(values)  # the portal counts on


@pytest.mark.parametrize(
    "wrong", ["{{PAST:approved|NEWST:draft}}", "{{PAST:approved|draft}}", "{{OLD:draft}}"]
)
def test_a_misspelt_case_is_named_by_row_and_field(tmp_path, wrong):
    text = QUARTERS.replace("{{PAST:approved|NEWEST:draft}}", wrong, 1)
    with pytest.raises(LoadError, match=r"quarters\.yaml 1件目（2行目）.* state: .*NEWEST"):
        read_quarters(tmp_path, text, date(2027, 4, 20))
