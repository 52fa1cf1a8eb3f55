"""The workbook in the admin: who may download and upload what, the preview, the confirmation."""

import re
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpis.models import Measurement
from plans.models import Municipality, Plan
from plans.uploads import MAX_UPLOAD
from plans.workbook.limits import in_mb
from plans.workbook_views import WEB_LIMITS
from tests.factories import make_city, make_goal, make_indicator, make_measurement, make_member, make_plan

from .books import book, cells_of, columns_of, edited, exported, filled, forgetful, template

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/plans/plan/workbook/"
TEMPLATE = "/admin/plans/plan/workbook/template/"
SKIPPED = (
    "実績値・取組の進み具合・四半期レビュー・自己評価のシートは読み込みません（四半期の入力で登録します）。"
)


@pytest.fixture
def manager(manager, client):
    """Signed in."""
    client.force_login(manager)
    return manager


def download(plan: Plan) -> str:
    return f"/admin/plans/plan/{plan.pk}/workbook/"


def upload(client, content: bytes, name: str = "計画.xlsx"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def errors(response) -> list[str]:
    return list(response.context["form"].errors.get("file", []))


def confirm(client, response):
    """Press the button of the preview."""
    [content] = re.findall(r'name="content" value="([^"]+)"', response.content.decode())
    return client.post(UPLOAD, {"content": content})


def renamed(plan: Plan, title: str = "新しい題名") -> bytes:
    """The plan's workbook with another title of the plan."""
    content = exported(plan)
    return edited(content, {"計画": {f"{columns_of(content, '計画')['title']}3": title}})


def test_the_manager_downloads_changes_confirms(plan, manager, client):
    make_goal(plan, "1", title="前")
    response = client.get(download(plan))
    assert response["Content-Disposition"] == 'attachment; filename="kitayama-smart-plan.xlsx"'
    content = response.content
    column = columns_of(content, "目標")["title"]
    preview = upload(client, edited(content, {"目標": {f"{column}3": "後"}}))
    text = preview.content.decode()
    assert "「スマート計画」の計画ブックの内容を確かめる" in text
    assert "登録済みの計画「スマート計画」（北山市）を書きかえます" in text
    cells = [f"「目標」シート {column}3", "1 後", "題名", "前", "後"]
    shown = re.findall(r"<t[hd][^>]*>\s*(.*?)\s*</t[hd]>", text.split("変わる行</h2>")[1], re.DOTALL)
    assert shown[5:10] == cells
    assert plan.goals.get().title == "前"
    response = confirm(client, preview)
    assert response["Location"] == reverse("admin:plans_plan_change", args=[plan.pk])
    assert plan.goals.get().title == "後"
    assert "新規 0件、変更 1件" in LogEntry.objects.get(user=manager).change_message


def test_an_unchanged_workbook_offers_nothing_to_confirm(plan, manager, client):
    preview = upload(client, exported(plan))
    assert "登録済みの内容と同じです" in preview.content.decode()
    assert 'name="content"' not in preview.content.decode()


def test_mistakes_stand_at_the_file_field(plan, manager, client):
    response = upload(client, renamed(plan, "長" * 201))
    [sentence] = errors(response)
    assert sentence.startswith("「計画」シート ")
    text = response.content.decode()
    assert 'aria-invalid="true"' in text
    assert re.search(r'aria-describedby="[^"]*id_file_error', text)
    assert 'id="id_file_error"' in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "PDF"),
        (book(lambda sheet: sheet.cell(1_048_576, 16_384, 1)), "XFD1048576"),
        (book(lambda sheet: sheet.append(["=1+1"])), "A1に数式"),
        (book(), "計画ブックではありません"),
        (b"\0" * 3_000_000, "大きすぎます"),
    ],
)
def test_a_bad_file_is_refused_in_words(manager, client, content, words):
    assert words in " ".join(errors(upload(client, content)))


def test_without_a_file_one_is_asked_for(manager, client):
    assert errors(client.post(UPLOAD, {})) == ["ファイルを選んでください。"]
    assert "空です" in errors(upload(client, b""))[0]


def test_a_file_that_fits_is_not_too_large_for_its_confirmation(settings):
    limit = WEB_LIMITS.max_bytes
    assert 1_000_000 < limit * 4 / 3 + 10_000 < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize("size", [WEB_LIMITS.max_bytes + 1, 3_000_000, MAX_UPLOAD + 1])
