"""Milestones, targets in words, strict and stepwise ones, ranks: what pages and files say of them, in every language."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from kpis.models import Indicator
from plans.languages import languages
from plans.ledger.grounds import Grounds
from plans.ledger.revising import begin_ledgers, revising
from plans.models import RevisionKind
from tests.kpis.other_kinds import VERDICTS, build
from tests.reading import Page, text_of

from .scorecard_page import has_class
from .test_agreement import file_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(monkeypatch, db):
    return build(monkeypatch)


@pytest.fixture
def page(client, plan):
    def page(code: str = "", prefix: str = "") -> Page:
        tail = f"kpis/{code}/" if code else "kpis/"
        address = f"/{prefix}{'/'.join(plan.natural_key())}/{tail}"
        answer = client.get(address)
        assert answer.status_code == 200
        return Page(address, answer)

    return page


def test_the_table_says_each_verdict_with_value_and_target(client, plan, page):
    shown = page().text
    for words in (
        "検討まで完了（1/3）", "実施 令和8年3月末", "済み", "策定", "増やす・高める", "下げずに保つ", "10%未満", "3か所", "10位以内",
        *VERDICTS.values(),
    ):  # fmt: skip
        assert words in shown
    rows = file_rows(client, reverse("scorecard-csv", args=plan.natural_key()), {})
    assert {code: row["verdict_label"] for code, row in rows.items()} == VERDICTS
    assert {row["kind"] for row in rows.values()} == {"number", "milestone", "words"}
    assert (rows["steps"]["value"], rows["steps"]["value_text"], rows["steps"]["target_text"]) == (
        "1", "検討まで完了（1/3）", "実施",
    )  # fmt: skip
    assert rows["words"]["target_text"] == "増やす・高める"


def test_words_are_counted_apart(page):
    shown = page().text
    assert "5の指標のうち2が達成・順調です。言葉の目標の2指標は、改善1、悪化1です。" in shown


def test_a_milestone_has_a_strip_of_steps_instead_of_a_chart(page):
    found = page("steps")
    [section] = [part for part in found.all("section") if part.get("aria-labelledby") == "steps"]
    items = [" ".join(text_of(item).split()) for item in section.iter("li")]
    assert items == [
        "完了 検討 予定: 令和6年9月 令和6年9月に完了",
        "遅れ 試行 予定: 令和7年3月 予定を過ぎています",
        "予定 実施 予定: 令和8年3月",
    ]
    assert not [part for part in found.all("section") if part.get("aria-labelledby") == "chart"]
    assert "到達率" not in found.text
    assert "どう計算したか" not in found.text
    assert "段階と予定の月が目標です。" in found.text
    assert len([el for el in found.all("span") if has_class(el, "pair-words")]) == 2  # smaller than a number


def test_the_page_of_words_tells_what_was_compared(page):
    found = page("words").text
    assert "令和5年度の71.2%から75.4%になり、良くなっています。" in found
    assert "目標は、数値ではなく言葉で示されています。" in found


@pytest.mark.parametrize("code", list(VERDICTS))
def test_every_language_has_each_page(page, code):
    for language in languages():
        shown = page(code, language.prefix)
        assert shown.heading
        assert language.code == "ja" or "に終わる予定" not in shown.text


def test_the_record_has_the_steps(client, plan):
    address = reverse("indicator-csv", args=[*plan.natural_key(), "steps"])
    text = client.get(address).content.decode("utf-8-sig")
    records = [line.split(",") for line in text.splitlines() if ",step," in line]
    assert [(row[7], row[11], row[18]) for row in records] == [
        ("2024-09", "1", "検討"), ("2025-03", "2", "試行"), ("2026-03", "3", "実施"),
    ]  # fmt: skip


def test_search_knows_the_words(client, plan):
    call_command("refresh_standings", verbosity=0)
    assert "開館日数" in client.get("/search/", {"q": "悪化"}).content.decode()


def test_the_ledger_keeps_a_moved_step(client, plan, page):
    begin_ledgers("公開しました。")
    row = Indicator.objects.get(plan=plan, code="steps")
    grounds = Grounds("機器の納入が遅れたため。", date(2025, 7, 1), RevisionKind.CHANGE, "", None)
    with revising(plan, grounds, rows=[row]):
        row.steps = row.steps.replace("2025-03 試行", "2025-09 試行")
        row.full_clean()
        row.save()
    assert "次は「試行」で、令和7年9月に終わる予定です。" in page("steps").text
    changes = client.get(reverse("changes", args=plan.natural_key())).content.decode()
    assert "機器の納入が遅れたため。" in changes
    assert "2025-03 試行" in changes
