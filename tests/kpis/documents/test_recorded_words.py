"""What was written down in Japanese, as a page in another language says it."""

import pytest

from kpis.documents.recorded_words import recorded_words
from plans.models import Translation
from plans.translations.memory import in_language, speak_of
from plans.translations.said import Untranslated

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(plan):
    for original, text in (
        ("件", "item|items"),
        ("手続の数", "Number of procedures"),
        ("取組", "Actions"),
        ("北山市", "Kitayama City"),
        ("第2版", "2nd edition"),
        ("計画 第2版", "The plan, 2nd edition"),
    ):
        Translation.objects.create(
            municipality=plan.municipality, language="en", original=original, text=text
        )
    with in_language("en"):
        speak_of([plan.municipality_id])
        yield


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1,200件", "1,200 items"), ("1件", "1 item"), ("62.5%", "62.5%"), ("1-1 手続の数", "1-1 Number of procedures"),
        ("KPI 1-1 手続の数", "KPI 1-1 Number of procedures"), ("手続の数", "Number of procedures"), ("取組", "Actions"),
        ("判定", "Verdict"), ("該当なし", "Not applicable"), ("令和8年（2026年）6月30日", "30 June 2026 (Reiwa 8)"),
        ("令和8年度（2026年度）第1四半期", "FY2026 (Reiwa 8) Q1"), ("令和8年度第1四半期", "FY2026 Q1"),
        ("令和8年度第1四半期まで", "up to FY2026 Q1"),
        ("計画のはじめから令和7年度上半期まで", "from the start of the plan up to FY2025 first half"),
        ("令和7年度（2025年度）下半期", "FY2025 (Reiwa 7) second half"), ("令和7年度末", "end of FY2025"), ("", ""), ("－", "－"), ("15.0%〜30.0%", "15.0%〜30.0%"), ("① 手続の数", "① Number of procedures"),
        ("北山市 取組", "Kitayama City Actions"), ("計画 第2版", "The plan, 2nd edition"),
    ],
)  # fmt: skip
def test_figures_days_periods_words_and_names_are_said_anew(english, written, said):
    found = recorded_words(written)
    assert (str(found), isinstance(found, Untranslated)) == (said, False)


@pytest.mark.parametrize(
    "written",
    ["1,200人", "市民に聞きました。", "令和8年度は良い年です", "1-1 別の数", "月まで", "別の計画 第2版"],
)
def test_what_nobody_translated_stays_and_says_that_it_is_japanese(english, written):
    assert isinstance(recorded_words(written), Untranslated)


def test_in_the_original_all_stays_as_it_was_written(plan):
    assert recorded_words("令和8年度第1四半期まで") == "令和8年度第1四半期まで"
