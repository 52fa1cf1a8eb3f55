"""Whoever works in several cities chooses the city first: then everything there is to choose from is that city's."""

import re

from playwright.sync_api import Page

LEFT = """(name) => [...document.querySelectorAll(`[name=${name}] option:not([disabled]), input[name=${name}]:not(:disabled)`)]
  .map((one) => one.tagName === "OPTION" ? one.textContent : one.parentElement.textContent.trim())"""


def left(page: Page, name: str) -> list[str]:
    return [text for text in page.evaluate(LEFT, name) if text.strip("-")]


def choose_city(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("市区町村を選ぶ").fill("見本")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"city="))


def test_departments_of_the_chosen_city(as_):
    page = as_("admin")
    choose_city(page, "/admin/plans/membership/add/")
    assert left(page, "municipality") == ["見本市"]
    assert {text.split(" > ")[0] for text in left(page, "department") if " > " in text} == {"見本市"}
    assert "全庁（部署を限らない）" in left(page, "department")


def test_a_person_is_found_by_typing(as_):
    page = as_("admin")
    choose_city(page, "/admin/plans/membership/add/")
    page.locator(".field-user .select2-selection").click()
    page.keyboard.type("manager")
    page.locator(".select2-results__option", has_text="（mihon-manager）").first.click()
    assert page.locator("[name=user]").input_value()


def test_parts_and_departments_of_the_chosen_plan(as_):
    page = as_("admin")
    choose_city(page, "/admin/kpis/indicator/add/")
    plan = page.locator("[name=plan] option", has_text="見本市")
    label = plan.first.text_content()
    page.locator("[name=plan]").select_option(label=label)
    for name in ("goal", "actions"):
        found = left(page, name)
        assert found, name
        assert [text for text in found if not text.endswith(f"（{label}）")] == []
    assert {text.split(" > ")[0] for text in left(page, "departments")} == {"見本市"}


def test_a_list_keeps_to_the_chosen_city_from_page_to_page(as_):
    page = as_("admin")
    choose_city(page, "/admin/kpis/measurement/")
    assert page.locator(".city-name").text_content() == "見本市"
    page.get_by_role("link", name="次へ").click()
    assert page.locator(".city-name").text_content() == "見本市"
    page.get_by_role("link", name="前へ").click()
    assert page.get_by_role("link", name="前へ").count() == 0
