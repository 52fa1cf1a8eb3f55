"""What differs between two snapshots: each kind by itself, and all of them in a real report."""

import pytest

from kpis.judging.terms import Verdict
from kpis.reports.snapshot.changes import ACTION_RANKS, RANKS, changes, summary


def target(period: str, value: str | None, reason: str = "") -> dict:
    return {"period": period, "value": value, "text": f"{value}件" if value else "取り下げ", "reason": reason}


def measured(period: str, value: str | None = None, status: str = "A", reason: str = "", **parts) -> dict:
    labels = {"A": "", "P": "速報値", "E": "推計値", "M": "値なし"}
    return {
        "period": period,
        "value": value,
        "numerator": None,
        "denominator": None,
        "as_of": None,
        "status": status,
        "status_label": labels[status],
        "label": f"{period}期",
        "text": f"{value}件" if value else "値なし",
        "reason": reason,
    } | parts


def indicator(code: str = "1", verdict: str = "ON_TRACK", *, baseline=None, targets=(), values=()) -> dict:
    """An indicator of a snapshot as far as comparing looks at it."""
    return {
        "code": code,
        "label": f"KPI {code}",
        "unit": "件",
        "direction_label": "増やす",
        "series_label": "その時点の値",
        "frequency_label": "年1回",
        "verdict": verdict,
        "verdict_label": str(Verdict(verdict).label),
        "sentence": f"{code}の説明文",
        "baseline": baseline,
        "facts": {
            "direction": "increase",
            "series": "level",
            "frequency": "yearly",
            "margin": "0",
            "excluded": [],
            "targets": list(targets),
            "measurements": list(values),
            "lower": None,
            "upper": None,
            "at": "2025-03-31",
        },
    }


def baseline(value: str, *, is_provisional: bool = False) -> dict:
    return {"value": value, "text": f"{value}件", "is_provisional": is_provisional}


def action(code: str = "a", status: str = "as-planned") -> dict:
    return {
        "code": code,
        "label": f"取組{code}",
        "as_of": None,
        "status": status,
        "status_label": f"〈{status}〉",
        "comment": "事情",
    }


def snapshot(*indicators: dict, actions: tuple[dict, ...] = ()) -> dict:
    return {"scale": None, "indicators": list(indicators), "actions": {"rows": list(actions)}}


def only(before: dict, after: dict) -> dict:
    """The one difference."""
    (row,) = changes(before, after)
    return row


def of_indicator(before: dict, after: dict) -> dict:
    return only(snapshot(before), snapshot(after))


def of_action(before: str, after: str) -> dict:
    return only(snapshot(actions=(action(status=before),)), snapshot(actions=(action(status=after),)))


def test_there_are_none_between_the_same():
    same = snapshot(
        indicator(baseline=baseline("1"), targets=[target("2027", "10")], values=[measured("2024", "3")]),
        actions=(action(),),
    )
    assert changes(same, same) == []
    assert summary([]) == []


class TestVerdicts:
    @pytest.mark.parametrize(
        ("before", "after", "course"),
        [
            ("BEHIND", "ON_TRACK", "better"),
            ("ON_TRACK", "AHEAD", "better"),
            ("SLIGHTLY_BEHIND", "ACHIEVED", "better"),
            ("NOT_ACHIEVED", "REVERSED", "better"),
            ("ACHIEVED", "NEARLY", "worse"),
            ("ON_TRACK", "SLIGHTLY_BEHIND", "worse"),
            ("BEHIND", "REVERSED", "worse"),
            ("NO_DATA", "ON_TRACK", "other"),
            ("TOO_EARLY", "BEHIND", "other"),
            ("ON_TRACK", "NOT_EVALUABLE", "other"),
            ("NOT_RATED", "NO_DATA", "other"),
        ],
    )
    def test_of_which_one_is_better_worse_or_says_nothing(self, before, after, course):
        row = of_indicator(indicator(verdict=before), indicator(verdict=after))
        assert (row["kind"], row["course"]) == ("verdict", course)
        assert (row["before"], row["after"]) == (str(Verdict(before).label), str(Verdict(after).label))
        assert row["reason"] == "1の説明文"
        assert bool(row["course_label"]) is (course != "other")

    def test_every_verdict_that_says_how_it_goes_has_a_rank(self):
        silent = {Verdict.NOT_RATED, Verdict.NO_DATA, Verdict.NOT_EVALUABLE, Verdict.TOO_EARLY}
        assert set(RANKS) == set(Verdict) - silent


