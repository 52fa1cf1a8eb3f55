"""What a published report says of the quarter since the last one."""

import json

import pytest

from kpis.reports.snapshot.changes import summary
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER
from tests.factories import make_indicator, make_measurement, make_progress, make_target
from tests.kpis.reports.snapshots import entry


@pytest.mark.django_db
def test_a_real_report_says_what_the_quarter_brought(report_city):
    """Everything at once: published, changed, published again."""
    make_measurement(report_city.plan.indicators.get(code="1-1"), "2024-Q1", 25, observation_status="P")
    gone = make_indicator(report_city.plan, "8", name="やめる指標", order=8)
    make_measurement(gone, EARLIER_QUARTER, 1)
    report_city.publish(EARLIER_QUARTER)
    gone.delete()
    make_measurement(make_indicator(report_city.plan, "9", name="新しい指標", order=9), REPORTED_QUARTER, 1)
    report_city.revise(report_city.calls, "2024-Q1", value=26, revision_reason="確定したため")
    make_target(report_city.share, "2027", 90, "2024-10-01", reason="引き上げ")
    make_progress(report_city.action, REPORTED_QUARTER, "as-planned", revision=2, revision_reason="誤記")

    report = report_city.publish()
    found = json.loads(report.content)["changes"]
    rows = [(row["code"], row["kind"], row["course"], row["before"], row["after"]) for row in found["rows"]]
    assert rows == [
        ("1-1", "value", "other", "25件（速報値）", "26件"),
        ("1-2", "verdict", "worse", "順調", "やや遅れ"),
        ("1-2", "target", "other", "80.0%", "90.0%"),
        ("9", "added", "other", "", entry(report, "9")["sentence"]),
        ("8", "removed", "other", found["rows"][-1]["before"], ""),
    ]
    assert [row["reason"] for row in found["rows"]] == [
        "確定したため", entry(report, "1-2")["sentence"], "引き上げ", "", "",
    ]  # fmt: skip
    assert found["summary"] == summary(found["rows"])
