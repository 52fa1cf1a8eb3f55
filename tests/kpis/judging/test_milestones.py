"""Milestones: steps with planned and real months, worked out by hand. Never a percentage, never a chart."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.charts.enough import is_worth_drawing
from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate, expected_for
from kpis.judging.facts import Facts
from kpis.judging.forecast import forecast
from kpis.judging.known import Observation, Step, steps_as_targets
from kpis.judging.milestones import step_states
from kpis.judging.next_change import next_change
from kpis.judging.periods import Period
from kpis.judging.sentences import sentence
from kpis.judging.steps_checks import check_steps
from kpis.judging.steps_words import read_steps_done, steps_text
from kpis.judging.terms import WORST_FIRST, Direction, Frequency, Group, Kind, Path, Series, Verdict
from kpis.judging.trend import trend
from kpis.judging.wording import goalpost_text, value_text

from .drawn_facts import PROFILE
from .factories import day, observation, period

# 検討 by September 2024, 試行 by March 2025, 実施 by March 2026.
PLANNED = (("検討", "2024-09"), ("試行", "2025-03"), ("実施", "2026-03"))


def steps(*planned: tuple[str, str]) -> tuple[Step, ...]:
    return tuple(Step(title, period(text)) for title, text in planned)


def milestone(values=(), planned=PLANNED, **more) -> Facts:
    found = steps(*planned)
    return Facts(
        direction=Direction.INCREASE,
        series=Series.LEVEL,
        frequency=Frequency.QUARTERLY,
        kind=Kind.MILESTONE,
        path=Path.STEPWISE,
        steps=found,
        targets=steps_as_targets(found),
        observations=tuple(values),
        plan_start=date(2024, 4, 1),
        **more,
    )


def reported(*rows: tuple[str, int] | tuple[str, int, str]) -> list[Observation]:
    return [observation(*row) for row in rows]


CASES = [
    # Nothing is planned before September: with nothing done it is as planned.
    ([("2024-Q1", 0)], "2024-07-01", Verdict.ON_TRACK, 0,
        "予定どおりです。「検討」は、令和6年9月に終わる予定です。"),
    # The second quarter ends with September: one step should be done, and is.
    ([("2024-Q2", 1, "2024-08-20")], "2024-10-01", Verdict.ON_TRACK, 1,
        "「検討」まで終わり、予定どおりです。次は「試行」で、令和7年3月に終わる予定です。"),
    ([("2024-Q2", 0)], "2024-10-01", Verdict.BEHIND, 1,
        "「検討」は令和6年9月に終わる予定でしたが、まだ終わっていません。"),
    ([("2024-Q2", 1, "2024-08-20"), ("2024-Q4", 1)], "2025-04-01", Verdict.BEHIND, 2,
        "「試行」は令和7年3月に終わる予定でしたが、まだ終わっていません。その前の「検討」は終わっています。"),
    # Early: two done when one was planned.
    ([("2024-Q2", 2, "2024-09-05")], "2024-10-01", Verdict.ON_TRACK, 1,
        "「試行」まで終わり、予定どおりです。次は「実施」で、令和8年3月に終わる予定です。"),
    ([("2025-Q4", 3, "2026-02-10")], "2026-04-01", Verdict.DONE, 3,
        "予定した3段階が、「実施」まですべて終わりました。"),
    # May 2026 against March 2026.
    ([("2025-Q4", 2), ("2026-Q1", 3, "2026-05-10")], "2026-07-01", Verdict.DONE, 3,
        "予定した3段階が、「実施」まですべて終わりました。予定より2か月遅れでした。"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "at", "verdict", "expected", "plain"), CASES)
def test_judged_by_the_steps_that_were_planned(rows, at, verdict, expected, plain):
    known = milestone(reported(*rows))
    found = evaluate(known, day(at))
    assert (found.verdict, found.expected) == (verdict, Decimal(expected))
    assert citizen_sentence(known, found) == plain
    numbers = (found.attainment, found.achievement, found.pace, found.gap, found.change)
    assert numbers == (None,) * 5, "never a percentage"


def test_the_calculation_names_every_month():
    known = milestone(reported(("2024-Q2", 1, "2024-09-20"), ("2025-Q1", 2, "2025-05-28"), ("2025-Q4", 2)))
    found = evaluate(known, day("2026-04-01"))
    assert sentence(known, found) == (
        "令和7年度第4四半期の報告では、3段階のうち2段階が終わっています。「検討」は予定どおり、令和6年9月に終わりました。"
        "「試行」は令和7年3月の予定で、令和7年5月に終わりました（2か月遅れ）。「実施」は令和8年3月の予定でしたが、終わっていません。"
    )
    assert [(state.is_done, state.is_late, state.months_late) for state in step_states(known, day("2026-04-01"))] == [
        (True, False, 0), (True, False, 2), (False, True, 0),
    ]  # fmt: skip


def test_yes_or_no_is_one_step():
    known = milestone(reported(("2024-Q1", 0), ("2024-Q2", 1, "2024-06-18")), (("策定", "2024-09"),))
    assert citizen_sentence(known, evaluate(known, day("2024-10-01"))) == "「策定」は終わりました。"
    before = evaluate(known, day("2024-06-17"))
    assert before.verdict is Verdict.NO_DATA, "no report speaks of that day"
    assert [value_text(known, Decimal(value)) for value in (0, 1)] == ["まだ", "済み"]
    assert goalpost_text(known, Decimal(1)) == "策定"


def test_an_unfinished_step_is_late_only_against_what_was_reported():
    """In October nobody has told of September yet."""
    known = milestone(reported(("2024-Q1", 0)))
    assert evaluate(known, day("2024-10-15")).verdict is Verdict.ON_TRACK


def test_at_the_end_of_the_plan_what_is_not_done_was_missed():
    known = milestone(reported(("2025-Q4", 2)), plan_end=date(2026, 3, 31))
    running, ended = (evaluate(known, day(text)) for text in ("2026-03-31", "2026-04-01"))
    assert (running.verdict, running.group) == (Verdict.BEHIND, Group.LATE)
    assert (ended.verdict, ended.group) == (Verdict.NOT_ACHIEVED, Group.MISSED)
    assert citizen_sentence(known, ended) == "計画は終わりましたが、「実施」は終わりませんでした。"


def test_without_a_report_the_plan_is_told():
    known = milestone()
    found = evaluate(known, day("2024-06-01"))
    assert found.verdict is Verdict.NO_DATA
    assert (
        citizen_sentence(known, found) == "実績は、まだ登録されていません。目標は、令和8年3月末に実施です。"
    )


def test_done_is_never_overdue_and_unfinished_is():
    done = milestone(reported(("2024-Q2", 3, "2024-09-01")), reporting_from=period("2024-Q1"))
    open_one = milestone(reported(("2024-Q2", 1)), reporting_from=period("2024-Q1"))
    assert [evaluate(known, day("2025-06-01")).stale for known in (done, open_one)] == [False, True]


def test_neither_chart_nor_forecast_nor_trend():
    known = milestone(
        reported(("2024-Q1", 0), ("2024-Q2", 1), ("2024-Q3", 1), ("2024-Q4", 1), ("2025-Q1", 2))
    )
    at = day("2025-07-01")
    found = evaluate(known, at)
    assert not is_worth_drawing(known, found, at)
    assert forecast(known, found) is None
    assert trend(known, found.reading, at) is None


def test_what_is_expected_of_the_next_report():
    assert expected_for(milestone(), period("2024-Q4"), day("2024-06-01")) == 2


def test_the_day_after_a_planned_month_is_looked_at_again():
    known = milestone(reported(("2024-Q2", 0)))
    assert next_change(known, date(2024, 9, 15)) <= date(2024, 10, 1)


def test_months_that_the_steps_name_themselves():
    """As the `evaluate` command takes them: known up to the day asked for."""
    given_steps = (
        Step("検討", period("2024-09"), period("2024-08")),
        Step("試行", period("2025-03")),
    )
    known = replace(milestone(planned=PLANNED[:2]), steps=given_steps, has_done_months=True)
    verdicts = [evaluate(known, day(text)).verdict for text in ("2024-07-15", "2024-10-15", "2025-04-01")]
    assert verdicts == [Verdict.ON_TRACK, Verdict.ON_TRACK, Verdict.BEHIND]


def test_what_people_write_for_how_far_it_is():
    many, one = steps(*PLANNED), steps(("策定", "2024-09"))
    assert [int(read_steps_done(text, many).value) for text in ("2", "試行", "試 行", "３", "0")] == [
        2,
        2,
        2,
        3,
        0,
    ]
    assert [int(read_steps_done(text, one).value) for text in ("済み", "○", "まだ", "×", "策定", "1")] == [
        1,
        1,
        0,
        0,
        1,
        1,
    ]
    assert read_steps_done(" ", many) is None
    assert read_steps_done("試行", many).echo == "試行まで完了（2/3）"
    for text in ("試行まで完了", "試行 済み", "試行しました"):
        assert read_steps_done(text, many).value == 2
    told = "「実験」が、どの段階か読み取れません。終わった段階の名前（検討、試行、実施）か、終わった段階の数（0から3まで）"
    with pytest.raises(ValueError, match=told):
        read_steps_done("実験", many)
    assert steps_text(many, Decimal(0)) == "完了した段階なし（0/3）"


@pytest.mark.parametrize(
    ("planned", "told"),
    [
        (
            (("検討", "2024-09"), ("試行", "2024-06")),
            "「試行」の予定が、前の段階「検討」の予定より早くなっています",
        ),
        ((("検討", "2024-09"), ("検討", "2024-12")), "「検討」という段階が2回あります"),
        ((("検討", "2024-03"),), "「検討」の予定が、計画の始まりより前になっています"),
    ],
)
def test_steps_out_of_order_are_refused_with_the_mend(planned, told):
    with pytest.raises(ValueError, match=told):
        check_steps(steps(*planned), date(2024, 4, 1))


def test_real_months_out_of_order_are_refused():
    def dated(*done):
        return tuple(
            Step(title, period(text), on and period(on))
            for (title, text), on in zip(PLANNED, done, strict=True)
        )

    with pytest.raises(ValueError, match="先に終わっています"):
        check_steps(dated("2024-09", "2024-08", None))
    with pytest.raises(ValueError, match="「検討」が終わった月が、計画の始まりより前になっています"):
        check_steps(dated("2024-03", None, None), date(2024, 4, 1))
    with pytest.raises(ValueError, match="終わった月がありません"):
        check_steps(dated(None, "2024-08", None))


BEST = {verdict: place for place, verdict in enumerate(WORST_FIRST)}


@PROFILE
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=8),
    st.integers(0, 7),
    st.integers(0, 40),
)
def test_more_steps_done_are_never_judged_worse(done, place, months):
    """And fewer in one report never better: with reports as people give them, up and down."""
    at = Period.month_at(12 * 2024 + 6 + months).last_day
    quarters = [period(f"{2024 + number // 4}-Q{number % 4 + 1}") for number in range(len(done))]
    place %= len(done)

    def judged(value: int) -> int:
        values = [*done[:place], value, *done[place + 1 :]]
        rows = [Observation(when, Decimal(one)) for when, one in zip(quarters, values, strict=True)]
        return BEST[evaluate(milestone(rows), at).verdict]

    standing = [judged(value) for value in range(4)]
    assert standing == sorted(standing)
