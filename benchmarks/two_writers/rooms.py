"""The staff's screens of a review where people write, and the files they bring in."""

import re
from dataclasses import dataclass
from html import unescape

from django.urls import reverse

from kpis.models import Indicator, Measurement, Review
from plans.models import Goal
from tests.addresses.walked_city import WalkedCity
from tests.kpis.sheets.sheets import cell_of, filled, opened
from tests.plans.workbook.books import columns_of, edited
from tests.sent_forms import choice, form_with, theirs_in

from .admin_forms import GROUNDS, FormPlace
from .browser import Answer, Browser
from .places import Opened, Place

COMMENT = "overall_comment"


@dataclass
class ReportRoom:
    """The overall comment where the report is published: who comes second reads the other's and chooses."""

    review: Review
    label: str = "report room"

    @property
    def address(self) -> str:
        return reverse("admin:kpis_review_report", args=[self.review.pk])

    def value(self, serial: int) -> str:
        return f"文w{serial}番"

    def open(self, browser: Browser) -> Opened:
        fields = form_with(browser.get(self.address).html, COMMENT)
        return Opened(fields, fields[COMMENT][0])

    def send(self, browser: Browser, opened: Opened, serial: int) -> Answer:
        return browser.post(self.address, opened.fields | {COMMENT: self.value(serial), "save": "1"})

    def asked(self, answer: Answer, browser: Browser) -> Opened | None:
        if 'class="theirs"' not in answer.html:
            return None
        chosen = {key: [text] for key, text in choice(answer.html, COMMENT, "mine").items()}
        return Opened(form_with(answer.html, COMMENT) | chosen, theirs_in(answer.html))

    def stored(self) -> str:
        return Review.objects.get(pk=self.review.pk).overall_comment


@dataclass
class Grid:
    """A number in the entry grid."""

    review: Review
    indicator: Indicator
    label: str = "entry grid"

    @property
    def address(self) -> str:
        return reverse("admin:kpis_review_entry", args=[self.review.pk])

    @property
    def key(self) -> str:
        return f"value-{self.indicator.pk}"

    def value(self, serial: int) -> str:
        return str(100_000 + serial)

    def open(self, browser: Browser) -> Opened:
        fields = form_with(browser.get(self.address).html, f"{self.key}-value")
        return Opened(fields, fields[f"{self.key}-value"][0])

    def send(self, browser: Browser, opened: Opened, serial: int) -> Answer:
        own = {f"{self.key}-value": self.value(serial), "save": "1"}
        return browser.post(self.address, opened.fields | own)

    def asked(self, answer: Answer, browser: Browser) -> Opened | None:
        theirs = re.search(
            r'その値: <strong>(.*?)</strong>|<q class="theirs">(.*?)</q>', answer.html, re.DOTALL
        )
        if not theirs:
            return None
        fields = form_with(answer.html, f"{self.key}-value")
        chosen = re.findall(rf'name="({self.key}[\w-]*choice)" value="(mine[^"]*)"', answer.html)
        return Opened(fields | {name: [value] for name, value in chosen}, unescape(theirs[1] or theirs[2]))

    def stored(self) -> str:
        return str(Measurement.objects.get(indicator=self.indicator, period=self.review.period).value)


@dataclass
class Sheet(Grid):
    """The same number in the quarter's Excel sheet: who comes second takes the sheet out anew."""

    label: str = "quarter's sheet"

    @property
    def address(self) -> str:
        return reverse("admin:kpis_review_upload", args=[self.review.pk])

    def open(self, browser: Browser) -> Opened:
        content = browser.get(reverse("admin:kpis_review_sheet", args=[self.review.pk])).content
        return Opened({}, str(cell_of(opened(content), self.indicator.name, "実績値").value), content)

    def send(self, browser: Browser, opened: Opened, serial: int) -> Answer:
        content = filled(opened.file, {(self.indicator.name, "実績値"): 100_000 + serial})
        preview = browser.post(self.address, {}, ("sheet.xlsx", content))
        parcel = re.search(r'name="parcel" value="(.+?)"', preview.html)
        return browser.post(self.address, {"parcel": parcel[1]}) if parcel else preview

    def asked(self, answer: Answer, browser: Browser) -> Opened | None:
        return self.open(browser) if "シートを作った後に" in answer.html else None


@dataclass
class Workbook:
    """A cell of the plan's workbook: who comes second is told in the preview, and takes the workbook out anew."""

    goal: Goal
    label: str = "plan's workbook"
    address: str = ""

    def __post_init__(self):
        self.address = reverse("admin:plans_plan_workbook_upload")

    def value(self, serial: int) -> str:
        return f"文w{serial}番"

    def open(self, browser: Browser) -> Opened:
        content = browser.get(reverse("admin:plans_plan_workbook", args=[self.goal.plan_id])).content
        sheet, cell = self._cell(content)
        return Opened({}, str(opened(content)[sheet][cell].value or ""), content)

    def send(self, browser: Browser, opened: Opened, serial: int) -> Answer:
        sheet, cell = self._cell(opened.file)
        preview = browser.post(
            self.address, {}, ("plan.xlsx", edited(opened.file, {sheet: {cell: self.value(serial)}}))
        )
        signed = re.search(r'name="content" value="(.+?)"', preview.html)
        if signed is None or 'class="contested"' in preview.html:
            return preview
        return browser.post(self.address, GROUNDS | {"content": signed[1]})

    def asked(self, answer: Answer, browser: Browser) -> Opened | None:
        is_meanwhile = "このポータルでも直しました" in answer.html or "確かめている間に" in answer.html
        return self.open(browser) if is_meanwhile else None

    def _cell(self, content: bytes) -> tuple[str, str]:
        title = "目標"
        columns = columns_of.__wrapped__(content, title)  # each workbook is another: nothing to keep
        codes = opened(content)[title][columns["code"]]
        return (
            title,
            f"{columns['summary']}{next(cell.row for cell in codes if cell.value == self.goal.code)}",
        )

    def stored(self) -> str:
        return Goal.objects.get(pk=self.goal.pk).summary


def room_places(city: WalkedCity) -> list[Place]:
    small = city.small_city
    status = FormPlace(
        "status page", reverse("admin:kpis_review_status", args=[small.review.pk]), COMMENT,
        small.review, COMMENT, lambda serial: f"文w{serial}番", "change",
    )  # fmt: skip
    goal = Goal.objects.filter(plan=city.rows["plans_plan"]).first()
    indicator = Indicator.objects.get(pk=small.indicator.pk)
    return [
        status, ReportRoom(small.review), Grid(small.review, indicator), Sheet(small.review, indicator), Workbook(goal),
    ]  # fmt: skip
