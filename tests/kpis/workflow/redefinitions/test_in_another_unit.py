"""Another thing is counted from a period on, in another unit: each figure keeps its own."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpis.assessment.assessing import assess
from kpis.assessment.chart_rows import chart_rows
from kpis.judging.periods import Period
from kpis.workflow import promises
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import RevisionKind
from tests.factories import make_measurement
from tests.kpis.counting import (
    TODAY,
    add_indicator,
    count_people,
    ledger,
    page,
    told,
)

pytestmark = pytest.mark.django_db


class TestInAnotherUnit:
    def test_values_and_targets_of_before_keep_their_unit(self, client, plan, indicator, manager):
        count_people(indicator, manager)
        text = page(client, indicator)
        assert "3,800件" in text
        assert "5,000件" in text
        assert "900人" in text
        assert "新しい数え方の目標 900人" in text

    def test_no_chart_shows_them_beside_the_new_ones(self, plan, indicator, manager):
        count_people(indicator, manager)
        found = assess(plan.indicators.get(), TODAY)
        assert found.facts.known(TODAY) == ()
        assert "新しい数え方の実績は、まだ登録されていません" in found.citizen_sentence
        assert "新しい数え方の実績は、まだ登録されていません" in found.sentence

    def test_the_table_keeps_them_and_the_break_while_nothing_new_is_there(self, plan, indicator, manager):
        count_people(indicator, manager)
        rows = chart_rows(assess(plan.indicators.get(), TODAY))
        assert [(row.label[:5], row.value, row.notes) for row in rows] == [
            ("令和6年度", "3,200件", ("数え方が変わる前",)),
            ("令和6年度", "3,450件", ("数え方が変わる前",)),
            ("令和7年度", "3,600件", ("数え方が変わる前",)),
            ("令和7年度", "3,800件", ("数え方が変わる前",)),
            ("令和7年度", "", ("ここから数え方が変わる（窓口の分も数えるため）",)),
            ("令和8年度", "", ()),
        ]

    def test_so_it_does_of_years_sums(self, plan, manager):
        row = add_indicator(plan, unit="件", target=100, series="flow", frequency="yearly")
        make_measurement(row, "2024", 70)
        count_people(row, manager, {}, from_period=Period.parse("2025"))
        rows = chart_rows(assess(plan.indicators.get(code="2"), TODAY))
        assert [(one.value, one.notes) for one in rows][:2] == [
            ("70件", ("数え方が変わる前",)),
            ("", ("ここから数え方が変わる（窓口の分も数えるため）",)),
        ]
        assert rows[1].label == "令和7年度（2025年度）"

    def test_the_file_gives_each_row_its_unit(self, client, plan, indicator, manager):
        count_people(indicator, manager)
        address = reverse("indicator-csv", args=[*plan.natural_key(), "1"])
        lines = client.get(address).content.decode("utf-8-sig").splitlines()
        units = [(row.split(",")[6], row.split(",")[5]) for row in lines[1:]]
        assert set(units) == {("target", "件"), ("target", "人"), ("break", "人"), ("measurement", "件")}

    def test_figures_cannot_be_kept(self, indicator, manager):
        with pytest.raises(ValidationError) as error:
            count_people(indicator, manager, targets=None, keeps_figures=True)
        assert "前の単位の値です" in told(error)["keeps_figures"][0]

    def test_refused_where_a_value_is_approved_in_the_former_unit(self, indicator, manager):
        with pytest.raises(ValidationError) as error:
            count_people(indicator, manager, from_period=Period.parse("2025-Q2"))
        assert "令和7年度第2四半期の値は、前の単位ですでに承認されています" in told(error)["period"][0]

    def test_a_break_that_changed_the_unit_stays(self, plan, indicator, manager):
        row = count_people(indicator, manager)
        grounds = Grounds("まちがい", kind=RevisionKind.MISPRINT, by=manager)
        with pytest.raises(ValidationError) as error, revising(plan, grounds):
            row.delete()
        assert "消せません" in told(error)["kind"][0]
        row = plan.indicators.get().series_breaks.get()
        with pytest.raises(ValidationError) as error:
            promises.correct_misprint(row, {"period": "2025-Q2"}, reason="まちがい", by=manager)
        assert "期間は直せません" in told(error)["kind"][0]
        with pytest.raises(ValidationError) as error:
            promises.correct_misprint(plan.indicators.get(), {"unit": "件"}, reason="まちがい", by=manager)
        assert "単位だけは訂正できません" in told(error)["kind"][0]

    def test_the_record_of_a_target_of_before_keeps_its_unit(self, plan, indicator, manager):
        count_people(indicator, manager)
        old = plan.indicators.get().targets.get(effective_from=date(2024, 4, 1))
        promises.correct_misprint(old, {"value": 5100}, reason="書きまちがい", by=manager)
        change = ledger(plan)[-1].changes[0]
        assert (change["before_text"], change["after_text"]) == ("5,000件", "5,100件")
