"""A whole quarter, played by those who live it: an editor, an approver, the plan manager, and a citizen who reads."""

import re

import pytest
from playwright.sync_api import Page, expect

from plans.era import Quarter

from .conftest import MIHON_PAGE

PREPARE = """
from kpis.models import *
from kpis.workflow.due_items import due_items
from django.db.models import Q
r = Review.objects.get(plan__municipality__slug='mihon', state='open')
mine = Q(indicator__code__in=['1-1', '1-3', '5-2'])
asked = [item for item in due_items(r) if item.is_value]
rows = Measurement.objects.filter(indicator__plan=r.plan, period__in={str(item.period) for item in asked})
rows.filter(mine).delete()
rows.filter(value=None, numerator=None).update(observation_status='M', issues_comment='集計中です。')
rows.update(state='approved')
ActionProgress.objects.filter(action__plan=r.plan, period=r.period).update(state='approved')
for item in asked:
    if item.owner.code not in ('1-1', '1-3', '5-2') and item.entry is None:
        Measurement.objects.create(indicator=item.owner, period=str(item.period), state='approved', observation_status='M', issues_comment='集計中です。')
print(r.pk, r.period)
"""
CORRECT = """
from kpis.models import *
row = Measurement.objects.get(indicator__plan__municipality__slug='mihon', indicator__code='1-3', period='{period}')
row.pk, row.revision, row.value, row.revision_reason = None, 2, 38, '数え漏れを加えました。'
row.save()
"""
FIRST = "KPI 1-1 オンラインで申請できる手続の数"
SECOND = "KPI 1-3 氏名や住所を書かずに申請できる手続の数"
THIRD = "KPI 5-2 標準準拠システムに移った業務の数（累計）"


@pytest.fixture
def review(office) -> tuple[str, str]:
    """Key and quarter of the open review, in which three values of one department are still to come."""
    key, period = office.ask(PREPARE).split()
    return key, period


def row_of(page: Page, name: str):
    return page.locator(".grid-row", has=page.get_by_text(name, exact=True))


def type_value(page: Page, name: str, value: str) -> None:
    row_of(page, name).locator("input[data-field=value]").fill(value)


def card_of(page: Page, name: str):
    return page.locator(".approval", has=page.get_by_role("heading", name=name, exact=True))


def told(page: Page, sentence: str) -> None:
    expect(page.locator(".messagelist").first).to_contain_text(sentence)