def test_the_size_refused_and_the_size_promised_are_the_same(manager, client, size):
    limit = f"{in_mb(WEB_LIMITS.max_bytes)} MBまで読み込めます"
    assert limit in client.get(UPLOAD).content.decode()
    [sentence] = errors(upload(client, b"\0" * size))
    assert sentence.startswith("ファイルが大きすぎます")
    assert limit in sentence


class TestConfirmation:
    def test_what_another_previewed_cannot_be_confirmed(self, plan, manager, client, django_user_model):
        preview = upload(client, renamed(plan))
        client.force_login(make_member(plan.municipality, "manager", "suzuki"))
        assert "もう一度ファイルを選んで" in errors(confirm(client, preview))[0]
        assert Plan.objects.get(pk=plan.pk).title == "スマート計画"

    def test_what_was_tampered_with_is_refused(self, plan, manager, client):
        response = client.post(UPLOAD, {"content": "aaaa.bbbb:1:cccc"})
        assert "もう一度ファイルを選んで" in errors(response)[0]

    def test_a_change_meanwhile_is_shown_before_anything_is_saved(self, plan, manager, client):
        make_goal(plan, "1", title="前")
        content = renamed(plan)
        preview = upload(client, content)
        Plan.objects.filter(pk=plan.pk).update(title="ほかの人が直した")
        again = confirm(client, preview)
        assert "登録済みの内容が変わりました" in again.content.decode()
        assert "取り出した後に、このポータルでも直しました" in again.content.decode()
        assert Plan.objects.get(pk=plan.pk).title == "ほかの人が直した"
        confirm(client, again)
        assert Plan.objects.get(pk=plan.pk).title == "新しい題名"

    def test_who_lost_the_right_meanwhile_is_refused(self, plan, manager, client):
        preview = upload(client, renamed(plan))
        manager.memberships.all().delete()
        assert confirm(client, preview).status_code == 403


class TestRights:
    @pytest.mark.parametrize("role", ["editor", "approver", "manager"])
    def test_every_role_of_the_city_downloads(self, plan, client, role):
        client.force_login(make_member(plan.municipality, role))
        assert client.get(download(plan)).status_code == 200

    @pytest.mark.parametrize("role", ["editor", "approver", "manager"])
    def test_another_citys_plan_is_not_found(self, plan, client, role):
        client.force_login(make_member(make_city("minami"), role))
        assert client.get(download(plan)).status_code == 404

    @pytest.mark.parametrize("role", ["editor", "approver"])
    def test_only_managers_upload(self, plan, client, role):
        client.force_login(make_member(plan.municipality, role))
        assert client.get(UPLOAD).status_code == 403
        assert client.get(TEMPLATE).status_code == 403
        assert upload(client, renamed(plan)).status_code == 403

    def test_visitors_are_sent_to_sign_in(self, plan, client):
        for address in (download(plan), UPLOAD, TEMPLATE):
            assert client.get(address).status_code == 302

    def test_a_manager_cannot_change_another_citys_plan(self, plan, client):
        client.force_login(make_member(make_city("minami"), "manager"))
        [sentence] = errors(upload(client, renamed(plan)))
        assert "「kitayama」の計画を変える権限がありません" in sentence
        assert Plan.objects.get(pk=plan.pk).title == "スマート計画"

    def test_a_manager_makes_a_new_plan_in_the_own_city(self, plan, manager, client):
        content = edited(exported(plan), {"計画": {"A3": "second"}})
        preview = upload(client, content)
        assert "新しい計画「スマート計画」を登録します（アドレス名 second）" in preview.content.decode()
        confirm(client, preview)
        assert plan.municipality.plans.count() == 2

    def test_a_new_city_takes_a_superuser(self, plan, manager, client, admin_client):
        content = filled(
            template(),
            {
                "市区町村": [{"slug": "nishi", "name": "西市", "is_fictional": "はい"}],
                "計画": [{"slug": "a", "title": "計画"}],
            },
        )
        assert "システムの管理者だけです" in errors(upload(client, content))[0]
        assert not Municipality.objects.filter(slug="nishi").exists()
        preview = upload(admin_client, content)
        text = preview.content.decode()
        assert "新しい市区町村「西市」と、その計画「計画」を登録します（アドレス名 nishi/a）" in text
        assert '<span class="chip chip-warn">サンプル</span>' in text
        confirm(admin_client, preview)
        assert Municipality.objects.get(slug="nishi").plans.count() == 1

    def test_the_template_says_nothing_of_any_plan(self, plan, manager, client):
        assert cells_of(client.get(TEMPLATE).content) == cells_of(template())


