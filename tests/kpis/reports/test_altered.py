"""A published report whose content is another one is named, not served: on every page, in every format, to staff."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kpis.models import Report, ReportFile
from kpis.public.reports import file_url
from kpis.reports.formats import FORMATS, PAGE, ZIP, file_of, page_of
from kpis.reports.publishing import draft, publish_correction
from kpis.staff.desk import desk
from kpis.workflow.locking import Refused
from plans.ledger.revising import marked
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER
from tests.kpis.reports.snapshots import entry
from tests.reading import Page

pytestmark = pytest.mark.django_db
ROOT = "/kitayama/smart-plan/reports/"
SENTENCE = "の報告は、保存されている内容が公表したときと違うため、表示していません。"
COMMENT = "書きかえた総括"


@pytest.fixture
def report(report_city) -> Report:
    """The newer of two; page and files are kept already."""
    report_city.publish(EARLIER_QUARTER)
    found = report_city.publish()
    page_of(found)
    for key in ("csv", "json"):
        file_of(found, key)
    return found


def alter(report: Report, text: str | None = None) -> None:
    """Past the portal, as with a tool of the database."""
    if text is None:
        snapshot = json.loads(report.content)
        snapshot["report"]["overall_comment"] = COMMENT
        text = json.dumps(snapshot, ensure_ascii=False)
    with marked(0):
        Report.objects.filter(pk=report.pk).update(content=text)


def damage(report: Report) -> None:
    """As a failing disk does: no text any more on SQLite, no JSON on PostgreSQL, which keeps nothing else as text."""
    broken = "CAST(x'7bff22' AS TEXT)" if connection.vendor == "sqlite" else "'{'"
    with marked(0), connection.cursor() as cursor:
        cursor.execute(f"UPDATE kpis_report SET content = {broken} WHERE id = %s", [report.pk])  # noqa: S608


@pytest.fixture(params=[alter, damage])
def altered(request, report) -> Report:
    request.param(report)
    return report


class TestPublic:
    def test_no_page_and_no_format_of_it_is_served(self, client, altered):
        addresses = [file_url(altered, key) for key in (*FORMATS, ZIP)]
        addresses += [f"{ROOT}{REPORTED_QUARTER}/", f"{ROOT}compare/"]
        for address in addresses:
            answer = client.get(address)
            page = answer.content.decode()
            assert answer.status_code == 503, address
            assert SENTENCE in page, address
            assert COMMENT not in page, address
            assert answer["Cache-Control"] == "no-store"

    @pytest.fixture
    def newest(self, report_city, report) -> Report:
        """A third, altered: the correction of the newer one."""
        report_city.revise(report_city.calls, value=36)
        found = publish_correction(report_city.review, by=report_city.user("manager"), reason="数え漏れ")
        alter(found)
        return found

    def test_the_sound_ones_are_compared_and_the_altered_one_is_named(self, client, report, newest):
        answer = client.get(f"{ROOT}compare/")
        page = Page("compare", answer)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        addresses = [f"{ROOT}{EARLIER_QUARTER}/", report.get_absolute_url()]
        assert [link for link in page.links if link in addresses] == addresses
        assert f"{newest.label}{SENTENCE}" in page.text
        assert newest.key not in [option.get("value") for option in page.all("option")]

    def test_asked_for_it_is_named_beside_the_choice_of_the_others(self, client, report, newest):
        answer = client.get(f"{ROOT}compare/?from={EARLIER_QUARTER}&to={newest.key}")
        page = Page("compare", answer)
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert f"{newest.label}{SENTENCE}" in page.text
        assert {report.key, EARLIER_QUARTER} == {option.get("value") for option in page.all("option")}
        assert report.get_absolute_url() not in page.links

    def test_who_has_it_already_is_not_told_that_it_is_the_same(self, client, altered):
        tag = f'"{altered.checksum}-csv"'
        assert client.get(file_url(altered, "csv"), headers={"If-None-Match": tag}).status_code == 503

    def test_the_list_names_it_without_files_and_the_others_are_served(self, client, altered):
        page = client.get(ROOT).content.decode()
        assert "保存されている内容が公表したときと違うため、表示していません" in page
        assert f"{REPORTED_QUARTER}.pdf" not in page
        assert f"{EARLIER_QUARTER}.pdf" in page
        assert client.get(f"{ROOT}{EARLIER_QUARTER}/").status_code == 200
        assert client.get(f"{ROOT}{EARLIER_QUARTER}.csv").status_code == 200
        assert client.get("/kitayama/smart-plan/").status_code == 200

    def test_put_back_it_is_served_again(self, client, report):
        alter(report)
        alter(report, report.content)
        assert client.get(f"{ROOT}{REPORTED_QUARTER}/").status_code == 200

    def test_to_serve_a_page_the_content_is_not_fetched(self, client, report, django_assert_max_num_queries):
        address = f"{ROOT}{REPORTED_QUARTER}/"
        client.get(address)
        with django_assert_max_num_queries(20) as asked:
            client.get(address)
        assert not [query for query in asked if '"kpis_report"."content", "' in query["sql"]]


class TestStaff:
    def test_the_manager_is_told_on_the_first_page_and_nobody_else(self, report_city, altered):
        def sections(name: str) -> dict:
            return {section.id: section for section in desk(report_city.user(name)).sections}

        assert REPORTED_QUARTER[:4] in sections("manager")["altered"].items[0].text
        assert "altered" not in sections("editor")

    def test_nothing_is_told_while_all_is_well(self, report_city, report):
        assert "altered" not in {section.id for section in desk(report_city.user("manager")).sections}

    def test_the_room_says_so_and_no_correction_is_built_on_it(self, client, report_city, altered):
        client.force_login(report_city.user("manager"))
        page = client.get(reverse("admin:kpis_review_report", args=[altered.review_id]))
        assert page.status_code == 200
        assert "市民には表示していません" in page.content.decode()
        with pytest.raises(Refused, match="もとに戻してから"):
            publish_correction(report_city.review, by=report_city.user("manager"), reason="数え漏れ")

    def test_a_draft_compares_with_the_last_report_that_is_intact(self, report_city, report):
        earlier = Report.objects.get(review__plan=report.review.plan, review__period=EARLIER_QUARTER)
        assert draft(report.review.plan, report.review)["changes"]["against"]["checksum"] == earlier.checksum
        damage(earlier)
        against = draft(report.review.plan, report.review)["changes"]["against"]
        assert against is None or not against["is_published"]

    def test_it_is_not_written_to_a_file_either(self, altered, tmp_path):
        with pytest.raises(CommandError, match=r"公表したときと違うため.*verify_reports"):
            call_command(
                "export_report", "kitayama/smart-plan", REPORTED_QUARTER, output=str(tmp_path / "r.csv")
            )
        assert not list(tmp_path.iterdir())


class TestCommand:
    def said(self, capsys, *args) -> str:
        with pytest.raises(CommandError, match="公表したときと違う報告があります") as error:
            call_command("verify_reports", *args)
        assert error.value.returncode == 1
        return capsys.readouterr().out

    def test_all_is_well(self, report, capsys):
        call_command("verify_reports")
        assert (
            f"公表した報告 {Report.objects.count()}件は、どれも公表したときのままです。"
            in capsys.readouterr().out
        )

    def test_it_names_report_and_plan(self, altered, capsys):
        said = self.said(capsys)
        assert f"kitayama/smart-plan {altered.label}（{REPORTED_QUARTER}）: 内容のSHA-256が" in said
        assert altered.checksum[:12] in said
        assert EARLIER_QUARTER not in said
        assert "バックアップから戻してください" in said

    def test_it_says_what_differs_where_the_original_is_still_kept(self, report, capsys):
        with_value = json.loads(report.content)
        code = with_value["indicators"][0]["code"]
        with_value["indicators"][0]["name"] = "別の名前"
        name = entry(report, code)["name"]
        file_of(report, ZIP)
        alter(report, json.dumps(with_value, ensure_ascii=False))
        assert f'indicators[{code}].name: 公表 "{name}"、今 "別の名前"' in self.said(capsys)

    def test_what_stands_beside_the_content_is_compared_too(self, report, capsys):
        with marked(0):
            Report.objects.filter(pk=report.pk).update(rule_version=report.rule_version + 7)
        assert f"「rule_version」が内容と違います（{report.rule_version + 7}" in self.said(capsys)

    def test_and_the_day_of_publication_and_the_counts(self, report, capsys):
        counts = report.counts | {"rated": report.counts["rated"] + 1}
        with marked(0):
            Report.objects.filter(pk=report.pk).update(
                counts=counts, published_at=report.published_at - timedelta(days=400)
            )
        said = self.said(capsys)
        day = timezone.localdate(report.published_at)
        assert (
            f'「published_at」が内容と違います（"{day - timedelta(days=400)}"、内容では "{day}"）。' in said
        )
        assert (
            f"「counts.rated」が内容と違います（{counts['rated']}、内容では {report.counts['rated']}）。"
            in said
        )

    def test_and_the_files_that_are_kept(self, report, capsys):
        file_of(report, ZIP)
        ReportFile.objects.filter(report=report, format="csv").update(content=b"x")
        said = self.said(capsys)
        assert "作り置きの csv が壊れています" in said
        assert "作り置きの csv が、zipの中の同じファイルと違います" not in said, "said once"

    def test_and_a_file_that_was_exchanged_for_another(self, report, capsys):
        file_of(report, ZIP)
        other = ReportFile.objects.get(report=report, format="csv")
        other.content = b"x"
        other.save()
        assert "作り置きの csv が、zipの中の同じファイルと違います" in self.said(capsys)

    def test_files_that_are_damaged_or_missing_are_made_anew_on_demand(self, report, capsys):
        whole = file_of(report, ZIP)
        files = ReportFile.objects.filter(report=report)
        before = dict(files.exclude(format=PAGE).values_list("format", "checksum"))
        files.filter(format="csv").update(content=b"x")
        files.filter(format="html").delete()
        call_command("verify_reports", "kitayama/smart-plan", renew=True)
        assert dict(files.exclude(format=PAGE).values_list("format", "checksum")) == before
        assert file_of(report, ZIP) == whole
        call_command("verify_reports", "kitayama/smart-plan")
        assert "作り置きのないファイル" not in capsys.readouterr().out

    def test_of_one_plan(self, altered, capsys):
        call_command("verify_reports", "mihon/dx-plan")
        capsys.readouterr()
        assert "kitayama/smart-plan" in self.said(capsys, "kitayama/smart-plan")
        with pytest.raises(CommandError, match="公表した報告はありません"):
            call_command("verify_reports", "kitayama/none")
