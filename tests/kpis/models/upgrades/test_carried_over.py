"""A database filled by the former version is carried over: nothing is lost, and what was wrong is mended."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kpis.models import Measurement, Target

from .former_rows import ALIAS, rows


def of(apps, slug: str, model: str, path: str = "plan", app: str = "kpis"):
    """The rows of that plan."""
    return rows(apps, model, app).filter(**{f"{path}__slug": slug})


def test_provisional_baselines_follow_the_earliest_value_and_leave_bounds_alone(carried):
    found = {row.code: row for row in of(carried, "baselines", "Indicator")}
    shown = {
        code: (row.baseline_value, row.baseline_period, row.baseline_is_provisional)
        for code, row in found.items()
    }
    assert shown == {
        "level": (50, "2023", True),
        "rate": (Decimal("33.333333"), "2023", True),
        "bound": (None, "", False),
        "told": (90, "2025", False),  # somebody wrote that it is another plan's
        "stated": (90, "2025", False),
    }
    assert (found["level"].margin, found["level"].first_period, found["level"].baseline_is_reading) == (
        None,
        "",
        False,
    )
    assert of(carried, "baselines", "Measurement", "indicator__plan").count() == 4


def test_a_database_in_use_comes_over_with_every_row(carried):
    for name, path in (
        ("Indicator", "plan"),
        ("Target", "indicator__plan"),
        ("Measurement", "indicator__plan"),
        ("Review", "plan"),
        ("ReviewPolicy", "plan"),
        ("Report", "review__plan"),
    ):
        assert of(carried, "in-use", name, path).count() == 1, name
    assert of(carried, "in-use", "Target", "indicator__plan").get().period == "2025-Q4"
    assert of(carried, "in-use", "ReviewPolicy").get().reporting_from == ""
    report = of(carried, "in-use", "Report", "review__plan").get()
    assert (report.content, report.rule_version) == ("{}", 1)  # what was published stays as it is


class TestLedgers:
    def test_a_public_plans_ledger_begins_with_the_day_of_the_upgrade(self, carried):
        today = timezone.localdate()
        assert rows(carried, "Plan", "plans").get(slug="in-use").public_since == today
        [line] = of(carried, "in-use", "Revision", app="plans")
        assert (line.kind, line.effective_on, line.reason) == (
            "publication",
            today,
            "この日より前の変更の記録はありません。",
        )

    def test_an_unpublished_plan_has_none(self, carried):
        assert rows(carried, "Plan", "plans").get(slug="unpublished").public_since is None
        assert not of(carried, "unpublished", "Revision", app="plans").exists()

    def test_what_the_targets_tell_of_themselves_comes_along(self, carried):
        lines = of(carried, "targets", "Revision", app="plans")
        found = lines.exclude(kind="publication").order_by("effective_on")
        assert [
            (
                row.kind,
                row.subject_name,
                row.changes[0]["before_text"],
                row.changes[0]["after_text"],
                row.reason,
            )
            for row in found
        ] == [
            ("target", "1-1 指標", "45件", "50件", "見直し"),
            ("withdrawal", "1-1 指標", "50件", "取り下げ", "廃止"),
        ]

    def test_every_row_begins_its_history(self, carried):
        for model, app in (("Plan", "plans"), ("Municipality", "plans"), ("Indicator", "kpis")):
            lines = rows(carried, f"Historical{model}", app)
            stored = rows(carried, model, app).values_list("pk", flat=True)
            assert sorted(line.id for line in lines) == sorted(stored)
            assert {(line.history_type, line.history_change_reason) for line in lines} == {
                ("+", "この日より前の変更の記録はありません。")
            }


class TestWhatNumbersMean:
    """Nothing had been converted, and no count had been changed: what is stored means what it says."""

    def test_values_stand_in_the_unit_they_were_reported_in(self, carried):
        value = of(carried, "whole", "Measurement", "indicator__plan").get()
        assert (value.value, value.reported_unit, value.conversion) == (30, "", "")
        today = Measurement.objects.using(ALIAS).get(pk=value.pk)
        assert (today.factor, today.unit) == (1, "件")

    def test_so_do_targets(self, carried):
        target = Target.objects.using(ALIAS).get(indicator__plan__slug="whole")
        assert (target.value, target.former_unit, target.unit) == (45, None, "件")

    def test_no_line_of_a_ledger_has_a_factor(self, carried):
        lines = rows(carried, "Revision", "plans")
        assert lines.count() > 0
        assert set(lines.values_list("factor", flat=True)) == {""}

    def test_a_break_is_stored_and_only_with_its_reason(self, carried):
        breaks = rows(carried, "SeriesBreak")
        assert not breaks.exists()
        indicator = of(carried, "whole", "Indicator").get()
        with transaction.atomic(using=ALIAS):
            row = breaks.create(indicator=indicator, period="2025-Q1", reason="窓口の分も数えるため。")
            assert (row.unit_before, row.keeps_figures) == (None, False)
            transaction.set_rollback(True, using=ALIAS)
        with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
            breaks.create(indicator=indicator, period="2025-Q1", reason="")

    @pytest.mark.parametrize("conversion", ["÷1000", "0", "1/0", "1.5"])
    def test_a_factor_is_a_fraction(self, carried, conversion):
        values = of(carried, "whole", "Measurement", "indicator__plan")
        with transaction.atomic(using=ALIAS):
            assert values.update(conversion="1/1000", reported_unit="件") == 1
            transaction.set_rollback(True, using=ALIAS)
        with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
            values.update(conversion=conversion)


LIVING = [
    ("Goal", "plans"), ("Statement", "plans"), ("ScheduleTrack", "plans"), ("ScheduleItem", "plans"),
    ("Action", "plans"), ("Indicator", "kpis"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "app"), LIVING)
class TestLives:
    """What the former version had stored was public, and nothing had ended."""

    def last(self, model) -> dict:
        """The last day or period of a row that goes on."""
        return {"last_period": ""} if model in ("Action", "Indicator") else {"ended_on": None}

    def test_each_row_is_public_and_goes_on(self, carried, model, app):
        row = of(carried, "whole", model, app=app).get()
        found = {name: getattr(row, name) for name in ("state", "ending", "ending_reason", *self.last(model))}
        assert found == {"state": "public", "ending": "", "ending_reason": ""} | self.last(model)

    def test_its_history_says_so(self, carried, model, app):
        row = of(carried, "whole", model, app=app).get()
        line = rows(carried, f"Historical{model}", app).get(id=row.pk)
        assert (line.state, line.ending) == ("public", "")

    def test_it_ends_whole_or_not_at_all(self, carried, model, app):
        found = of(carried, "whole", model, app=app)
        [last] = self.last(model)
        day = {"last_period": "2025-Q1", "ended_on": "2025-06-30"}[last]
        ended = {last: day, "ending": "abolished", "ending_reason": "やめたため。"}
        with transaction.atomic(using=ALIAS):
            assert found.update(**ended) == 1
            transaction.set_rollback(True, using=ALIAS)
        with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
            found.update(**ended | {"ending_reason": ""})
