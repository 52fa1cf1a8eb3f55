"""The public pages of the reports: what is shown is what was frozen."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import Report
from kpis.reports.document import Document
from kpis.reports.publishing import publish_correction
from tests.cities import EARLIER_QUARTER, REPORTED_QUARTER
from tests.factories import make_measurement

ROOT = "/kitayama/smart-plan/reports/"


@pytest.fixture
def published(report_city) -> Report:
    report_city.publish(EARLIER_QUARTER)
    return report_city.publish()


def read(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def words(html: str) -> str:
    """The page's text without spaces, as Japanese is read. Long pages: a real parser would take seconds for each."""
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


class TestList:
    def test_a_city_without_reports_says_so(self, client, report_city):
        assert "このポータルで公表した四半期報告は、まだありません。" in read(client, ROOT)

    def test_the_newest_comes_first_with_its_counts_and_files(self, client, published):
        page = read(client, ROOT)
        assert page.index(f"reports/{REPORTED_QUARTER}/") < page.index(f"reports/{EARLIER_QUARTER}/")
        for key in ("pdf", "xlsx", "zip"):
            assert f'href="{ROOT}{REPORTED_QUARTER}.{key}"' in page

    def test_a_corrected_report_stands_below_the_one_that_holds(self, client, report_city, published):
        report_city.revise(report_city.calls, value=36)
        publish_correction(report_city.review, by=report_city.user("manager"), reason="数え漏れ")
        page = read(client, ROOT)
        assert page.index(f'href="{ROOT}{REPORTED_QUARTER}/r2/"') < page.index("訂正する前の版")
        assert page.index("訂正する前の版") < page.index(f'href="{ROOT}{REPORTED_QUARTER}/"')

    def test_a_quarter_without_a_report_is_answered_with_the_list(self, client, published):
        page = read(client, f"{ROOT}2024-Q4/", 404)
        assert "令和6年度（2024年度）第4四半期の報告は公表されていません。" in page
        assert f'href="{ROOT}{REPORTED_QUARTER}/"' in page

    @pytest.mark.parametrize(
        "wrong", ["2024-Q5/", "2024/", "r2/", "2024-Q3/r0/", "2024-Q3.docx", "2024-Q4.pdf"]
    )
    def test_what_is_no_report_is_not_found(self, client, published, wrong):
        read(client, ROOT + wrong, 404)

    def test_an_unpublished_plans_reports_are_nobodys(self, client, report_city, published):
        report_city.plan.is_public = False
        report_city.plan.save()
        for rest in (
            "",
            f"{REPORTED_QUARTER}/",
            f"{REPORTED_QUARTER}.csv",
            f"{REPORTED_QUARTER}.pdf",
            "compare/",
        ):
            read(client, ROOT + rest, 404)


