"""Reported values of a file are asked for and stored together: it comes to the same as one by one, whatever the file says."""

from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpis.models import ActionProgress, Measurement
from plans import bulk_writing, load_reports, load_saving, loading
from plans.fixture_files import FixtureRow, LoadError
from plans.load_act import Act
from plans.loading import load_rows
from plans.models.versions import StaleRow
from tests.factories import guarded, make_action, make_indicator, make_measurement

pytestmark = pytest.mark.django_db

PLAN = ["kitayama", "smart-plan"]
BOOKKEEPING = {"id", "history_id", "history_date", "updated_at", "history_relation_id"}
value_rows = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["level", "ratio", "share", "unknown"]),
        "period": st.sampled_from(
            ["2020-Q1", "令和2年度第2四半期", "2020-Q3", "2020", "2099-Q1", "いつか", ""]
        ),
    },
    optional={
        "revision": st.sampled_from(["1", "2", "0", "x"]),
        "revision_reason": st.sampled_from(["", "集計の誤り"]),
        "value": st.sampled_from(["1", "5.5", "200", "たくさん", "1234567890123.1234567", None]),
        "numerator": st.sampled_from(["1", "9"]),
        "denominator": st.sampled_from(["5", "-1"]),
        "as_of": st.sampled_from(["2020-06-30", "2099-01-01", "きのう"]),
        "observation_status": st.sampled_from(["A", "P", "M", "?"]),
        "state": st.sampled_from(["draft", "approved", "submitted"]),
        "issues_comment": st.sampled_from(["", "集計中"]),
        "no_such_field": st.just("1"),
    },
)
# What can be stored: new values, stored drafts, one that somebody deleted.
sound_rows = st.fixed_dictionaries(
    {
        "indicator": st.just("level"),
        "period": st.sampled_from(
            ["2020-Q2", "2020-Q3", "令和2年度第4四半期", "2021-Q1", "2021-Q2", "2021-Q3"]
        ),
        "revision": st.just("1"),
        "value": st.sampled_from(["7", "8.5", "９"]),
        "state": st.sampled_from(["draft", "approved"]),
    },
    optional={"progress_comment": st.sampled_from(["", "一行\n二行"])},
)
progress_rows = st.fixed_dictionaries(
    {
        "action": st.sampled_from(["a", "unknown"]),
        "period": st.sampled_from(["2020-Q1", "2020-Q2", "2020"]),
        "revision": st.just("1"),
    },
    optional={"status": st.sampled_from(["delayed", "as-planned", "?"]), "state": st.just("approved")},
)


def row_of(number: int, values: dict) -> FixtureRow:
    model, owner = (Measurement, "indicator") if "indicator" in values else (ActionProgress, "action")
    return FixtureRow("a.yaml", number, number, model, values | {owner: [*PLAN, values[owner]]})


def contents(rows) -> list[dict]:
    """Without what differs between two loadings anyway: ids and moments."""
    found = [{name: text for name, text in row.items() if name not in BOOKKEEPING} for row in rows.values()]
    return sorted(found, key=lambda row: sorted((name, str(value)) for name, value in row.items()))


def what_comes_of(lines: list[dict], together: int, monkeypatch, **act) -> tuple:
    """The mistakes or the outcomes, and all that is stored afterwards; taken back then."""
    monkeypatch.setattr(loading, "in_chunks", partial(load_reports.in_chunks, size=together))
    rows = [row_of(number, line) for number, line in enumerate(lines, start=1)]
    with transaction.atomic():
        answer: object
        told = Act(**act)
        try:
            found = load_rows(rows, told)
            answer = [
                (str(each.row), each.is_new, each.fields, each.changes, each.asks) for each in found.outcomes
            ]
        except LoadError as error:
            answer = error.messages
        stored = [
            contents(each)
            for model in (Measurement, ActionProgress)
            for each in (model.objects.all(), model.history.all())
        ]
        transaction.set_rollback(True)
    return answer, told.kept, stored


@pytest.fixture
def plan(plan, manager):
    """With values of every kind: approved, drafts, deleted ones."""
    make_indicator(plan, "level")
    make_indicator(plan, "ratio", numerator_label="利用者", denominator_label="市民")
    make_indicator(plan, "share", unit="%", is_part_of_whole=True)
    make_action(plan, "a")
    level = plan.indicators.get(code="level")
    make_measurement(level, "2020-Q1", 5)
    make_measurement(level, "2020-Q2", 7, state="draft", entered_by=manager)
    gone = make_measurement(level, "2020-Q3", 8, state="draft")
    gone._history_user = manager
    gone.delete()
    guarded(plan)
    return plan


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    lines=st.one_of(
        st.lists(st.one_of(value_rows, value_rows, sound_rows, progress_rows), min_size=2, max_size=8),
        st.lists(sound_rows, min_size=2, max_size=6, unique_by=lambda row: row["period"]),
    ),
    act=st.sampled_from([{}, {"keeps_edited": True}, {"adds_only": True}, {"why": "過去の値"}]),
)
def test_together_and_one_by_one_come_to_the_same(plan, manager, monkeypatch, lines, act):
    act = act | {"by": manager}
    assert what_comes_of(lines, 500, monkeypatch, **act) == what_comes_of(lines, 1, monkeypatch, **act)


def sound(count: int) -> list[dict]:
    periods = [f"{year}-Q{quarter}" for year in range(1990, 2020) for quarter in (1, 2, 3, 4)]
    return [
        {"indicator": "level", "period": period, "revision": "1", "value": str(n)}
        for n, period in enumerate(periods[:count])
    ]


def test_many_values_take_no_more_queries_than_few(plan, django_assert_max_num_queries):
    rows = [row_of(number, line) for number, line in enumerate(sound(100))]
    with django_assert_max_num_queries(40):
        load_rows(rows)
    assert Measurement.objects.filter(indicator__code="level", period__lt="2020").count() == 100


def test_what_the_database_refuses_is_told_of_its_own_row(plan, monkeypatch):
    """A rule that only the database knows: the other rows of its chunk are not blamed."""
    lines = sound(5)
    lines[3] |= {"conversion": "1/0"}
    answer, _kept, _stored = what_comes_of(lines, 500, monkeypatch)
    assert answer == what_comes_of(lines, 1, monkeypatch)[0]
    assert len(answer) == 1
    assert answer[0].startswith("a.yaml 4件目")


def test_a_stored_value_changes_with_its_history_and_version(plan, manager):
    row = Measurement.objects.get(indicator__code="level", period="2020-Q2")
    lines = [{"indicator": "level", "period": "2020-Q2", "revision": "1", "value": "70"}, *sound(1)]
    load_rows([row_of(n, line) for n, line in enumerate(lines)], Act(by=manager, why="過去の値"))
    changed = Measurement.objects.get(pk=row.pk)
    assert (changed.value, changed.version) == (70, row.version + 1)
    assert changed.updated_at > row.updated_at
    line = changed.history.first()
    assert (line.history_type, line.history_user, line.history_change_reason) == ("~", manager, "過去の値")
    assert line.value == 70


def test_a_value_that_somebody_changed_meanwhile_is_not_written_over(plan):
    first = Measurement.objects.get(indicator__code="level", period="2020-Q2")
    second = Measurement.objects.get(pk=first.pk)
    second.value = 71
    second.save()
    first.value = 72
    with pytest.raises(StaleRow):
        bulk_writing.update_rows([first], ["value"])
    refused = load_saving.save_together({5: (first, ["value"])}, Act())
    assert "ほかの人" in refused[5].messages[0]
    assert Measurement.objects.get(pk=first.pk).value == 71
