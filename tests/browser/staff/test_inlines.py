"""Rows on the page of another row: at every width each control is in reach, and a conflict can be read and decided."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

from .conftest import sign_in

# Controls and sentences of the page's content that end beyond the screen, or inside something that cuts or scrolls.
CUT_OFF = """() => {
  const found = [], width = document.documentElement.clientWidth;
  for (const one of document.querySelectorAll(
    "#content form :is(input:not([type=hidden]), select, textarea, button, a, label, .errorlist li, .theirs)"
  )) {
    const box = one.getBoundingClientRect();
    if (box.width < 2 || one.closest(".visually-hidden")) continue;
    let cut = box.right > width + 1 || box.left < -1;
    for (let above = one.parentElement; above; above = above.parentElement) {
      const edge = above.getBoundingClientRect();
      if (getComputedStyle(above).overflowX !== "visible" && box.right > edge.right + 1) cut = true;
    }
    if (cut) found.push(`${one.tagName} ${one.name || one.textContent.trim()} ends at ${Math.round(box.right)}`);
  }
  return found;
}"""
WITH_ROWS = """
from kpis.models import *
from plans.models import *
plan = Plan.objects.get(slug='dx-plan')
rows = [plan.indicators.filter(targets__isnull=False).first(), plan, plan.municipality, Committee.objects.filter(plan=plan).first(),
        ScheduleTrack.objects.filter(plan=plan).first(), RatingScale.objects.first(), Goal.objects.filter(plan=plan).first()]
print(*(f'/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/' for row in rows))
"""


def test_nothing_is_cut_off(arrive, office):
    page = sign_in(arrive(DESKTOP).new_page(), office, "admin")
    found = []
    for address in office.ask(WITH_ROWS).split():
        for form in (address, address.rsplit("/", 3)[0] + "/add/?city=mihon"):
            page.goto(form)
            for button in page.locator(".add-row a:visible").all():
                button.click()
            for width in (DESKTOP, PHONE):
                page.set_viewport_size({"width": width, "height": 900})
                found += [f"{form} at {width} px: {line}" for line in page.evaluate(CUT_OFF)]
    assert found == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_conflict_in_a_row_is_read_and_decided(arrive, office, width):
    page = sign_in(arrive(width).new_page(), office, "admin")
    page.goto(office.ask(WITH_ROWS).split()[3])
    key = page.locator("[name=seats-0-id]").input_value()
    office.ask(
        f"from plans.models import Seat; Seat.objects.filter(pk={key}).update(function='ほかの人の文{width}' * 9)"
    )
    page.locator("[name=seats-0-function]").fill(f"自分の文{width}")
    page.get_by_role("button", name="保存して編集を続ける").click()
    expect(page.locator(".theirs")).to_contain_text(f"ほかの人の文{width}")
    assert page.evaluate(CUT_OFF) == []
    page.get_by_label("自分が書いた内容にする").check()
    page.get_by_role("button", name="保存して編集を続ける").click()
    expect(page.locator("[name=seats-0-function]")).to_have_value(f"自分の文{width}")
    expect(page.locator(".theirs")).to_have_count(0)
