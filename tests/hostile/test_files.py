"""In every file a hostile text is text: no formula, no link, no command, no name of a file."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from kpis.models import Review
from plans.spreadsheets import FORMULA
from tests.addresses.table import TABLE
from tests.factories import being_entered, make_indicator
from tests.kpis.reports.pdf.pdfs import raw_text, squeezed

from .texts import hostile

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r"-?[\d.,]+%?\Z")
# Letters, digits, . - _ as they are or written with %; what would end a name or a line is not among them.
NAME = re.compile(
    r"""(attachment|inline); filename(="[\w.-]+"|\*=utf-8''([\w.-]|%(?!0|1|2F|5C|7F)[0-9A-F]{2})+)\Z"""
)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def fetch(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    assert not re.search(r"[\r\n]", "".join(answer.headers.values()))
    if "Content-Disposition" in answer:
        assert NAME.match(answer["Content-Disposition"]), answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    return body(answer)


def formulas_of_csv(content: bytes) -> list[str]:
    """Cells that a spreadsheet would run, whatever it does with the apostrophe before others."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    return [cell for row in rows for cell in row if cell[:1] in FORMULA and not NUMBER.match(cell)]


def formulas_of_xlsx(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    found = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" or (cell.hyperlink and "evil" in (cell.hyperlink.target or ""))
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        found += [
            name
            for name in packed.namelist()
            if "externalLink" in name or "vba" in name.lower() or ".." in name
        ]
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))  # noqa: S314 - our own file: it must be well formed
    return found


def report_address(city, key: str) -> str:
    return f"{city.report.get_absolute_url().rstrip('/')}.{key}"


def public(city, name: str) -> list[str]:
    places = [(plan.municipality.slug, plan.slug) for plan in city.plans]
    return [reverse(name, args=place) for place in places]


def indicators(city, name: str) -> list[str]:
    return [
        reverse(name, args=(plan.municipality.slug, plan.slug, code))
        for plan in city.plans
        for code in plan.indicators.values_list("code", flat=True)
    ]


def exports() -> list[str]:
    return [key for key, line in TABLE.items() if key.endswith("_export") and "superuser" in line.get]


def test_csv(city, superuser):
    addresses = [
        *public(city, "scorecard-csv"),
        *public(city, "kpi-values-csv"),
        *public(city, "changes-csv"),
        *indicators(city, "indicator-csv"),
        report_address(city, "csv"),
        report_address(city, "actions.csv"),
        city.walked.address("kpis_review_sheet_csv"),
    ]
    contents = {address: fetch(superuser, address) for address in addresses}
    assert {
        address: found for address, content in contents.items() if (found := formulas_of_csv(content))
    } == {}
    assert any("<evil>" in content.decode() for content in contents.values())


def test_xlsx(city, superuser):
    addresses = [
        *public(city, "scorecard-xlsx"),
        report_address(city, "xlsx"),
        city.walked.address("kpis_review_sheet"),
        city.walked.address("plans_plan_workbook"),
    ]
    contents = {address: fetch(superuser, address) for address in addresses}
    assert {
        address: found for address, content in contents.items() if (found := formulas_of_xlsx(content))
    } == {}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_lists_of_the_admin_as_files(city, superuser, kind):
    read = formulas_of_csv if kind == "csv" else formulas_of_xlsx
    query = f"?city={city.walked.small_city.city.pk}&format={kind}"
    contents = {key: fetch(superuser, city.walked.address(key) + query) for key in exports()}
    assert len(contents) > 5
    assert {key: found[:5] for key, content in contents.items() if (found := read(content))} == {}


def test_pdf(city):
    text = raw_text(fetch(Client(), report_address(city, "pdf")))
    for literal in ("<evil>", '#panic("evil")', "$evil^2$", "{{7|add:42}}{%evil%}"):
        assert squeezed(literal) in text, literal


def test_svg(city):
    for address in indicators(city, "indicator-chart"):
        tree = ElementTree.fromstring(fetch(Client(), address))  # noqa: S314 - our own file
        names = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert not names & {"evil", "script", "foreignObject", "img", "a"}
        assert not [
            name for element in tree.iter() for name in element.attrib if name.lower().startswith("on")
        ]


def test_json_html_and_zip(city):
    client = Client()
    found = json.loads(fetch(client, report_address(city, "json")))
    assert "<evil>" in json.dumps(found, ensure_ascii=False)
    page = fetch(client, report_address(city, "html")).decode()
    assert "<evil" not in page
    assert "<script" not in page
    with zipfile.ZipFile(io.BytesIO(fetch(client, report_address(city, "zip")))) as packed:
        names = packed.namelist()
        assert names
        assert all(re.fullmatch(r"[\w./-]+", name) and ".." not in name and name[0] != "/" for name in names)
        for name in names:
            if name.endswith(".csv"):
                assert formulas_of_csv(packed.read(name)) == []
            if name.endswith(".xlsx"):
                assert formulas_of_xlsx(packed.read(name)) == []


def test_mail(city, superuser, settings):
    """A line break in a name begins no header of its own, and does not keep the mail from being sent."""
    settings.MAIL_CONFIGURED = True
    get_user_model().objects.update(email="somebody@example.jp")
    small = city.walked.small_city
    Review.objects.filter(pk=small.review.pk).update(state="open")
    being_entered(small.plan)
    make_indicator(small.plan, "due", name=hostile(3, 200)).departments.add(small.section)
    superuser.post(city.walked.address("kpis_review_reminders"), {"send": "1"})
    assert mail.outbox
    for letter in mail.outbox:
        sent = letter.message()
        assert "Bcc" not in sent
        assert "\n" not in letter.subject
        assert sent.get_all("To") == ["somebody@example.jp"]


def test_logs(city, caplog):
    """A line of the log is one line: nobody writes a second one by what they ask for."""
    client = Client(raise_request_exception=False)
    with caplog.at_level("DEBUG"):
        client.get("/lost/%0d%0a2026-01-01 CRITICAL forged/")
        client.get("/", HTTP_HOST="evil\r\n2026-01-01 CRITICAL forged")
        client.get(
            "/search/", {"q": "x\r\n2026-01-01 CRITICAL forged"}, HTTP_USER_AGENT="x\r\nCRITICAL forged"
        )
        client.post("/admin/login/", {"username": "x\r\n2026-01-01 CRITICAL forged", "password": "y"})
    messages = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert messages
    assert [message for message in messages if re.search(r"[\r\n]\S*.*forged", message)] == []
