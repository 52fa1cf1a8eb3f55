"""What an indicator of each kind must say: steps as people write them, and what does not go together, with field and mend."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpis.models import Indicator, Measurement, Target
from kpis.models.steps import read_steps, stored_steps, write_steps
from tests.factories import make_city, make_indicator, make_measurement, make_plan, make_target

STEPS = "2024-09 検討\n2025-03 試行"
MILESTONE = {"kind": "milestone", "steps": STEPS, "unit": ""}


@pytest.fixture
def plan(db):
    return make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2028, 3, 31))


def refused(row) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return error.value.message_dict


@pytest.mark.parametrize(
    "line",
    [
        "2025-03 試行", "2025年3月 試行", "令和7年3月　試行", "R7.3 試行", "2. 2025年3月：試行", "② 令和7年3月 試行",
        "・2025/3 試行", "2025年3月、試行",
    ],
)  # fmt: skip
def test_a_step_is_read_as_people_write_it(line):
    assert write_steps(read_steps(line)) == "2025-03 試行"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("令和7年度 移行完了\n", "2025 移行完了"),
        ("2025-Q4 公開", "2025-Q4 公開"),
        ("2025年6月 第1回の 開催\n\n 2025年12月 第2回の開催", "2025-06 第1回の 開催\n2025-12 第2回の開催"),
    ],
)
def test_years_quarters_and_blank_lines(text, stored):
    assert write_steps(read_steps(text)) == stored
    assert write_steps(stored_steps(stored)) == stored


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2025年3月 検討\n試行", "2行目（試行）は、「2026年3月 検討」のように"),
        ("2025年13月 検討", "1行目（2025年13月 検討）"),
        (f"2025年3月 {'長' * 61}", "60字まで"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, told):
    with pytest.raises(ValueError, match=told):
        read_steps(text)


def test_steps_are_kept_in_one_form(plan):
    row = Indicator(
        plan=plan, code="m", name="導入", kind="milestone", steps="令和6年9月 検討\n令和7年3月 試行"
    )
    row.full_clean()
    assert row.steps == STEPS


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"steps": ""}, "steps", "段階を1つ以上書き"),
        ({"steps": "2025-03 試行\n2024-09 検討"}, "steps", "「検討」の予定が、前の段階「試行」の予定より早く"),
        ({"steps": "2024-03 検討"}, "steps", "計画の始まりより前"),
        ({"steps": "検討"}, "steps", "1行目"),
        ({"steps": STEPS, "decimals": 1}, "kind", "桁数"),
        ({"steps": STEPS, "unit": "件"}, "kind", "単位"),
        ({"steps": STEPS, "direction": "decrease"}, "kind", "「増やす」"),
        ({"steps": STEPS, "baseline_value": 1, "baseline_period": "2023"}, "kind", "基準値"),
    ],
)  # fmt: skip
def test_what_does_not_go_with_steps_is_refused(plan, fields, field, told):
    row = Indicator(plan=plan, code="m", name="導入", kind="milestone", **fields)
    assert told in " ".join(refused(row)[field])


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"steps": STEPS}, "steps", "ほかの指標では空欄"),
        ({"kind": "words"}, "target_wording", "計画に書かれた言葉"),
        ({"kind": "words", "target_wording": "向上", "direction": "monitor"}, "direction", "目指す向き"),
        ({"kind": "words", "target_wording": "向上", "series": "cumulative"}, "direction", "累計"),
        ({"kind": "words", "target_wording": "向上", "strict": True}, "direction", "目指す向き"),
        ({"strict": True, "direction": "monitor"}, "strict", "目標がない"),
    ],
)
def test_what_does_not_go_with_words_and_numbers_is_refused(plan, fields, field, told):
    row = Indicator(plan=plan, code="m", name="満足度", **fields)
    assert told in " ".join(refused(row)[field])


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "milestone"},
        {"kind": "number", "steps": STEPS},
        {"kind": "milestone", "steps": STEPS, "decimals": 1},
        {"kind": "words", "direction": "keep_within", "lower": 1, "upper": 2},
        {"kind": "parts"},
        {"path": "curved"},
    ],
)
def test_the_database_refuses_it_too(plan, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_indicator(plan, "m", **fields)


def test_steps_and_words_take_no_numeric_target(plan):
    for fields, told in (
        (MILESTONE, "段階と予定の月"),
        ({"kind": "words"}, "言葉の目標"),
    ):
        row = make_indicator(plan, fields["kind"], **fields)
        target = Target(indicator=row, period="2025", value=3, effective_from=date(2024, 4, 1))
        assert told in " ".join(refused(target)["value"])


def test_a_number_with_targets_does_not_become_words(plan):
    row = make_indicator(plan, "n", target_wording="向上")
    make_target(row, "2025", 5)
    row.kind = "words"
    assert "数値の目標が登録されています" in " ".join(refused(row)["kind"])


@pytest.mark.parametrize("value", ["1.5", "-1", "3"])
def test_a_report_counts_steps(plan, value):
    row = make_indicator(plan, "m", **MILESTONE)
    report = make_measurement(row, "2025-Q1", 1, state="draft")
    report.value = value
    assert "0から2までの整数" in " ".join(refused(report)["value"])


def test_steps_that_were_reported_as_done_stay(plan):
    row = make_indicator(plan, "m", **MILESTONE)
    make_measurement(row, "2025-Q1", 2)
    row.steps = "2024-09 検討"
    assert "2段階まで終わっています" in " ".join(refused(row)["steps"])


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"period": "2023-Q4", "value": 1}, "period"),
        ({"period": "2024-Q1", "value": 1, "as_of": date(2024, 3, 31)}, "as_of"),
        ({"period": "2023-Q4", "value": 0}, None),
        ({"period": "2024-Q1", "value": 1}, None),
    ],
)
def test_no_step_is_done_before_the_plan_began(plan, fields, place):
    row = Indicator(plan=plan, code="m", name="導入", kind="milestone", steps=STEPS)
    row.full_clean()
    row.save()
    report = Measurement(indicator=row, **fields)
    if place is None:
        report.full_clean()
        return
    found = refused(report)
    assert "計画の始まり（令和6年（2024年）4月1日）より前になっています" in " ".join(found[place])