class TestReports:
    """Values go the way of a quarter: entry, approval, history. A workbook does not lead past it."""

    @pytest.fixture
    def value(self, plan):
        return make_measurement(make_indicator(plan, "1"), "2024-Q1", 5)

    def changed(self, plan) -> bytes:
        content = exported(plan)
        return edited(content, {"実績値": {f"{columns_of(content, '実績値')['value']}3": 6}})

    def test_a_stale_workbook_brings_its_changes_and_leaves_values_alone(self, plan, value, manager, client):
        content = renamed(plan)
        Measurement.objects.filter(pk=value.pk).update(value=7)
        make_measurement(value.indicator, "2024-Q2", 8)
        preview = upload(client, content)
        assert SKIPPED in preview.content.decode()
        confirm(client, preview)
        assert Plan.objects.get(pk=plan.pk).title == "新しい題名"
        stored = Measurement.objects.filter(indicator=value.indicator).order_by("period")
        assert [row.value for row in stored] == [7, 8]

    @pytest.mark.parametrize("who", ["manager", "superuser"])
    def test_nobody_changes_or_adds_a_value_of_a_stored_plan(self, plan, value, who, client, admin_client):
        client.force_login(make_member(plan.municipality, "manager"))
        browser = admin_client if who == "superuser" else client
        for content in (self.changed(plan), exported(plan)):
            text = upload(browser, content).content.decode()
            assert SKIPPED in text
            assert "登録済みの内容と同じです" in text
            Measurement.objects.filter(indicator__plan=plan).delete()

    def test_a_new_plan_brings_its_values_along_for_a_superuser_only(
        self, plan, value, manager, client, admin_client
    ):
        content = edited(exported(plan), {"計画": {"A3": "second"}})
        client.force_login(manager)
        [sentence] = errors(upload(client, content))
        assert "「smart-plan」が「second」に変わっているので、別の計画とみなします" in sentence
        [sentence] = errors(upload(client, forgetful(content)))
        assert "（1件: 「実績値」シート 3行目）。実績値は四半期の入力で登録してください。" in sentence
        preview = upload(admin_client, content)
        assert SKIPPED not in preview.content.decode()
        confirm(admin_client, preview)
        assert Measurement.objects.get(indicator__plan__slug="second").value == 5

    def test_nothing_is_said_of_values_where_the_workbook_has_none(self, plan, manager, client):
        assert SKIPPED not in upload(client, renamed(plan)).content.decode()

    def test_a_download_holds_no_drafts_of_other_departments(self, plan, value, client):
        make_measurement(value.indicator, "2024-Q2", 7, state="draft", progress_comment="まだ秘密")
        department = plan.municipality.departments.create(code="x", name="別の課")
        client.force_login(make_member(plan.municipality, "editor", department=department))
        assert "まだ秘密" not in str(cells_of(client.get(download(plan)).content))


def test_the_plans_pages_lead_to_the_workbook(plan, manager, client):
    assert download(plan) in client.get(f"/admin/plans/plan/{plan.pk}/change/").content.decode()
    assert UPLOAD in client.get("/admin/plans/plan/").content.decode()
    client.force_login(make_member(plan.municipality, "editor", "sato"))
    assert UPLOAD not in client.get("/admin/plans/plan/").content.decode()


def test_the_download_of_a_fictional_city_says_so_in_its_name(mihon, admin_client):
    assert "sample" in admin_client.get(download(mihon))["Content-Disposition"]


def test_a_text_too_long_for_a_cell_is_named_instead_of_cut(plan, manager, client):
    make_goal(plan, "1", summary="長" * 40_000)
    response = client.get(download(plan), follow=True)
    assert "Excelのセルに入らない長さの文章" in response.content.decode()


def test_the_page_loads_nothing_from_elsewhere_and_has_no_inline_script(manager, client):
    text = client.get(UPLOAD).content.decode()
    assert not re.search(r"<style|style=|onclick|https?://(?!www\.w3)", text.split("<main")[-1])
    assert BytesIO(client.get(TEMPLATE).content).read(2) == b"PK"


def test_other_plans_of_the_city_stay_untouched(plan, manager, client):
    other = make_plan(plan.municipality, "other", title="別の計画")
    make_goal(other, "1")
    confirm(client, upload(client, renamed(plan)))
    other.refresh_from_db()
    assert (other.title, other.goals.count()) == ("別の計画", 1)