def test_a_quarter_from_the_first_value_to_its_report(as_, arrive, review, office):
    key, period = review

    # The editor comes from the desk, fills in two values and hands them in.
    editor = as_("mihon-editor")
    editor.get_by_role("link", name=FIRST).first.click()
    expect(editor.get_by_role("heading", level=1)).to_have_text("この四半期の入力")
    type_value(editor, FIRST, "１３１")
    type_value(editor, SECOND, "3600")
    expect(row_of(editor, FIRST).locator("[data-preview] .status")).to_have_text("達成")
    editor.get_by_role("button", name="保存して提出").click()
    # The second value looks like a slip: it is asked about before it is stored.
    expect(editor.locator("#grid-problems")).to_contain_text("1件を直してください")
    told(editor, "まだ何も提出していません。")
    type_value(editor, SECOND, "36")
    editor.get_by_role("button", name="保存して提出").click()
    expect(editor.locator("#hand-in-title")).to_contain_text("次の2件")
    editor.get_by_role("button", name="印の付いた行を提出").click()
    told(editor, "2件を提出しました。")

    # The approver sends one back with a reason and approves the other.
    approver = as_("mihon-approver")
    approver.get_by_role("link", name=re.compile(f"^{re.escape(SECOND)}")).first.click()
    card = card_of(approver, SECOND)
    card.get_by_text("差し戻す").first.click()
    card.get_by_label("理由").fill("数えた日を書いてください。")
    card.get_by_role("button", name="理由を付けて差し戻す").click()
    told(approver, "1件を差し戻しました。")
    card_of(approver, FIRST).get_by_role("button", name="承認", exact=False).first.click()
    told(approver, "1件を承認しました。")

    # The editor reads why, mends it and hands it in again; the third value has no figure yet.
    editor.goto("/admin/")
    expect(editor.get_by_text("理由: 数えた日を書いてください。")).to_be_visible()
    editor.get_by_role("link", name=re.compile(f"^{re.escape(SECOND)}")).first.click()
    mended = row_of(editor, SECOND)
    expect(mended).to_contain_text("数えた日を書いてください。")
    mended.get_by_label("取組状況").fill("9月30日に数えました。")
    editor.get_by_role("button", name="保存して提出").click()
    editor.get_by_role("button", name="印の付いた行を提出").click()
    told(editor, "1件を提出しました。")

    # The approver approves what is picked, all at once.
    approver.goto(f"/admin/kpis/review/{key}/approval/")
    card_of(approver, SECOND).get_by_label("まとめて承認するものに入れる").check()
    approver.get_by_role("button", name="選んだものを承認").click()
    told(approver, "1件を承認しました。")

    # The manager cannot close while a value is open, marks it missing with a reason, and closes.
    manager = as_("mihon-manager")
    manager.goto(f"/admin/kpis/review/{key}/status/")
    manager.get_by_role("button", name="このレビューを締め切る").click()
    expect(manager.locator("#content")).to_contain_text(THIRD.split()[1])
    manager.goto(f"/admin/kpis/review/{key}/status/#value-")
    missing = manager.locator("tr", has=manager.get_by_text(THIRD))
    missing.get_by_text("値なしとして記録").first.click()
    missing.get_by_label(re.compile("理由")).fill("移行の確認が終わっていません。")
    missing.get_by_role("button", name=re.compile("値なしとして記録")).click()
    told(manager, "記録しました")
    manager.get_by_role("button", name="このレビューを締め切る").click()
    told(manager, "締め切りました")

    # Nothing can be changed any more, and every step stands in the history.
    editor.goto(f"/admin/kpis/review/{key}/entry/")
    expect(editor.locator("input[data-field=value]")).to_have_count(0)
    value = office.ask(
        "from kpis.models import *\n"
        f"print(Measurement.objects.get(indicator__plan__municipality__slug='mihon', indicator__code='1-3', period='{period}').pk)"
    )
    manager.goto(f"/admin/kpis/measurement/{value}/history/")
    for step in ("提出", "差し戻し: 数えた日を書いてください。", "承認", "下書き → 提出済み"):
        expect(manager.locator("table").first).to_contain_text(step)

    # A citizen reads the new value.
    citizen = arrive(375).new_page()
    citizen.goto(f"{MIHON_PAGE}kpis/1-3/")
    expect(citizen.locator("main")).to_contain_text("36手続")
    expect(citizen.locator("main")).to_contain_text("9月30日に数えました。")
    expect(citizen.locator("main")).not_to_contain_text("数えた日を書いてください。")

    # The manager looks at the draft, writes the last word, and publishes.
    manager.goto("/admin/")
    manager.get_by_role("region", name=re.compile("公表を待っている")).get_by_role("link").first.click()
    expect(manager.get_by_role("heading", level=1)).to_have_text("四半期報告")
    with manager.expect_popup() as opened:
        manager.get_by_role("link", name="下書きを画面で見る").click()
    expect(opened.value.locator(".draft-banner")).to_contain_text("公表する前の下書きです")
    manager.get_by_label("この四半期の総括").fill("申請できる手続が増えました。")
    publish = manager.get_by_role("button", name=re.compile("報告を公表する"))
    publish.click()
    expect(manager.get_by_role("alert")).to_contain_text("確認の欄に印を付けてください")
    expect(manager.get_by_label("この四半期の総括")).to_have_value("申請できる手続が増えました。")
    manager.get_by_label(re.compile("取り消せないことが分かりました")).check()
    publish.click()
    told(manager, "報告を公表しました。")

    # The citizen reads it and takes its files away.
    citizen.goto(f"{MIHON_PAGE}reports/")
    citizen.get_by_role("link", name=re.compile(f"^{re.escape(Quarter.parse(period).label)}$")).click()
    expect(citizen.locator(".overall")).to_contain_text("申請できる手続が増えました。")
    expect(citizen.locator("main")).to_contain_text("36手続")
    files = {
        name: fetch(citizen, f"{MIHON_PAGE}reports/{period}.{name}")
        for name in ("pdf", "xlsx", "csv", "json")
    }
    assert [files[name][:4] for name in ("pdf", "xlsx")] == [b"%PDF", b"PK\x03\x04"]

    # A value corrected afterwards changes no published report, until a correction says why.
    office.ask(CORRECT.format(period=period))
    assert {name: fetch(citizen, f"{MIHON_PAGE}reports/{period}.{name}") for name in files} == files
    manager.goto(f"/admin/kpis/review/{key}/report/")
    expect(manager.locator("#correct + p + ul")).to_contain_text("値の改定")
    manager.get_by_label("訂正の理由").fill("9月の2手続が漏れていました。")
    manager.get_by_label(re.compile("違いを確かめました")).check()
    manager.get_by_role("button", name="訂正版を公表する").click()
    told(manager, "訂正版 第2版を公表しました。")
    citizen.reload()
    citizen.goto(f"{MIHON_PAGE}reports/{period}/")
    expect(citizen.locator("main")).to_contain_text("36手続")
    citizen.get_by_role("link", name="訂正版 第2版を見る").first.click()
    expect(citizen.locator(".notice").first).to_contain_text("9月の2手続が漏れていました。")
    expect(citizen.locator("main")).to_contain_text("38手続")


def fetch(page: Page, address: str) -> bytes:
    answer = page.request.get(address)
    assert answer.ok, address
    return answer.body()
