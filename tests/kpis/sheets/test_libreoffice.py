"""The sheet in LibreOffice: filled in and saved there it comes back in, and it prints on A4 landscape."""

import pytest

from tests.tools import ran, saved_by_libreoffice

from .sheets import ACTION, FORMS, SHARE, filled, refusals


@pytest.fixture
def convert(tmp_path):
    """Lets LibreOffice open a file and save it in another format."""

    def run(content: bytes, target: str, source: str = "sheet.xlsx"):
        path = tmp_path / source
        path.write_bytes(content)
        saved_by_libreoffice(tmp_path, path, target)
        return (tmp_path / "out" / source).with_suffix(f".{target.partition(':')[0]}")

    return run


def test_a_sheet_saved_by_libreoffice_comes_back_in(desk, sheet_city, convert):
    values = {
        (FORMS, "実績値"): 1200,
        (FORMS, "取組状況"): "窓口で\n案内した",
        (FORMS, "値の状態"): "速報値",
        (SHARE, "分子"): 30.5,
        (SHARE, "分母"): 122,
        (ACTION, "進み具合"): "遅れ",
    }
    content = convert(filled(desk.sheet(), values), "xlsx").read_bytes()
    answer = desk.upload(content)
    assert refusals(answer) == ""
    assert answer.context["run"].counts == {"new": 3, "changed": 0, "unchanged": 1, "refused": 0}
    desk.confirm(answer)
    row = sheet_city.forms.measurements.get(period="2025-Q1")
    assert (row.value, row.observation_status, row.progress_comment) == (1200, "P", "窓口で\n案内した")
    assert sheet_city.action.progress.get().status == "delayed"


def test_a_csv_that_libreoffice_made_of_the_csv_comes_back_in(desk, sheet_city, convert):
    lines = desk.csv().splitlines(keepends=True)
    header = lines[0].strip().split(",")
    row = lines[1].rstrip("\r\n").split(",")
    row[header.index("実績値")] = "1200"
    text = "".join([lines[0], ",".join(row) + "\r\n", *lines[2:]])
    content = convert(text.encode("utf-8-sig"), "ods", "sheet.csv").read_bytes()
    content = convert(content, "csv", "sheet.ods").read_bytes()
    answer = desk.upload(content, "sheet.csv")
    assert refusals(answer) == ""
    desk.confirm(answer)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 1200


def test_the_sheet_prints_on_a4_landscape(desk, convert):
    path = convert(desk.sheet(), "pdf")
    info = ran("pdfinfo", path).decode()
    size = next(line for line in info.splitlines() if line.startswith("Page size:"))
    assert "(A4)" in size
    assert size.split()[2] == "841.89"
    pages = next(line for line in info.splitlines() if line.startswith("Pages:"))
    assert pages.split()[1] == "3"  # help, indicators, actions: each fits one page in width