class TestTargets:
    def test_moved(self):
        row = of_indicator(
            indicator(targets=[target("2027", "10")]),
            indicator(targets=[target("2027", "10"), target("2027", "20", "実績が上回ったため")]),
        )
        assert (row["kind"], row["before"], row["after"]) == ("target", "10件", "20件")
        assert row["kind_label"] == "目標（2027年度）"
        assert row["reason"] == "実績が上回ったため"

    @pytest.mark.parametrize(
        ("period", "label"),
        [
            ("2027", "目標（2027年度）"),
            ("C2027", "目標（2027年）"),
            ("2026-Q2", "目標（2026-Q2）"),
            ("2026-09", "目標（2026-09）"),
        ],
    )
    def test_of_which_period(self, period, label):
        found = of_indicator(indicator(), indicator(targets=[target(period, "10")]))
        assert found["kind_label"] == label

    def test_withdrawn(self):
        row = of_indicator(
            indicator(targets=[target("2027", "10")]),
            indicator(targets=[target("2027", "10"), target("2027", None, "国の制度が変わったため")]),
        )
        assert (row["before"], row["after"], row["reason"]) == ("10件", "取り下げ", "国の制度が変わったため")

    def test_added(self):
        row = of_indicator(
            indicator(targets=[target("2027", "10")]),
            indicator(targets=[target("2025-Q4", "5"), target("2027", "10")]),
        )
        assert (row["before"], row["after"]) == ("なし", "5件")
        assert row["kind_label"] == "目標（2025-Q4）"

    def test_deleted_from_the_ledger(self):
        row = of_indicator(indicator(targets=[target("2027", "10")]), indicator())
        assert (row["before"], row["after"]) == ("10件", "取り下げ")

    @pytest.mark.parametrize(
        "after",
        [
            [target("2027", "10"), target("2027", "10", "決め直した")],
            [target("2027", "10"), target("2027", "20"), target("2027", "10")],
            [target("2027", "10"), target("2030", None)],
        ],
        ids=["decided again", "moved there and back", "withdrawn before it held"],
    )
    def test_what_holds_in_the_end_counts(self, after):
        assert (
            changes(snapshot(indicator(targets=[target("2027", "10")])), snapshot(indicator(targets=after)))
            == []
        )


class TestBaselines:
    def test_another_one(self):
        row = of_indicator(indicator(baseline=baseline("1")), indicator(baseline=baseline("2")))
        assert (row["kind"], row["before"], row["after"]) == ("baseline", "1件", "2件")

    def test_a_provisional_one_moves_with_the_values(self):
        before, after = (baseline(value, is_provisional=True) for value in "12")
        assert changes(snapshot(indicator(baseline=before)), snapshot(indicator(baseline=after))) == []


class TestValues:
    def test_revised(self):
        row = of_indicator(
            indicator(values=[measured("2023", "1"), measured("2024", "3")]),
            indicator(values=[measured("2023", "1"), measured("2024", "4", reason="数え直し")]),
        )
        assert (row["kind"], row["kind_label"]) == ("value", "2024期の値")
        assert (row["before"], row["after"], row["reason"]) == ("3件", "4件", "数え直し")

    def test_provisional_to_final_with_the_same_number(self):
        row = of_indicator(
            indicator(values=[measured("2024", "3", "P")]), indicator(values=[measured("2024", "3")])
        )
        assert (row["before"], row["after"]) == ("3件（速報値）", "3件")

    def test_found_to_be_missing(self):
        row = of_indicator(
            indicator(values=[measured("2024", "3", "E")]), indicator(values=[measured("2024", status="M")])
        )
        assert (row["before"], row["after"]) == ("3件（推計値）", "値なし")

    def test_parts_of_the_same_ratio(self):
        before = measured("2024", numerator="1", denominator="2", text="50%")
        after = measured("2024", numerator="2", denominator="4", text="50%")
        row = of_indicator(indicator(values=[before]), indicator(values=[after]))
        assert row["kind"] == "value"

    def test_a_new_period_and_a_rewording_are_none(self):
        before = [measured("2023", "1")]
        after = [measured("2023", "1", text="1.0件"), measured("2025", "2")]
        assert changes(snapshot(indicator(values=before)), snapshot(indicator(values=after))) == []


