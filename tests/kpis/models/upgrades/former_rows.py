"""What the former version had stored: a plan for each of the tests that a database is carried over."""

from django.utils import timezone

ALIAS = "former"
FORMER = [("plans", "0001_the_plan_model"), ("kpis", "0003_quarterly_reports")]
NOTE = "計画に基準値がないため、最初の実績を仮の基準にしています。"


def rows(apps, model: str, app: str = "kpis"):
    return apps.get_model(app, model).objects.using(ALIAS)


def fill(former) -> None:
    city = rows(former, "Municipality", "plans").create(
        name="北山市", slug="kitayama", prefecture="北海道", code="011002"
    )
    for slug, fill_in in (
        ("baselines", with_baselines),
        ("in-use", in_use),
        ("targets", with_moved_targets),
        ("unpublished", unpublished),
        ("whole", with_every_kind_of_row),
    ):
        fill_in(former, rows(former, "Plan", "plans").create(municipality=city, slug=slug, title="計画"))


def with_baselines(former, plan) -> None:
    def indicator(code, **fields):
        provisional = {
            "baseline_value": 90,
            "baseline_period": "2025",
            "baseline_is_provisional": True,
            "baseline_note": NOTE,
        }
        return rows(former, "Indicator").create(plan=plan, code=code, name=code, **provisional | fields)

    def report(row, period, **fields):
        rows(former, "Measurement").create(
            indicator=row, period=period, state="approved", updated_at=timezone.now(), **fields
        )

    level = indicator("level")
    report(level, "2025", value=90)
    report(level, "2023", value=55)
    report(level, "2023", value=50, revision=2)
    rate = indicator("rate", unit="%", numerator_label="分子", denominator_label="分母")
    report(rate, "2023", numerator=1, denominator=3)
    indicator("bound", direction="keep_at_least")
    indicator("told", direction="keep_at_most", baseline_note="前の計画の値")
    indicator("stated", baseline_is_provisional=False, baseline_note="")


def in_use(former, plan) -> None:
    row = rows(former, "Indicator").create(plan=plan, code="k", name="率", frequency="half-yearly")
    rows(former, "Target").create(indicator=row, period="2025-Q4", value=80, effective_from="2023-04-01")
    rows(former, "Measurement").create(
        indicator=row, period="2024-Q2", value=5, observation_status="E", updated_at=timezone.now()
    )
    review = rows(former, "Review").create(plan=plan, period="2024-Q2", due_on="2024-10-30")
    rows(former, "ReviewPolicy").create(plan=plan, due_days=10)
    rows(former, "Report").create(
        review=review, content="{}", counts={}, checksum="0" * 64, schema_version=1, rule_version=1
    )


def with_moved_targets(former, plan) -> None:
    indicator = rows(former, "Indicator").create(plan=plan, code="1", number="1-1", name="指標", unit="件")
    for day, value, reason in (
        ("2024-04-01", 45, ""),
        ("2025-04-01", 50, "見直し"),
        ("2025-10-01", None, "廃止"),
    ):
        rows(former, "Target").create(
            indicator=indicator, period="2026", value=value, effective_from=day, reason=reason
        )


def unpublished(former, plan) -> None:
    rows(former, "Plan", "plans").filter(pk=plan.pk).update(is_public=False)


def with_every_kind_of_row(former, plan) -> None:
    def row(model, app="plans", **fields):
        return rows(former, model, app).create(**fields)

    goal = row("Goal", plan=plan, code="1", kind="pillar", number="1", title="柱")
    row("Action", plan=plan, code="1", number="1", title="取組")
    row("Statement", plan=plan, code="m", kind="mission", title="使命")
    track = row("ScheduleTrack", plan=plan, code="t", title="列", goal=goal)
    period = {"from_quarter": "2024-Q1", "to_quarter": "2024-Q2"}
    row("ScheduleItem", plan=plan, track=track, code="i", title="作業", **period)
    indicator = row("Indicator", "kpis", plan=plan, code="1", name="指標", unit="件", goal=goal)
    row("Target", "kpis", indicator=indicator, period="2026", value=45, effective_from="2024-04-01")
    report = {"period": "2024-Q2", "state": "approved", "updated_at": timezone.now()}
    row("Measurement", "kpis", indicator=indicator, value=30, **report)
