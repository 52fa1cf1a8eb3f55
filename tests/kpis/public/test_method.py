"""/method/: the rules for readers, with examples whose numbers anybody can repeat."""

import pytest

from kpis.judging.rules_in_words import CHANGES
from kpis.judging.terms import Verdict
from kpis.judging.verdict_table import GAP_BANDS, NEARLY_FROM, PACE_BANDS, REVERSED_BELOW
from kpis.models import RatingScale
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return read(client, "/method/")


def rows_of(section) -> list[list[str]]:
    return [[text_of(cell) for cell in row if cell.tag in ("th", "td")] for row in section.iter("tr")]


def table_named(page, name: str) -> list[list[str]]:
    return rows_of(next(table for table in page.all("table") if table.get("aria-labelledby") == name))


def test_every_verdict_is_explained(page):
    explained = [row[0] for row in table_named(page, "verdicts")[1:]]
    assert explained == [str(verdict.label) for verdict in Verdict]


def test_the_thresholds_in_the_text_are_those_of_the_rules(page):
    rows = {row[0]: row[1] for row in table_named(page, "verdicts")[1:]}
    for threshold, verdict in PACE_BANDS:
        assert f"{threshold:.0%}" in rows[str(verdict.label)]
    assert f"{NEARLY_FROM:.0%}" in rows["概ね達成"]
    assert f"{-REVERSED_BELOW:.0%}" in rows["基準より悪化"]
    for threshold, _ in GAP_BANDS:
        assert f"{abs(threshold):.0%}以上" in page.text


# Half-way from 令和4年度 to 令和8年度: the expected value is the middle of baseline and target.
BY_HAND = {
    "計画どおり": ["100%", "50%", "75%", "75%", "50%", "100%", "順調"],  # 25 of 50; 25 / 25
    "計画より早い": ["−10%", "10%", "5%", "0%", "75%", "150%", "前倒し"],  # 15 of 20; 15 / 10
    "少し増えたが、計画には遠い": ["60%", "80%", "62%", "70%", "10%", "20%", "遅れ"],  # 2 of 20; 2 / 10
    "基準より悪くなった": ["60%", "80%", "58%", "70%", "基準より悪い値", "計画と逆の向き", "基準より悪化"],
    "期限より早く目標に達した": ["40%", "10%", "0%", "25%", "133%", "266%", "達成"],  # 40 of 30; 40 / 15
    # 145 → 120 in three years: after two of them 145 − 25 × 2/3 = 128.3; 32 × 2 × 4/2 = 128; 17 / 16.67 = 1.02
    # 32 + 32 without the second quarter: nothing is extrapolated.
    "四半期ごとの量。第2四半期の報告がない": ["145時間", "120時間", "64時間", "", "", "", "算定不可"],
    # 120 is expected half-way; g = (120 − 118) / |80 − 100| = 0.1
    "目標がいったん上がる": ["100千円", "80千円", "118千円", "120千円", "", "", "前倒し"],
    # 0.3 of 2.5 in half the way, within ±0.6
    "誤差の幅の中の違い": ["22.5%", "20.0%", "22.2%", "21.25%", "12%", "24%", "遅れ"],
    "四半期ごとの量。半年まで": [
        "145時間",
        "120時間",
        "128時間（年換算）",
        "128.3時間",
        "68%",
        "102%",
        "順調",
    ],
}


@pytest.mark.parametrize("name", BY_HAND)
def test_an_example_can_be_repeated_by_hand(page, name):
    rows = {row[0]: row[1:] for row in table_named(page, "examples")[1:]}
    *numbers, verdict = BY_HAND[name]
    assert rows[name][:6] == numbers
    assert rows[name][6].startswith(verdict)


def test_every_scale_stands_with_its_bands(page):
    for scale in RatingScale.objects.prefetch_related("bands"):
        rows = table_named(page, f"scale-{scale.code}-name")[1:]
        assert [row[0] for row in rows] == [
            *(band.mark for band in scale.bands.all()),
            scale.no_data_mark,
            scale.not_rated_mark,
        ]


def test_what_differs_from_the_first_version_is_told(page):
    changes = text_of(page.section("changes"))
    assert "第2版で変わったこと" in changes
    assert len(list(page.section("changes").iter("li"))) == len(CHANGES)


def test_no_example_is_late(page):
    assert "更新遅れ" not in text_of(page.section("examples"))