class TestComingAndGoing:
    def test_an_indicator(self):
        row = only(snapshot(), snapshot(indicator("9")))
        assert (row["kind"], row["code"], row["before"], row["after"]) == ("added", "9", "", "9の説明文")
        row = only(snapshot(indicator("9")), snapshot())
        assert (row["kind"], row["code"], row["before"], row["after"]) == ("removed", "9", "9の説明文", "")

    def test_an_action(self):
        row = only(snapshot(), snapshot(actions=(action("x"),)))
        assert (row["about"], row["kind"], row["after"]) == ("action", "added", "〈as-planned〉")
        row = only(snapshot(actions=(action("x"),)), snapshot())
        assert (row["about"], row["kind"], row["before"]) == ("action", "removed", "〈as-planned〉")

    def test_the_same_code_of_an_action_is_another_thing(self):
        rows = changes(snapshot(indicator("1")), snapshot(actions=(action("1"),)))
        assert [(row["about"], row["kind"]) for row in rows] == [
            ("indicator", "removed"),
            ("action", "added"),
        ]


class TestActions:
    @pytest.mark.parametrize(
        ("before", "after", "course"),
        [
            ("delayed", "as-planned", "better"),
            ("as-planned", "completed", "better"),
            ("not-started", "as-planned", "better"),
            ("as-planned", "delayed", "worse"),
            ("as-planned", "cancelled", "other"),
            ("", "as-planned", "other"),
        ],
    )
    def test_of_which_one_is_better_worse_or_neither(self, before, after, course):
        row = of_action(before, after)
        assert (row["about"], row["kind"], row["course"]) == ("action", "action", course)
        assert (row["before"], row["after"], row["reason"]) == (f"〈{before}〉", f"〈{after}〉", "事情")

    def test_every_status_but_given_up_has_a_rank(self):
        from kpis.models import ActionProgress

        assert set(ACTION_RANKS) | {"cancelled"} == set(ActionProgress.Status.values)


class TestSummary:
    def test_it_counts_every_change_once_in_the_order_in_which_a_reader_looks(self):
        before = snapshot(
            indicator("1", "BEHIND"), indicator("2", "ON_TRACK"), indicator("3"), indicator("4", "NO_DATA"),
            indicator("5", baseline=baseline("1"), targets=[target("2027", "1")], values=[measured("2024", "1")]),
            actions=(action("a"), action("b", "delayed"), action("c"), action("d")),
        )  # fmt: skip
        after = snapshot(
            indicator("1"), indicator("2", "BEHIND"), indicator("6"), indicator("4"),
            indicator("5", baseline=baseline("2"), targets=[target("2027", "2")], values=[measured("2024", "2")]),
            actions=(action("a", "delayed"), action("b"), action("c", "cancelled"), action("e")),
        )  # fmt: skip
        rows = changes(before, after)
        found = summary(rows)
        assert [(row["kind"], row["course"], row["count"]) for row in found] == [
            ("verdict", "better", 1),
            ("verdict", "worse", 1),
            ("verdict", "other", 1),
            ("target", "other", 1),
            ("baseline", "other", 1),
            ("value", "other", 1),
            ("added", "other", 2),
            ("removed", "other", 2),
            ("action", "better", 1),
            ("action", "worse", 1),
            ("action", "other", 1),
        ]
        assert sum(row["count"] for row in found) == len(rows)
