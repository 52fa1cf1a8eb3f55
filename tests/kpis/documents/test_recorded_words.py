"""What was written down in Japanese, as a page in another language says it."""

import pytest
from hypothesis import given, settings

from kpis.documents import recorded_words as recorded_module
from kpis.documents.recorded_words import MARKS, recorded_lines, recorded_with_marks, recorded_words
from kpis.judging.coverage_words import covers_text
from kpis.judging.evaluation import evaluate
from kpis.templatetags.kpi_tags import with_marks_shown
from plans.languages import languages
from plans.models import Translation
from plans.translations.memory import in_language, speak_of
from plans.translations.said import Untranslated
from tests.kpis.judging.drawn_facts import DAYS, NUMBERS, PROFILE, any_facts

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
        ("令和7年度（2025年度）下半期", "FY2025 (Reiwa 7) second half"), ("令和7年度末", "end of FY2025"), ("", ""), ("－", "－"), ("15.0%〜30.0%", "15.0% to 30.0%"), ("① 手続の数", "① Number of procedures"),
        ("北山市 取組", "Kitayama City Actions"), ("計画 第2版", "The plan, 2nd edition"),
        ("令和6年（2024年）4月1日から令和9年（2027年）3月31日まで", "1 April 2024 (Reiwa 6) to 31 March 2027 (Reiwa 9)"),
        ("令和8年度（2026年度）第1四半期（4〜6月）", "FY2026 (Reiwa 8) Q1 (April–June)"),
        ("令和6年度・4四半期の合計", "FY2024, total of 4 quarters"),
        ("令和7年度・3四半期の合計（第2四半期の値なし）", "FY2025, total of 3 quarters, no value for Q2"),
        ("令和7年度・2四半期の合計（第2四半期、第3四半期の報告なし）", "FY2025, total of 2 quarters, no report for Q2, Q3"),
        ("令和7年度・上半期と下半期の合計", "FY2025, total of first half and second half"),
        ("令和6年度（11月30日現在）", "FY2024, as of 30 November"), ("仮 令和6年度", "provisional, FY2024"),
        ("10.0%以下", "10.0% or less"), ("20件〜30件の範囲", "the range 20 items to 30 items"), ("62.5%（速報値）", "62.5%, Preliminary"),
        ("令和8年度（2026年度）第1四半期の値", "Value of FY2026 (Reiwa 8) Q1"), ("誤りの訂正: 題名", "Error corrected: Title"),
        ("目標の変更: 目標値（令和8年度末）", "Target changed: Target, end of FY2026"),
        ("最新 令和8年度第1四半期 31件（目標の期限の後の値）", "Latest: FY2026 Q1 31 items (Value from after the deadline of the target)"),
        ("令和8年度第1四半期 31件（速報値）、令和8年度第2四半期 1件（推計値）", "FY2026 Q1 31 items, Preliminary, FY2026 Q2 1 item, Estimate"),
        ("締切の3日後に提出されました。", "It was handed in 3 days after the deadline."),
        ("目標（2026年度）（目標の変更）", "Target (FY2026), Target changed"),
    ],
)  # fmt: skip
def test_figures_days_periods_words_and_names_are_said_anew(english, written, said):
    found = recorded_words(written)
    assert (str(found), isinstance(found, Untranslated)) == (said, False)


@pytest.mark.parametrize(
    "written",
    [
        "1,200人",
        "市民に聞きました。",
        "市役所から公民館まで",
        "令和8年度第1四半期から（市民に聞きました。）",
        "40日から50日まで",
        "1,200件（市民に聞きました。）",
        "人 人 人 人 人 人 人 人 人 人 人 人 人 人",
        "令和8年度は良い年です",
        "1-1 別の数",
        "月まで",
        "別の計画 第2版",
    ],
)
def test_what_nobody_translated_stays_and_says_that_it_is_japanese(english, written):
    assert isinstance(recorded_words(written), Untranslated)


@pytest.mark.parametrize("code", [row.code for row in languages() if row.code != "ja"])
@settings(PROFILE, max_examples=60)
@given(any_facts(NUMBERS), DAYS)
def test_what_a_figure_covers_is_said_as_if_it_had_been_worded_in_that_language(code, drawn, at):
    reading = evaluate(drawn, at).reading
    if reading is None:
        return
    published = covers_text(drawn, reading)
    with in_language(code):
        assert recorded_words(published) == covers_text(drawn, reading)


def shown(text: str) -> str:
    """With «» in the place of the marks."""
    return text.translate(dict(zip(map(ord, MARKS), "«»", strict=True)))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("令和8年度第1四半期から（市民に聞きました。）", "from FY2026 Q1 («市民に聞きました。»)"),
        ("令和8年度第1四半期: 予約を終えました。", "FY2026 Q1: «予約を終えました。»"),
        ("令和6年度（2024年度）第3四半期 第2版 31件（数え直し）", "FY2024 (Reiwa 6) Q3, version 2: 31 items («数え直し»)"),
        ("1,200件（市民に聞きました。）", "1,200 items («市民に聞きました。»)"),
        ("市民に聞きました。", "«市民に聞きました。»"), ("1,200件", "1,200 items"),
        ("市役所から公民館まで", "«市役所から公民館まで»"), ("別の計画（令和8年度）", "«別の計画（令和8年度）»"),
    ],
)  # fmt: skip
def test_peoples_own_words_behind_the_portals_stay_and_are_marked(english, written, said):
    assert shown(recorded_with_marks(written)) == said


@pytest.mark.parametrize("sign", ["、", "（", "から", " ", ": ", "、 （"])
def test_a_text_with_many_of_the_portals_signs_is_given_up_in_time(english, monkeypatch, sign):
    """Two ways to part a text at each of its signs would be two to the power of their number."""
    tried = []
    said_by = recorded_module.said
    monkeypatch.setattr(recorded_module, "said", lambda text: tried.append(text) or said_by(text))
    text = sign.join(f"市民に（{n}）聞き、まし た" for n in range(60)) + "）" * 60
    assert shown(recorded_with_marks(text)) == f"«{text}»"
    assert len(tried) <= 2 * 300


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("訂正版 第0版", "Correction, edition 0"),
        ("締切の0日後に提出されました。", "It was handed in 0 days after the deadline."),
        (f"訂正版 第{'9' * 5000}版", f"«訂正版 第{'9' * 5000}版»"),
    ],
    ids=["an edition", "days", "more digits than a number is read of"],
)
def test_any_number_that_people_wrote_is_answered(english, written, said):
    assert shown(recorded_with_marks(written)) == said


def test_a_mark_that_somebody_typed_opens_nothing(english):
    assert "<span" not in with_marks_shown(f"a{MARKS[0]}b") + with_marks_shown(f"a{MARKS[1]}b")


def test_of_a_reason_what_the_portal_put_before_it_is_said(english):
    reason = "令和8年（2026年）5月20日から。令和8年（2026年）5月21日に記録。市民に聞きました。多くの声です。\n根拠となる決定: 第5回会議"
    assert shown(recorded_lines(reason)) == (
        "From 20 May 2026 (Reiwa 8). Recorded on 21 May 2026 (Reiwa 8). «市民に聞きました。多くの声です。»\n"
        "Decision it is based on: «第5回会議»"
    )


def test_in_the_original_all_stays_as_it_was_written(plan):
    assert recorded_words("令和8年度第1四半期まで") == "令和8年度第1四半期まで"
