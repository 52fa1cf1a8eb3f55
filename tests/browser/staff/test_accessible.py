"""Every staff screen can be used by everybody: axe on a desk's and a phone's screen, and nothing sticks out.

And no script throws: neither when the page opens, nor when its fields are used. Each screen is opened once for all that.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looking import STICKING_OUT, violations

from .conftest import sign_in

FIND = """
from kpis.models import *
from plans.models import *
plan = Plan.objects.get(slug='dx-plan')
r = plan.reviews.order_by('-period').first()
row = Measurement.objects.filter(indicator__plan=plan).order_by('-updated_at', '-pk').first()
print(r.pk, plan.pk, row.pk, plan.indicators.first().pk, plan.goals.first().pk,
      ActionProgress.objects.filter(action__plan=plan).last().pk, plan.municipality_id,
      plan.reviews.filter(reports__revision=2).first().pk)
"""
NAMES = ("review", "plan", "value", "indicator", "goal", "progress", "city", "published")

OWN = (
    "/admin/kpis/review/",
    "/admin/sign-ins/",
    "/admin/change-records/",
)  # the portal's own screens look different on a phone
# Who opens what. `{review}` and the like are keys of rows of the fictional city.
SCREENS = {
    "mihon-editor": (
        "/admin/",
        "/admin/kpis/review/{review}/entry/",
        "/admin/kpis/review/{review}/upload/",
        "/admin/kpis/review/{review}/status/",
        "/admin/kpis/review/{published}/entry/",
        "/admin/kpis/review/{published}/upload/",
        "/admin/kpis/measurement/",
        "/admin/kpis/measurement/{value}/history/",
        "/admin/one-time-code/",
        "/admin/password_change/",
    ),
    "mihon-approver": (
        "/admin/",
        "/admin/kpis/review/{review}/approval/",
        "/admin/kpis/actionprogress/{progress}/change/",
    ),
    "mihon-manager": (
        "/admin/",
        "/admin/kpis/review/",
        "/admin/kpis/review/add/",
        "/admin/kpis/review/{review}/change/",
        "/admin/kpis/review/{review}/history/",
        "/admin/kpis/review/{review}/entry/",
        "/admin/kpis/review/{review}/approval/",
        "/admin/kpis/review/{review}/status/",
        "/admin/kpis/review/{review}/reminders/",
        "/admin/kpis/review/{review}/report/",
        "/admin/kpis/review/{published}/report/",
        "/admin/kpis/review/reorganise/",
        "/admin/kpis/review/plan/{plan}/lint/",
        "/admin/kpis/measurement/add/",
        "/admin/kpis/measurement/{value}/change/",
        "/admin/kpis/indicator/",
        "/admin/kpis/indicator/{indicator}/change/",
        "/admin/kpis/planrating/",
        "/admin/kpis/assessmentscale/",
        "/admin/kpis/assessmentscale/add/?city=mihon",
        "/admin/kpis/assessmentaspect/",
        "/admin/plans/plan/",
        "/admin/plans/plan/{plan}/change/",
        "/admin/plans/goal/",
        "/admin/plans/goal/{goal}/change/",
        "/admin/plans/goal/{goal}/delete/",
        "/admin/plans/municipality/{city}/change/",
        "/admin/plans/plan/workbook/",
        "/admin/plans/department/",
        "/admin/change-records/",
    ),
    "admin": (
        "/admin/",
        "/admin/sign-ins/",
        "/admin/change-records/",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        "/admin/plans/membership/",
        "/admin/plans/membership/add/",
        "/admin/plans/membership/add/?city=mihon",
        "/admin/kpis/ratingscale/",
    ),
}


@pytest.fixture(scope="module")
def rows(office) -> dict[str, str]:
    return dict(zip(NAMES, office.ask(FIND).split(), strict=True))


# Where one types: in the first three of them.
TYPED_IN = "main input[type=text]:enabled:visible, main textarea:enabled:visible"


@pytest.mark.parametrize("name", SCREENS)
def test_staff_screens_pass_axe_fit_the_screen_and_take_input(arrive, office, rows, name):
    found = []
    page = sign_in(arrive(DESKTOP).new_page(), office, name)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    for form in SCREENS[name]:
        address = form.format(**rows)
        page.set_viewport_size({"width": DESKTOP, "height": 900})
        page.goto(address)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{address} at {width} px: {line}" for line in page.evaluate(STICKING_OUT)]
            if width == DESKTOP or address.startswith(OWN):
                found += [f"{address} at {width} px: {line}" for line in violations(page)]
        page.set_viewport_size({"width": DESKTOP, "height": 900})
        fields = page.locator(TYPED_IN).all()[:3]
        for field in fields:
            field.fill("1")
        if fields:
            page.wait_for_timeout(500)  # what scripts do once somebody has stopped typing
    assert found == []


def test_one_can_read_what_one_looks_for_above_a_list_on_a_phone(arrive, office):
    page = sign_in(arrive(PHONE).new_page(), office, "mihon-manager")
    for address in ("/admin/plans/goal/", "/admin/kpis/measurement/", "/admin/plans/revision/?q=1"):
        page.goto(address)
        box = page.get_by_label("一覧から探す").bounding_box()
        assert box is not None
        assert (box["width"] > 150, box["height"] >= 44) == (True, True), (address, box)


def test_the_sign_in_page_and_its_mistakes_pass_axe(arrive):
    page = arrive().new_page()
    page.goto("/admin/")
    for _attempt in range(2):
        assert violations(page) == []
        page.get_by_label("ユーザー名").fill("nobody")
        page.get_by_label("パスワード").fill("nothing")
        page.get_by_role("button", name="サインインする").click()
        expect(page.get_by_role("alert").first).to_be_visible()


# The columns of each list that tell what a row says: to be read on a phone without scrolling aside.
TELLING = {
    "/admin/kpis/measurement/": ("指標", "期間", "実績値"),
    "/admin/kpis/actionprogress/": ("取組", "期間", "進み具合"),
    "/admin/kpis/target/": ("指標", "目標の期間"),
}


@pytest.mark.parametrize("address", TELLING)
def test_on_a_phone_the_telling_columns_stand_on_the_screen(as_, address):
    page = as_("mihon-manager", PHONE)
    page.goto(address)
    heads = page.locator("#result_list thead th").all()
    ends = {head.inner_text().split("\n")[-1].strip(): head.bounding_box() for head in heads}
    on_screen = {text for text, box in ends.items() if box and box["x"] + box["width"] <= PHONE}
    assert set(TELLING[address]) <= on_screen
