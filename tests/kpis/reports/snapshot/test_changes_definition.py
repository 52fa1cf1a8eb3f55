"""What changes in an indicator's definition, its baseline, its range and its late values; pure, on small snapshots."""

import pytest

from kpis.reports.snapshot.changes import changes, summary

from .test_changes import baseline, indicator, measured, of_indicator, snapshot, target


def defined(
    verdict: str = "ON_TRACK", *, direction: str = "increase", series: str = "level", **fields
) -> dict:
    row = indicator(verdict=verdict) | fields
    row["facts"] |= {"direction": direction, "series": series}
    return row


def told(before: dict, after: dict) -> list[tuple]:
    return [
        (row["kind"], row["kind_label"], row["course"], row["before"], row["after"])
        for row in changes(before, after)
    ]


class TestDefinitions:
    @pytest.mark.parametrize(("field", "label"), [("label", "指標名"), ("unit", "単位")])
    def test_each_is_told_by_its_name(self, field, label):
        found = told(snapshot(defined(**{field: "前"})), snapshot(defined(**{field: "後"})))
        assert found == [("definition", label, "other", "前", "後")]

    @pytest.mark.parametrize(
        ("field", "after", "label"),
        [
            ("direction", "decrease", "目指す向き"),
            ("series", "flow", "値の種類"),
            ("frequency", "quarterly", "報告の頻度"),
        ],
    )
    def test_a_choice_is_compared_by_what_it_is(self, field, after, label):
        renamed = defined(**{f"{field}_label": "新しい呼び方"})
        assert told(snapshot(defined()), snapshot(renamed)) == [], "only the portal's word is another"
        changed = defined(**{f"{field}_label": "後"})
        changed["facts"][field] = after
        assert [row[:2] + row[4:] for row in told(snapshot(defined()), snapshot(changed))] == [
            ("definition", label, "後")
        ]

    def test_what_counts_as_no_change_and_what_is_not_judged(self):
        was, now = defined(), defined(unit="件")
        now["facts"] |= {
            "margin": "0.5",
            "excluded": [{"period": "2020", "reason": "感染症の流行"}, {"period": "2021", "reason": ""}],
        }
        assert told(snapshot(was), snapshot(now)) == [
            ("definition", "誤差の幅", "other", "なし", "±0.5件"),
            ("definition", "判定から除く期間", "other", "なし", "令和2年度（感染症の流行）、令和3年度"),
        ]

    @pytest.mark.parametrize(
        "after",
        [
            defined("BEHIND", direction="decrease"),
            defined("BEHIND", series="flow"),
            defined("BEHIND", unit="%"),
        ],
        ids=["direction", "series", "unit"],
    )
    def test_verdicts_of_two_things_are_neither_better_nor_worse(self, after):
        (row,) = [row for row in changes(snapshot(defined()), snapshot(after)) if row["kind"] == "verdict"]
        assert (row["course"], row["course_label"], row["after"]) == ("other", "", "遅れ")

    def test_another_name_only_leaves_the_verdict_its_course(self):
        found = told(snapshot(defined(label="前")), snapshot(defined("BEHIND", label="後")))
        assert [(kind, course) for kind, _name, course, _was, _now in found] == [
            ("definition", "other"),
            ("verdict", "worse"),
        ]

    def test_they_have_a_place_of_their_own_in_the_summary(self):
        rows = changes(snapshot(defined(unit="人")), snapshot(defined("BEHIND")))
        assert [(row["kind"], row["label"], row["count"]) for row in summary(rows)] == [
            ("verdict", "判定の有無が変わった指標", 1),
            ("definition", "指標の決め方の変更", 1),
        ]


class TestScale:
    OURS, OTHERS = {"code": "a", "name": "甲の印"}, {"code": "b", "name": "乙の印"}

    @pytest.mark.parametrize(
        ("was", "now", "names"),
        [
            (OURS, OTHERS, ("甲の印", "乙の印")),
            (None, OURS, ("なし", "甲の印")),
            (OURS, None, ("甲の印", "なし")),
        ],
    )
    def test_another_is_told_first(self, was, now, names):
        found = changes(
            snapshot(indicator()) | {"scale": was}, snapshot(indicator(verdict="BEHIND")) | {"scale": now}
        )
        assert [(row["about"], row["kind"]) for row in found] == [
            ("report", "definition"),
            ("indicator", "verdict"),
        ]
        assert (found[0]["kind_label"], found[0]["before"], found[0]["after"]) == ("印の決め方", *names)

    def test_the_same_renamed_is_none(self):
        assert (
            changes(snapshot() | {"scale": self.OURS}, snapshot() | {"scale": self.OURS | {"name": "丙"}})
            == []
        )


