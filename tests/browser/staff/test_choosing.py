"""Whoever works in several cities chooses the city or plan first: of the others nothing is left to choose."""

from playwright.sync_api import Page

LEFT = """(name) => [...document.querySelectorAll(`[name=${name}] option:not([disabled]), input[name=${name}]:not(:disabled)`)]
  .map((one) => one.tagName === "OPTION" ? one.textContent : one.parentElement.textContent.trim())"""


def left(page: Page, name: str) -> list[str]:
    return [text for text in page.evaluate(LEFT, name) if text.strip("-")]


def test_departments_of_the_chosen_city(as_):
    page = as_("admin")
    page.goto("/admin/plans/membership/add/")
    assert len({text.split(" > ")[0] for text in left(page, "department") if " > " in text}) > 1
    page.locator("[name=department]").select_option(index=1)  # of another city: it does not stay chosen
    page.locator("[name=municipality]").select_option(label="見本市")
    assert {text.split(" > ")[0] for text in left(page, "department") if " > " in text} == {"見本市"}
    assert page.locator("[name=department]").input_value() == ""
    assert "全庁（部署を限らない）" in left(page, "department")


def test_parts_and_departments_of_the_chosen_plan(as_):
    page = as_("admin")
    page.goto("/admin/kpis/indicator/add/")
    plan = page.locator("[name=plan] option", has_text="見本市")
    label = plan.first.text_content()
    page.locator("[name=plan]").select_option(label=label)
    for name in ("goal", "actions"):
        found = left(page, name)
        assert found, name
        assert [text for text in found if not text.endswith(f"（{label}）")] == []
    assert {text.split(" > ")[0] for text in left(page, "departments")} == {"見本市"}
