"""Rating scales in the admin, with the preview of which indicator gets which mark."""

from decimal import Decimal

import pytest

from kpis.models import (
    PlanRating,
    RatingBand,
    RatingScale,
    Target,
)
from plans.models import Municipality
from tests.factories import make_member

from .entering import SCOPED, enter, errors_of, make_indicator, messages_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


def scale_page(*bands, metric="pace", **fields) -> dict:
    data = {
        "name": "試しの印", "code": "trial", "metric": metric, "order": "99", "not_rated_mark": "－", "no_data_mark": "？",
        "bands-TOTAL_FORMS": str(len(bands)), "bands-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, (mark, threshold) in enumerate(bands):
        row = {"order": number + 1, "mark": mark, "comparison": "ge", "threshold": threshold}
        data |= {f"bands-{number}-{name}": value for name, value in row.items()}
    return data | fields


@pytest.fixture
def half_way(plan):
    """0 → 100 in FY2023 to FY2027; 40 where 40 is expected at the end of FY2024: pace 40 / 40 = 1."""
    indicator = make_indicator(
        plan, "half", series="level", frequency="yearly", unit="人", name="半ばの指標",
        baseline_value=0, baseline_period="2022",
    )  # fmt: skip
    Target.objects.create(indicator=indicator, period="2027", value=100, effective_from="2023-04-01")
    enter(indicator, "2024", 40)
    return indicator


def test_a_threshold_may_be_written_as_a_percentage(admin_client):
    data = scale_page(("A", "１００％"), ("B", "0.6"), ("C", ""))
    answer = admin_client.post(page(RatingScale, "add"), data, follow=True)
    bands = RatingBand.objects.filter(scale__code="trial")
    assert [band.threshold for band in bands] == [1, Decimal("0.6"), None]
    assert "境目: 「１００％」を 1 と読み取りました。" in messages_of(answer)


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ([], "段階がありません"),
        ([("A", "1"), ("B", "0.6")], "最後の段階「B」の境目を空欄に"),
        ([("A", ""), ("B", "0.6"), ("C", "")], "段階1「A」に境目がありません"),
        ([("A", "0.6"), ("B", "1"), ("C", "")], "境目の大きい順に"),
        ([("A", "1"), ("B", "1"), ("C", "")], "重なっています"),
        ([("A", "x"), ("B", "")], "「x」"),
        ([("A", "1.2万%"), ("B", "1e5"), ("C", "")], "「1e5」"),
    ],
)
def test_bands_that_do_not_fit_together_are_refused_with_their_sentence(admin_client, bands, sentence):
    data = scale_page(*bands)
    assert sentence in errors_of(admin_client.post(page(RatingScale, "add"), data))
    assert not RatingScale.objects.filter(code="trial").exists()
    preview = admin_client.post(page(RatingScale, "add"), data | {"_preview": "1"})
    assert sentence in "".join(preview.context["preview"].problems)


def preview_row(answer, indicator):
    rows = [
        row for part in answer.context["preview"].plans for row in part.rows if row.indicator == indicator
    ]
    assert len(rows) == 1
    return rows[0]


def test_the_preview_of_a_scale_shows_every_indicators_mark_and_saves_nothing(admin_client, plan, half_way):
    PlanRating.objects.create(plan=plan, scale=RatingScale.objects.get(code="portal"))
    data = scale_page(("A", "1.01"), ("B", "1"), ("C", ""), _preview="1")
    answer = admin_client.post(page(RatingScale, "add"), data)
    row = preview_row(answer, half_way)
    # pace 100 %: not yet 1.01, so B; the portal's own mark of 順調 is ○
    assert (row.measured, row.present.mark, row.new.mark, row.changes) == ("100%", "○", "B", True)
    text = answer.content.decode()
    assert "半ばの指標" in text
    assert "まだ保存していません" in text
    assert 'value="1.01"' in text
    assert not RatingScale.objects.filter(code="trial").exists()


def test_the_preview_includes_the_sample_city(admin_client, mihon):
    indicator = make_indicator(mihon, "trial-kpi")
    Target.objects.create(indicator=indicator, period="2099", value=5, effective_from="2023-04-01")
    answer = admin_client.post(page(RatingScale, "add"), scale_page(("A", ""), _preview="1"))
    assert preview_row(answer, indicator).new.mark == "？"  # nothing approved yet
    assert "（サンプル）" in answer.content.decode()


def test_the_preview_of_a_stored_scale_leaves_it_as_it_is(admin_client, plan, half_way):
    admin_client.post(page(RatingScale, "add"), scale_page(("A", "1"), ("B", "")))
    scale = RatingScale.objects.get(code="trial")
    PlanRating.objects.create(plan=plan, scale=scale)
    ids = {f"bands-{number}-id": band.pk for number, band in enumerate(scale.bands.all())}
    data = (
        scale_page(("A", "1.5"), ("D", ""), _preview="1", name="別の名") | ids | {"bands-INITIAL_FORMS": "2"}
    )
    row = preview_row(admin_client.post(page(RatingScale, "change", scale.pk), data), half_way)
    assert (row.present.mark, row.new.mark) == ("A", "D")
    scale.refresh_from_db()
    assert (scale.name, [band.mark for band in scale.bands.all()]) == ("試しの印", ["A", "B"])


def test_while_one_types_only_the_table_is_sent(admin_client, half_way):
    data = scale_page(("A", "1"), ("B", ""), _preview="1")
    answer = admin_client.post(page(RatingScale, "add"), data, headers={"X-Fragment": "preview"})
    text = answer.content.decode()
    assert "半ばの指標" in text
    assert "<form" not in text
    assert not RatingScale.objects.filter(code="trial").exists()


def test_a_manager_tries_a_scale_on_the_own_plan_before_choosing_it(client, manager, plan, half_way):
    scale = RatingScale.objects.get(code="portal")
    data = {"plan": plan.pk, "scale": scale.pk}
    answer = client.post(page(PlanRating, "add"), data | {"_preview": "1"})
    (part,) = answer.context["preview"].plans
    assert [(mark.mark, count) for mark, count in part.counts] == [("○", 1)]
    assert (preview_row(answer, half_way).present, part.rows[0].changes) == (None, False)
    assert not PlanRating.objects.filter(plan=plan).exists()
    assert client.post(page(PlanRating, "add"), data).status_code == 302
    assert PlanRating.objects.get(plan=plan).scale == scale


def test_a_manager_cannot_try_a_scale_on_another_citys_plan(client, manager, amagasaki):
    data = {"plan": amagasaki.pk, "scale": RatingScale.objects.first().pk, "_preview": "1"}
    answer = client.post(page(PlanRating, "add"), data)
    assert answer.context["preview"].plans == ()
    assert "この市区町村のものから選んでください" in "".join(answer.context["preview"].problems)


def test_pages_hold_no_inline_script_or_style(admin_client, half_way):
    """The browser would refuse them (Content-Security-Policy)."""
    data = scale_page(("A", "1"), ("B", ""), _preview="1")
    text = admin_client.post(page(RatingScale, "add"), data).content.decode()
    assert "js/preview.js" in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<style" not in text


def test_the_lists_of_a_city_without_figures_open(client):
    client.force_login(make_member(Municipality.objects.get(slug="amagasaki")))
    for model in SCOPED:
        assert client.get(page(model, "changelist")).status_code == 200
