"""The fictional city's changes: one of every kind, laid by the rules on days of their own, and laid anew the same."""

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kpis.judging.periods import Period
from kpis.models import Indicator, Measurement, Report, SeriesBreak
from kpis.workflow import meanings, promises
from kpis.workflow.sample_changes import FILE, read_changes
from plans.era import Quarter, fiscal_year_of
from plans.fixture_files import LoadError
from plans.kinds import Ending
from plans.ledger.grounds import Grounds
from plans.ledger.promised import fields_of, links_of, parts, subjects
from plans.ledger.revising import revising
from plans.models import Action, Plan, Revision, RevisionKind
from tests.factories import freeze_today, make_indicator, make_member
from tests.kpis.assessment.mihon_days import DAYS

pytestmark = pytest.mark.django_db
UNDECIDED = {RevisionKind.PUBLICATION, RevisionKind.MISPRINT}  # nobody decides on a slip


def load(**options) -> None:
    call_command("load_samples", verbosity=0, yes=True, **options)


def ledger(plan: Plan) -> list[tuple]:
    """Every line as people read it, the newest first."""
    rows = plan.revisions.newest_first()
    texts = [
        [(each["field"], each["before_text"], each["after_text"]) for each in row.changes] for row in rows
    ]
    names = ("kind", "subject_name", "effective_on", "recorded_at", "reason", "decision", "factor")
    return [(*line, text) for line, text in zip(rows.values_list(*names), texts, strict=True)]


def promise(plan: Plan) -> dict[tuple, tuple]:
    """What every promised row says, and which rows it is linked with."""
    found = {}
    for model in (*subjects(), *parts()):
        for row in model._default_manager.filter(**{"pk" if model is Plan else model.PLAN_PATH: plan.pk}):
            said = [str(getattr(row, field.name)) for field in fields_of(model)]
            linked = [set(map(str, getattr(row, link.name).all())) for link in links_of(model)]
            found[model, row.natural_key()] = (said, linked)
    return found


def figures(plan: Plan) -> set[tuple]:
    names = ("indicator__code", "period", "revision", "value", "state", "reported_unit", "conversion")
    return set(Measurement.objects.filter(indicator__plan=plan).values_list(*names))


# ---- As loaded for the whole test session


def test_the_ledger_shows_every_kind_of_change(mihon):
    assert {row.kind for row in mihon.revisions.all()} == set(RevisionKind.values)


def test_each_says_why_and_rests_on_a_decision_of_its_own_day_or_before(mihon):
    for row in mihon.revisions.all():
        assert row.reason
        assert bool(row.decision) is (row.kind not in UNDECIDED), row
        assert row.decision == "" or "回 DX推進会議" in row.decision


def test_each_was_recorded_on_the_day_from_which_it_holds(mihon):
    for row in mihon.revisions.all():
        assert timezone.localdate(row.recorded_at) == row.effective_on <= timezone.localdate()
        assert row.recorded_by is None


def test_a_decision_names_a_meeting_of_the_schedule(mihon):
    """令和7年5月20日 第5回 DX推進会議: the schedule has that meeting on that day."""
    met = {}
    for item in mihon.schedule_items.filter(kind="meeting", done_on__isnull=False):
        day = item.done_on
        met[f"{day.month}月{day.day}日 {item.title.partition('（')[0]}"] = day
    for row in mihon.revisions.exclude(decision=""):
        _year, _, words = row.decision.partition("年")
        assert met[words] <= row.effective_on, row.decision


def test_the_plan_began_with_the_first_edition_and_has_its_second(mihon):
    assert mihon.full_title == "見本市DX推進計画 第2版"
    assert mihon.revisions.get(kind="publication").subject_name == "見本市DX推進計画 第1版"


def test_what_was_reported_before_the_conversion_is_shown_converted(mihon):
    row = Indicator.objects.get(plan=mihon, code="5-6")
    rows = row.measurements.order_by("period")
    assert [(each.value, each.reported_unit, each.conversion) for each in rows] == [
        (1182, "千枚", "1/10"),
        (1156, "千枚", "1/10"),
        (Decimal("117.5"), "", ""),
        (124, "", ""),
    ]
    assert (row.unit, row.baseline_value, row.targets.get().value) == ("万枚", 480, 310)


