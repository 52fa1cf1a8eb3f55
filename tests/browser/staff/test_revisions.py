"""A plan manager changes what is public: the form asks why, and the citizen reads it on the page of changes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from .conftest import MIHON_PAGE

NAME = "KPI 1-5 市のアプリからの手続の件数"
CHANGES = MIHON_PAGE + "changes/"
RESET = """
from django.core.management import call_command
call_command('load_samples', verbosity=0, yes=True)
"""

# A range that nobody decided is in no file: what the ledger tells of it cannot be taken back.
FORGET = """
from plans.models import Revision
Revision.objects.filter(plan__municipality__slug='mihon', subject_code='1-5').delete()
"""

SET = """
from kpis.models import Indicator
Indicator.objects.filter(plan__municipality__slug='mihon', code='1-5').update(**{fields})
"""


@pytest.fixture(autouse=True)
def samples_as_they_were(office):
    yield
    office.ask(RESET)


@pytest.fixture
def manager(as_) -> Page:
    return as_("mihon-manager")


@pytest.fixture
def bounded(office) -> Iterator[None]:
    """KPI 1-5 is to keep within a range; what the samples do not say of it is taken back."""
    fields = {"lower": 2000, "upper": 9000, "margin": 50, "margin_reason": "数え漏れ"}
    office.ask(SET.format(fields={"direction": "keep_within"} | fields))
    yield
    fields = dict.fromkeys(("lower", "upper", "margin")) | {"margin_reason": "", "unit": "件", "decimals": 0}
    office.ask(FORGET + SET.format(fields={"direction": "increase"} | fields))


def open_indicator(page: Page, office, name: str = NAME) -> None:
    page.goto("/admin/kpis/indicator/?q=" + name.split()[-1])
    page.get_by_role("link", name=name).click()


def test_a_changed_definition_asks_why_and_stands_in_the_ledger(manager, office):
    page = manager
    open_indicator(page, office)
    page.get_by_label("説明・数え方").fill("市のアプリから送られた申請だけを数えます。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".field-revision_reason .errorlist")).to_have_text(
        "変更の理由を書いてください。市民にも表示します。"
    )
    page.get_by_label("変更の理由").fill("会議で数え方を決めたため。")
    page.locator("#id_revision_decision").fill("令和7年11月18日 DX推進会議")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("変更しました")
    page.goto(CHANGES)
    first = page.locator(".ledger-line").first
    expect(first).to_contain_text(NAME)
    expect(first.locator("ins")).to_have_text("市のアプリから送られた申請だけを数えます。")
    expect(first).to_contain_text("会議で数え方を決めたため。")
    expect(first).to_contain_text("根拠となる決定: 令和7年11月18日 DX推進会議")


def test_a_target_is_moved_by_a_row_of_its_own(manager, office):
    page = manager
    open_indicator(page, office)
    old = page.locator("#id_targets-0-value")
    before = old.input_value()
    old.fill("1")
    page.get_by_label("変更の理由").fill("見直し")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#targets-group")).to_contain_text("決めた目標は書きかえられません")
    page.locator("#id_targets-0-value").fill(before)
    page.locator("#targets-group .add-row a").click()
    row = page.locator("#targets-group tr.form-row:not(.empty-form)").last
    row.locator("input[name$=period]").fill(page.locator("#id_targets-0-period").input_value())
    row.locator("input[name$=-value]").fill("5000")
    row.locator("input[name$=effective_from]").fill("2026-11-18")
    row.locator("textarea[name$=reason]").fill("利用が想定を上回ったため。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("変更しました")
    page.goto(MIHON_PAGE + "kpis/1-5/")
    expect(page.locator("main")).to_contain_text("目標変更")


def test_deleting_says_the_way_on(manager, office):
    page = manager
    open_indicator(page, office)
    page.get_by_role("link", name="削除", exact=True).click()
    expect(page.locator("#content-main")).to_contain_text("公開済みなので、削除できません")
    page.get_by_role("link", name="変更の画面へ").click()
    expect(page.get_by_label("終わり方")).to_be_visible()


def test_a_unit_is_converted_by_its_factor(manager, office):
    page = manager
    open_indicator(page, office)
    factor = page.locator("#id_revision_divide")
    expect(factor).to_be_hidden()
    page.get_by_role("radio", name="単位の換算").check()
    expect(factor).to_be_visible()
    page.locator("#id_unit").fill("千件")
    page.locator("#id_decimals").fill("1")
    page.get_by_label("変更の理由").fill("千件で見るほうが分かりやすいため。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".field-revision_multiply .errorlist")).to_contain_text("換算の倍率を書いてください")
    factor.fill("1000")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("変更しました")
    page.goto(MIHON_PAGE + "kpis/1-5/")
    expect(page.locator(".report").first).to_contain_text("千件")
    expect(page.locator(".report").first).to_contain_text("報告したときの値")


def test_bounds_and_margin_are_converted_with_it(manager, office, bounded):
    page = manager
    open_indicator(page, office)
    page.get_by_role("radio", name="単位の換算").check()
    page.locator("#id_unit").fill("千件")
    page.locator("#id_decimals").fill("2")
    page.locator("#id_revision_divide").fill("1000")
    page.get_by_label("変更の理由").fill("千件で見るほうが分かりやすいため。")
    page.locator("#id_lower").fill("2")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".field-lower .errorlist")).to_contain_text("自動で直します")
    page.locator("#id_lower").fill("2,000")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("変更しました")
    page.goto(MIHON_PAGE + "kpis/1-5/")
    expect(page.locator(".pair")).to_contain_text("2.00千件〜9.00千件")
    expect(page.locator(".facts")).to_contain_text("±0.05千件（数え漏れ）")


def test_a_new_way_of_counting_is_a_line_in_the_chart(manager, office):
    page = manager
    open_indicator(page, office, "KPI 2-1 市民課窓口の平均待ち時間")
    page.get_by_label("説明・数え方").fill("予約した人の時間も数えます。")
    page.get_by_role("radio", name="数え方の変更").check()
    page.get_by_label("変更の理由").fill("予約の窓口を始めたため。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#series_breaks-group")).to_contain_text("新しい数え方の最初の期間と理由を")
    page.locator("#series_breaks-group .add-row a").click()
    page.locator("#id_series_breaks-0-period").fill("2026-Q1")
    page.locator("#id_series_breaks-0-reason").fill("予約の窓口を始めたため。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#series_breaks-group .errorlist")).to_contain_text("前の数え方の値です")
    page.locator("#id_series_breaks-0-keeps_figures").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("変更しました")
    page.goto(MIHON_PAGE + "kpis/2-1/")
    expect(page.locator("main")).to_contain_text("令和8年度第1四半期から数え方が変わった")
    expect(page.locator(".chart-wide svg")).to_contain_text("数え方の変更")