class TestReport:
    def test_every_number_and_sentence_of_the_snapshot_stands_on_the_page(self, client, mihon):
        for report in Report.objects.of_plan(mihon):
            document = Document.of_report(Report.objects.select_related("review").get(pk=report.pk))
            page = words(read(client, report.get_absolute_url()))
            wanted = [document.report["overall_comment"], document.report["label"], document.checksum]
            wanted += [text for _term, text in document.cover]
            for row in document.snapshot["indicators"]:
                wanted += [
                    row["label"],
                    row["verdict_label"],
                    row["expected_text"],
                    row["attainment_text"],
                    row["owner"],
                ]
                wanted += [
                    (row[name] or {}).get("text", "") for name in ("baseline", "target", "value", "previous")
                ]
                wanted.append((row["comments"] or {}).get("progress", ""))
            for row in document.exceptions:
                wanted += [row["sentence"], row["comments"]["issues"], row["comments"]["response"]]
            for row in document.snapshot["actions"]["rows"]:
                wanted += [row["label"], row["status_label"], row["comment"]]
            for row in document.snapshot["changes"]["rows"]:
                wanted += [row["label"], row["before"], row["after"], row["reason"]]
            missing = [
                text
                for text in wanted
                if "".join(text.replace("・", "").split()) not in page.replace("・", "")
            ]
            assert not missing, (report.key, missing)

    def test_what_is_corrected_afterwards_changes_nothing_on_the_page(self, client, report_city, published):
        before = read(client, f"{ROOT}{REPORTED_QUARTER}/")
        report_city.revise(report_city.calls, value=99)
        report_city.calls.name = "別の名前"
        report_city.calls.save()
        report_city.calls.targets.update(value=1)
        assert main_of(read(client, f"{ROOT}{REPORTED_QUARTER}/")) == main_of(before)

    def test_a_reader_who_comes_again_is_told_that_nothing_has_changed(self, client, published):
        answer = client.get(f"{ROOT}{REPORTED_QUARTER}.csv")
        again = client.get(f"{ROOT}{REPORTED_QUARTER}.csv", headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_the_first_report_leads_to_the_correction_and_back(self, client, report_city, published):
        report_city.revise(report_city.calls, value=36)
        publish_correction(report_city.review, by=report_city.user("manager"), reason="数え<b>漏れ</b>")
        first, second = (
            read(client, f"{ROOT}{REPORTED_QUARTER}/"),
            read(client, f"{ROOT}{REPORTED_QUARTER}/r2/"),
        )
        assert "この報告には訂正版があります。" in first
        assert f'href="{ROOT}{REPORTED_QUARTER}/r2/"' in first
        assert "数え&lt;b&gt;漏れ&lt;/b&gt;" in second
        assert f'href="{ROOT}{REPORTED_QUARTER}/"' in second
        assert "この報告には訂正版があります。" not in second
        assert client.get(f"{ROOT}{REPORTED_QUARTER}/r1/")["Location"] == f"{ROOT}{REPORTED_QUARTER}/"

    def test_comments_are_text_and_never_markup(self, client, report_city):
        row = make_measurement(report_city.calls, "2024-Q4", 37)
        row.delete()
        report_city.calls.measurements.filter(period=REPORTED_QUARTER).update(
            progress_comment="<script>alert(1)</script> & 𠮷野家 髙橋 😀\n2行目", owner_name="髙𠮷課"
        )
        report_city.publish()
        page = read(client, f"{ROOT}{REPORTED_QUARTER}/")
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 𠮷野家 髙橋 😀<br>2行目" in page
        assert "<script>alert" not in page
        assert "髙𠮷課" in page

    def test_the_page_is_made_once_and_asks_the_same_few_questions_afterwards(self, client, mihon):
        address = Report.objects.of_plan(mihon).first().get_absolute_url()
        read(client, address)
        with CaptureQueriesContext(connection) as asked:
            read(client, address)
        assert len(asked) == 6

    def test_files_have_names_and_types_of_their_own(self, client, published):
        types = {
            "csv": "text/csv; charset=utf-8",
            "actions.csv": "text/csv; charset=utf-8",
            "json": "application/json",
        }
        for key, kind in types.items():
            answer = client.get(f"{ROOT}{REPORTED_QUARTER}.{key}")
            assert answer["Content-Type"] == kind
            assert (
                answer["Content-Disposition"]
                == f'attachment; filename="kitayama-smart-plan-{REPORTED_QUARTER}.{key}"'
            )
        assert client.get(f"{ROOT}{REPORTED_QUARTER}.json").content.decode() == published.content

    def test_a_file_needs_no_other_and_says_what_it_is(self, client, mihon):
        report = Report.objects.of_plan(mihon).first()
        html = client.get(f"{report.get_absolute_url()[:-1]}.html").content.decode()
        assert "サンプル" in html
        assert not re.search(r"<(link|script|img)|url\((?!#)|@import|href=\"[^#]", html)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


class TestComparison:
    def test_without_a_wish_the_last_two_quarters_are_compared(self, client, published):
        page = words(read(client, f"{ROOT}compare/"))
        assert "申請の件数3030" not in page
        assert "オンラインの割合59.0%令和6年度第2四半期順調59.1%令和6年度第3四半期やや遅れ" in page
        assert "判定が下がった指標" in page

    def test_any_two_are_compared_the_older_first(self, client, report_city, published):
        report_city.revise(report_city.calls, value=36)
        publish_correction(report_city.review, by=report_city.user("manager"), reason="数え漏れ")
        one = words(read(client, f"{ROOT}compare/?from={REPORTED_QUARTER}&to={REPORTED_QUARTER}-r2"))
        other = words(read(client, f"{ROOT}compare/?from={REPORTED_QUARTER}-r2&to={REPORTED_QUARTER}"))
        assert "第3四半期の値" in one
        assert one.count("やや遅れ") == other.count("やや遅れ")
        assert "申請の件数35件" in one or "申請の件数35" in one

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("?from=2030-Q1", "「2030-Q1」の報告はありません。"),
            ("?from=<b>", "「&lt;b&gt;」の報告はありません。"),
            (f"?from={REPORTED_QUARTER}&to={REPORTED_QUARTER}", "同じ報告が2つ選ばれています。"),
        ],
    )
    def test_what_cannot_be_compared_is_told(self, client, published, query, sentence):
        assert sentence in read(client, f"{ROOT}compare/{query}")

    def test_one_report_is_not_enough(self, client, report_city):
        report_city.publish()
        assert "公表した報告が2つ以上必要です。" in read(client, f"{ROOT}compare/")


def test_a_chosen_quarter_leads_to_what_was_published_of_it(client, mihon):
    report = Report.objects.of_plan(mihon).first()
    for name in ("overview", "scorecard"):
        address = reverse(name, args=mihon.natural_key())
        assert f'href="{report.get_absolute_url()}"' in read(client, f"{address}?at={report.review.period}")
    assert "公表したときの報告を見る" not in read(client, reverse("scorecard", args=mihon.natural_key()))
