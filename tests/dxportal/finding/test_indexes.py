"""On PostgreSQL every place in which words are searched is asked by its index."""

import pytest
from django.db import connection

from dxportal.finding.asking import reported
from dxportal.finding.kinds import KINDS
from dxportal.finding.query import Word
from kpis.models import Indicator
from kpis.standings.asked import indicators_standing
from plans.models import Department, ScheduleTrack
from plans.search_index.functions import PREFIX, Holds, wanted

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
KINDS_WITH_REPORTS = [kind for kind in KINDS if kind.reports]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("税", ["税"]), ("窓口", ["窓口"]), ("手続書", ["手続", "続書"]), ("a b", []), ("ab cd", ["ab", "cd"])],
)
def test_of_a_word_its_pairs_are_asked_for(word, pieces):
    assert wanted(word) == pieces


@postgresql
@pytest.mark.django_db
class TestPlans:
    @pytest.fixture(autouse=True)
    def prefer_indexes(self):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")

    @pytest.mark.parametrize("word", ["銀河", "銀河鉄道"])
    @pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.model.__name__)
    def test_every_kind_of_row(self, kind, word):
        plan = kind.model._default_manager.order_by().filter(Holds(kind.own, word)).explain()
        assert f"{PREFIX}{kind.model._meta.db_table}" in plan

    @pytest.mark.parametrize("model", [Department, ScheduleTrack])
    def test_what_rows_stand_on(self, model):
        column = "name" if model is Department else "title"
        plan = model._default_manager.order_by().filter(Holds((column,), "銀河鉄道")).explain()
        assert f"{PREFIX}{model._meta.db_table}" in plan

    @pytest.mark.parametrize("kind", KINDS_WITH_REPORTS, ids=lambda kind: kind.model.__name__)
    def test_approved_comments(self, kind):
        plan = reported(kind.reports, [Word("銀河鉄道")], of_all=True).explain()
        assert f"{PREFIX}{kind.reports.model._meta.db_table}" in plan

    def test_numbers_and_verdicts(self):
        assert "indicator_by_code" in Indicator.objects.order_by().filter(code__in=["1-1"]).explain()
        assert "standing_by_group" in indicators_standing(group="late").order_by().explain()
        assert "standing_by_verdict" in indicators_standing(verdict="NO_DATA").order_by().explain()
        assert "standing_stale" in indicators_standing(stale=True).order_by().explain()
