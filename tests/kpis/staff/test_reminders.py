"""The page of reminders: who is reminded of what, the button that sends, the list to print."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail as outbox
from django.utils import timezone

from kpis.models import Reminder
from tests.cities import PERIOD

pytestmark = pytest.mark.django_db


def said(response) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


@pytest.mark.parametrize(("name", "code"), [("editor", 403), ("approver", 403), ("foreign", 404)])
def test_only_the_citys_manager_opens_the_page(sign_in, bureau_city, mail, name, code):
    client = sign_in(name)
    assert client.get(bureau_city.reminders).status_code == code
    assert client.post(bureau_city.reminders, {"send": "1"}).status_code == code
    assert outbox.outbox == []


def test_the_page_lists_people_addresses_and_what_nobody_is_in_charge_of(
    sign_in, bureau_city, mail, colleague
):
    text = sign_in("manager").get(bureau_city.reminders).content.decode()
    for words in (
        "editor@example.jp",
        "メールなし",
        "まだ督促していません",
        "入力2件<",
        "システムの管理者に、担当者の役割の登録を依頼してください。",
        "担当する人がいないもの",
        "メールで督促する（1人）",
        "印刷した一覧を配ったと記録する（1人）",
    ):
        assert words in text
    assert "道路の点検（土木局・未入力）" in text
    assert "0件" not in text
    assert text.index('name="send"') < text.index("paper-sheet") < text.index('name="printed"')


def test_the_printed_list_has_a_sheet_for_each_department_with_its_people_and_boxes(
    sign_in, bureau_city, mail
):
    bureau_city.value(bureau_city.first, "submitted")
    text = sign_in("manager").get(bureau_city.reminders).content.decode()
    sheets = text.split('class="paper paper-sheet"')[1:]
    assert len(sheets) == 3
    section = next(sheet for sheet in sheets if "窓口課" in sheet)
    assert "入力担当: editor" in section and "承認者: approver" in section
    assert section.count("☐") == 2
    works = next(sheet for sheet in sheets if "土木局" in sheet)
    assert "なし（担当する人がいません）" in works


def test_the_button_sends_with_links_to_the_site(sign_in, bureau_city, mail):
    answer = sign_in("manager").post(bureau_city.reminders, {"send": "1"}, follow=True)
    assert "1人にメールを送りました。" in said(answer)
    assert f"https://dx.example.jp/admin/kpis/review/{bureau_city.review.pk}/entry/" in outbox.outbox[0].body
    text = answer.content.decode()
    assert "メールで督促する" not in text
    assert "前回" in text and "から）" in text


def test_without_a_configured_address_links_take_the_requests_host(sign_in, bureau_city, mail, settings):
    settings.SITE_URL = ""
    sign_in("manager").post(bureau_city.reminders, {"send": "1"})
    assert f"http://testserver/admin/kpis/review/{bureau_city.review.pk}/entry/" in outbox.outbox[0].body


def test_without_mail_the_page_offers_the_printed_list_only(sign_in, bureau_city, settings):
    settings.MAIL_CONFIGURED = False
    client = sign_in("manager")
    text = client.get(bureau_city.reminders).content.decode()
    assert "メールの設定がありません" in text
    assert 'name="send"' not in text and 'name="printed"' in text
    assert "メールの設定がないので送れません" in said(
        client.post(bureau_city.reminders, {"send": "1"}, follow=True)
    )


def test_handing_out_the_printed_list_is_recorded_for_those_whom_no_mail_reaches(
    sign_in, bureau_city, mail, colleague
):
    answer = sign_in("manager").post(bureau_city.reminders, {"printed": "1"}, follow=True)
    assert "1人に一覧を配ったと記録しました。" in said(answer)
    row = Reminder.objects.get()
    assert (row.user, row.sent_by) == (colleague, bureau_city.user("manager"))
    assert timezone.now() - row.sent_at < timedelta(minutes=5)
    sign_in("manager").post(bureau_city.reminders, {"printed": "1"})
    assert Reminder.objects.count() == 1


def test_a_review_with_nothing_open_has_nobody_to_remind(sign_in, bureau_city, mail):
    bureau_city.answer_all()
    bureau_city.action.progress.create(period=PERIOD, status="as-planned", state="approved")
    text = sign_in("manager").get(bureau_city.reminders).content.decode()
    assert "督促するものはありません。" in text
    assert 'name="send"' not in text and "paper-sheet" not in text