def test_what_was_merged_ended_with_the_first_year_and_what_was_added_began_with_the_second(mihon):
    first = mihon.starts_on.year
    ended = Indicator.objects.get(plan=mihon, code="5-6")
    assert (ended.ending, ended.last_period) == (Ending.MERGED, f"{first}-Q4")
    assert Action.objects.get(plan=mihon, code="19").first_period == f"{first + 1}-Q1"


def test_values_of_before_and_after_the_new_way_of_counting_are_approved(mihon):
    row = Indicator.objects.get(plan=mihon, code="3-2")
    start = Period.parse(row.series_breaks.get().period)
    sides = Counter(Period.parse(each.period).index < start.index for each in row.measurements.approved())
    assert sides[True] == 4
    assert sides[False] >= 3
    assert row.targets.order_by("effective_from").last().value == 5200


def test_each_change_stands_in_the_report_of_its_quarter(mihon):
    for row in mihon.revisions.exclude(kind=RevisionKind.PUBLICATION):
        report = Report.objects.filter(
            review__plan=mihon, review__period=str(Quarter.of(row.effective_on)), revision=1
        ).first()
        if report is None:
            continue
        told = json.loads(report.content)["plan_changes"]["rows"]
        assert any(each["label"] == row.subject_name and row.reason in each["reason"] for each in told), row


def test_a_report_speaks_of_the_plan_as_it_stood(mihon):
    first = mihon.starts_on.year
    for report in Report.objects.filter(review__plan=mihon):
        found = json.loads(report.content)
        is_first = report.review.period < f"{first + 1}-Q1"
        assert found["plan"]["full_title"].endswith("第1版" if is_first else "第2版")
        assert any(row["code"] == "19" for row in found["actions"]["rows"]) is not is_first
        indicators = {row["code"]: row for row in found["indicators"]}
        converted = report.review.period >= f"{first}-Q3"
        assert indicators["5-6"]["unit"] == ("万枚" if converted else "千枚")
        assert (indicators["5-6"]["verdict"] == "NOT_RATED") is not is_first
        assert indicators["3-2"]["target"]["text"] == ("6,000人" if is_first else "5,200人")


# ---- On the days of the year


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_kind_is_there_on_every_day_and_nothing_lies_ahead(days, day):
    lines = days[day].ledger
    assert {kind for kind, _on, _recorded in lines} == set(RevisionKind.values)
    assert all(on == recorded <= day for _kind, on, recorded in lines)


def test_in_another_year_the_changes_move_with_the_plan(mihon, monkeypatch):
    before = [(row.kind, row.subject_code, row.effective_on) for row in mihon.revisions.newest_first()]
    years = 2027 - fiscal_year_of(timezone.localdate())
    moved = [(kind, code, on.replace(year=on.year + years)) for kind, code, on in before]
    for day in (date(2027, 6, 30), date(2027, 11, 26)):
        freeze_today(monkeypatch, day)
        load()
        mihon.refresh_from_db()
        found = [(row.kind, row.subject_code, row.effective_on) for row in mihon.revisions.newest_first()]
        assert found == moved


# ---- Laid anew


def test_whatever_a_trial_changed_is_as_it_was_when_the_sample_is_laid_anew(mihon):
    before = (ledger(mihon), promise(mihon), figures(mihon))
    try_everything(mihon, make_member(mihon.municipality, name="trial"))
    assert (ledger(mihon), promise(mihon), figures(mihon)) != before
    load()
    tried = mihon.indicators.get(code="trial")
    assert tried.is_preparing, "no file names it: staff may keep it or delete it"
    tried.delete()
    mihon.refresh_from_db()
    assert (ledger(mihon), promise(mihon), figures(mihon)) == before


