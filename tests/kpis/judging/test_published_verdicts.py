"""What public bodies have published of their own indicators, and what the rules say of the same figures.

健康日本21（第二次） writes A for reached, B for improving (B* not on the straight line to the target), C for no change, D for
worse. Its C rests on a test of significance: an indicator needs its margin to agree.
"""

from decimal import Decimal

import pytest

from kpis.judging.terms import Verdict

from .factories import judge

REACHED = {Verdict.ACHIEVED}
MISSED = {Verdict.NEARLY, Verdict.NOT_ACHIEVED}
BEHIND = {Verdict.BEHIND, Verdict.SLIGHTLY_BEHIND}
WORSE = {Verdict.REVERSED}

PUBLISHED = [
    # 市健康増進計画 世代別評価（青葉世代）: 健診 80.2 %, 肺がん検診 19.0 %, 生活習慣 41.0 %
    ("increase", ("2004", "59.6"), ("2013", "80.0"), {"2013": "80.2"}, REACHED),
    ("increase", ("2007", "29.4"), ("2013", "40.0"), {"2013": "19.0"}, MISSED),
    ("increase", ("2011", "39.0"), ("2013", "50.0"), {"2013": "41.0"}, MISSED),
    # Europe 2020, employment: below where it began
    ("increase", ("2008", "70.3"), ("2020", "75"), {"2011": "68.6"}, WORSE),
    # 健康日本21（第一次） final evaluation, 歯周病 and 歯: no baseline, reached
    ("decrease", None, ("2010", "22"), {"2009": "18.3"}, REACHED),
    ("decrease", None, ("2010", "33"), {"2009": "27.6"}, REACHED),
    # 健康日本21 中間評価: 悪化
    ("decrease", ("1997", "25.2"), ("2010", "20.0"), {"2004": "26.4"}, WORSE),
    ("increase", ("1997", "7282"), ("2010", "8300"), {"2004": "7084"}, WORSE),
    # 健康日本21（第二次）: 喫煙 B*, 果物 D, 運動する女性 65歳から D
    ("decrease", ("2010", "19.5"), ("2022", "12"), {"2016": "18.3", "2019": "16.7"}, BEHIND),
    ("decrease", ("2010", "61.4"), ("2022", "30"), {"2016": "62.7", "2019": "63.3"}, WORSE),
    # 食育推進基本計画（第1次） final
    ("increase", ("2005", "69.8"), ("2010", "90"), {"2010": "71.7"}, MISSED),
    ("increase", ("2005", "21.2"), ("2010", "30"), {"2010": "26.1"}, MISSED),
    ("increase", ("2005", "77.3"), ("2010", "80"), {"2010": "92.7"}, REACHED),
]


@pytest.mark.parametrize(("direction", "base", "target", "values", "verdicts"), PUBLISHED)
def test_the_rules_agree_with_what_was_published(direction, base, target, values, verdicts):
    assert judge(direction, base=base, targets=dict([target]), values=values).verdict in verdicts


def test_what_was_called_worse_at_the_end_is_called_so():
    found = judge(base=("2007", "29.4"), targets={"2013": "40.0"}, values={"2013": "19.0"})
    assert (found.verdict, found.is_worse_than_baseline) == (Verdict.NOT_ACHIEVED, True)
    better = judge(base=("2011", "39.0"), targets={"2013": "50.0"}, values={"2013": "41.0"})
    assert not better.is_worse_than_baseline


@pytest.mark.parametrize(
    ("direction", "base", "target", "values", "margin"),
    [
        # 健康日本21（第二次）, C: 野菜 282 → 281 g, 歩数 7,841 → 7,864, 透析 16,247 → 16,019
        ("increase", ("2010", "282"), ("2022", "350"), {"2016": "277", "2019": "281"}, "8"),
        ("increase", ("2010", "7841"), ("2022", "9000"), {"2016": "7769", "2019": "7864"}, "150"),
        ("decrease", ("2010", "16247"), ("2022", "15000"), {"2016": "16103", "2019": "16019"}, "250"),
        # Health statistics call 22.2 → 22.5 % no change.
        ("decrease", ("2010", "22.2"), ("2022", "19"), {"2016": "22.5"}, "0.6"),
    ],
)
def test_what_was_called_no_change_is_none_with_a_margin(direction, base, target, values, margin):
    found = judge(direction, base=base, targets=dict([target]), values=values, margin=Decimal(margin))
    assert found.is_unchanged
    assert found.verdict is not Verdict.REVERSED