class TestBaselines:
    FIRM, GUESS = baseline("5"), baseline("5", is_provisional=True)

    @pytest.mark.parametrize(
        ("was", "now", "texts"),
        [
            (None, FIRM, ("なし", "5件")),
            (FIRM, None, ("5件", "なし")),
            (GUESS, FIRM, ("5件（仮）", "5件")),
            (FIRM, GUESS, ("5件", "5件（仮）")),
        ],
        ids=["set", "taken away", "settled", "unsettled"],
    )
    def test_set_settled_and_taken_away(self, was, now, texts):
        row = of_indicator(indicator(baseline=was), indicator(baseline=now))
        assert (row["kind"], row["before"], row["after"]) == ("baseline", *texts)

    def test_a_provisional_one_comes_and_goes_by_itself(self):
        for was, now in ((None, self.GUESS), (self.GUESS, None)):
            assert told(snapshot(indicator(baseline=was)), snapshot(indicator(baseline=now))) == []


class TestRanges:
    @pytest.mark.parametrize("bound", ["lower", "upper"])
    def test_either_bound(self, bound):
        before, after = (indicator() | {"target": {"text": text}} for text in ("1件〜5件", "別の範囲"))
        after["facts"] |= {bound: "2"}
        row = of_indicator(before, after)
        assert (row["kind"], row["kind_label"]) == ("target", "保つ範囲")
        assert (row["before"], row["after"]) == ("1件〜5件", "別の範囲")

    def test_given_up(self):
        before, after = indicator() | {"target": {"text": "1件〜5件"}}, indicator() | {"target": None}
        before["facts"] |= {"lower": "1", "upper": "5"}
        row = of_indicator(before, after)
        assert (row["before"], row["after"]) == ("1件〜5件", "なし")


class TestLateValues:
    """The reports compared stand on 2025-03-31."""

    def test_of_a_period_that_was_over_then(self):
        row = of_indicator(indicator(), indicator(values=[measured("2024-Q4", "3", reason="集計の遅れ")]))
        assert (row["kind"], row["before"], row["after"], row["reason"]) == (
            "value",
            "なし",
            "3件",
            "集計の遅れ",
        )

    @pytest.mark.parametrize(
        ("as_of", "is_late"), [("2025-03-31", True), ("2025-04-01", False), (None, False)]
    )
    def test_what_the_time_since_has_brought_is_none(self, as_of, is_late):
        after = indicator(values=[measured("2025-Q1", "3", as_of=as_of)])
        assert bool(told(snapshot(indicator()), snapshot(after))) is is_late

    def test_taken_out(self):
        row = of_indicator(indicator(values=[measured("2024-Q4", "3", "P")]), indicator())
        assert (row["before"], row["after"]) == ("3件（速報値）", "なし")

    def test_a_target_beside_it_is_told_before_it(self):
        after = indicator(targets=[target("2027", "9")], values=[measured("2024", "3")])
        assert [kind for kind, *_rest in told(snapshot(indicator()), snapshot(after))] == ["target", "value"]


class TestConversions:
    """件 → 千件: the unit is told, and no figure as another because its number is."""

    def pair(self, *, revision: int = 1, decided: str = "2024-04-01", breaks=()):
        rows = []
        for unit, factor, number, day in (("件", 1, 1, "2024-04-01"), ("千件", 1000, revision, decided)):
            value, goal, start = (str(amount // factor) for amount in (3000, 5000, 2000))
            row = indicator(
                baseline=baseline(start) | {"period": "2023"},
                targets=[target("2027", goal) | {"effective_from": day}],
                values=[measured("2024", value, revision=number)],
            )
            row["facts"]["margin"] = {"件": "50", "千件": "0.05"}[unit]
            rows.append(row | {"unit": unit})
        rows[1]["facts"]["breaks"] = [{"period": each, "reason": "", "unit_before": None} for each in breaks]
        return told(snapshot(rows[0]), snapshot(rows[1]))

    def test_nothing_else_has_changed(self):
        assert self.pair() == [("definition", "単位", "other", "件", "千件")]

    def test_but_a_revised_value_and_a_new_decision_have(self):
        assert [row[0] for row in self.pair(revision=2)] == ["definition", "value"]
        assert [row[0] for row in self.pair(decided="2025-11-01")] == ["definition", "target"]

    def test_nor_is_it_one_where_another_thing_is_counted(self):
        kinds = [row[0] for row in self.pair(breaks=["2024"])]
        assert kinds == ["definition", "definition", "definition", "target", "baseline", "value"]