def try_everything(plan: Plan, by) -> None:
    """Every verb once, on rows that the sample's own changes touch and on others."""
    words = {"by": by, "reason": "試し"}
    today = timezone.localdate()

    def of(code: str) -> Indicator:
        return plan.indicators.get(code=code)

    promises.change_target(
        of("1-1"), Period.parse(str(plan.starts_on.year + 2)), 125, effective_from=today, **words
    )
    promises.change(plan.actions.get(code="15"), {"title": "別の題名"}, effective_on=today, **words)
    promises.correct_misprint(plan.schedule_items.get(code="2-kaishi"), {"title": "別の節目"}, **words)
    promises.change(plan, {"edition": "第3版"}, kind=RevisionKind.EDITION, effective_on=today, **words)
    ends = {"last_period": str(Quarter.of(today)), "ending": Ending.ABOLISHED, "effective_on": today}
    for row in (of("1-1"), plan.actions.get(code="2")):
        promises.end(row, **ends, **words)
    meanings.convert_unit(of("5-3"), "千円", Fraction(10), effective_on=today, **words)
    with revising(plan, Grounds("試し", by=by)):
        of("2-1").actions.set([])
        make_indicator(plan, "trial")
    meanings.redefine(
        of("3-2"),
        {"definition": "別の数え方", "baseline_value": 1},
        from_period=Period.parse(f"{plan.starts_on.year + 2}-Q1"),
        targets={Period.parse(str(plan.starts_on.year + 2)): 10},
        effective_on=today,
        **words,
    )


def test_a_trial_stays_when_only_missing_samples_are_loaded(mihon):
    words = {"by": make_member(mihon.municipality, name="trial"), "reason": "試し"}
    promises.change(
        mihon.actions.get(code="19"), {"title": "別の題名"}, effective_on=timezone.localdate(), **words
    )
    before = (ledger(mihon), promise(mihon))
    load(missing_only=True)
    assert (ledger(mihon), promise(mihon)) == before


def test_cleared_and_laid_again_it_is_the_same_and_cleared_nothing_is_left(mihon):
    before = (ledger(mihon), promise(mihon))
    keys = [mihon.pk]
    call_command("clear_samples", yes=True, verbosity=0)
    load(missing_only=True)
    again = Plan.objects.get(slug="dx-plan")
    assert (ledger(again), promise(again)) == before
    keys.append(again.pk)
    breaks = list(SeriesBreak.objects.filter(indicator__plan=again).values_list("pk", flat=True))
    assert breaks
    call_command("clear_samples", yes=True, verbosity=0)
    assert not Revision.objects.filter(plan_id__in=keys)
    for model in (Action, Indicator):
        assert not model.history.filter(plan_id__in=keys)
    assert not SeriesBreak.history.filter(id__in=breaks)


# ---- The file


CHANGE = """
- kind: change
  day: "{{FY2}}-04-20"
  reason: 試し
  rows:
    - model: plans.action
      fields: {plan: [mihon, dx-plan], code: "1", title: 別の題名}
"""


@pytest.fixture
def written(settings, tmp_path):
    """Writes a file of changes in the place of the sample's own."""
    for path in settings.FIXTURES_DIR.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    settings.FIXTURES_DIR = tmp_path
    return lambda text: (tmp_path / FILE).write_text(text, encoding="utf-8")


def test_what_nobody_can_know_today_is_left_out(written):
    """The second year of a plan whose third year is 2027 begins on 2026-04-01; today, its 20 April is known."""
    written(CHANGE.replace("FY2", "FY3"))
    day = date(2027, 4, 20)
    assert [change.day for change in read_changes(day)] == [day]
    assert read_changes(day - timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  day:", "  date: x\n  day:", "「date」という項目はありません"),
        ("kind: change", "kind: changing", "kind、day、reason、rows を確かめてください"),
        ('"{{FY2}}-04-20"', "tomorrow", "kind、day、reason、rows を確かめてください"),
        ("- model: plans.action", "- model: plans.acton", "「plans.acton」という種類の行はありません"),
    ],
)
def test_a_mistake_is_named_by_its_place(written, old, new, sentence):
    written(CHANGE.replace(old, new))
    with pytest.raises(LoadError, match=rf"{FILE} 1件目（2行目）.*{sentence}"):
        read_changes(date(2027, 4, 20))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("別の題名", "オンライン申請の拡充", "この変更で変わるものがありません"),
        ("reason: 試し", 'reason: ""', "変更の理由を書いてください"),
        ("title: 別の題名", "code2: x", "この項目はありません"),
    ],
)
def test_a_change_that_the_rules_refuse_leaves_everything_as_it_was(mihon, written, old, new, sentence):
    before = (ledger(mihon), promise(mihon))
    written(CHANGE.replace(old, new))
    with pytest.raises(CommandError, match=rf"{FILE} 1件目（2行目）: .*{sentence}"):
        load()
    assert (ledger(mihon), promise(mihon)) == before
