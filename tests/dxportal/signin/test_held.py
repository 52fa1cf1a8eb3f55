"""What was typed is not lost when the session has ended."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import timezone

from dxportal.signin.held_input import keeps_input
from dxportal.urls import urlpatterns as portal
from plans.models import Membership

from .conftest import PASSWORD, SIGN_IN

pytestmark = pytest.mark.django_db

TYPED = {
    "row-1-value": "1,234",
    "row-1-comment": '一行目\r\n"二行目" <b>&amp;',
    "row-2-comment": "",
    "choice": ["a", "b"],
    "submit": "1",
}
ENTRY = "/admin/kpis/review/7/entry-of-the-test/"
OUR_ORIGIN = {"Origin": "http://testserver"}


refusing: dict[str, type[Exception]] = {}  # what the page refuses a POST with


@keeps_input
def entry(request):
    """Stands for the entry grid: says what arrived."""
    if refusing and request.method == "POST":
        raise refusing["with"]
    kept = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    return HttpResponse(f"{get_token(request)} {kept!r}")


def _admin(request, *args):
    return admin.site.admin_view(entry)(request, *args)


urlpatterns = [path(ENTRY.lstrip("/"), _admin), *portal]
here = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture(autouse=True)
def _with_the_entry_page():
    with here:
        yield


def token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def fields_of(page):
    """The form of the held page, as a browser would send it."""
    form = re.search(r"<form[^>]*data-held>(.*?)</form>", page, re.DOTALL)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[1]):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def sign_in_elsewhere(browser):
    """In a new tab of the same browser; the CSRF token is a new one afterwards."""
    token = token_of(browser.get(SIGN_IN).content.decode())
    posted = {"username": "tanaka", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert browser.post(SIGN_IN, posted).status_code == 302


@pytest.fixture
def opened(browser, member):
    """The token of an entry page that a signed-in person has opened; then the session has ended."""
    sign_in_elsewhere(browser)
    token = browser.get(ENTRY).content.decode().split()[0]
    del browser.cookies["sessionid"]
    return token


def test_expired_post_is_held_and_after_signing_in_it_arrives_as_it_was_typed(browser, opened):
    answer = browser.post(ENTRY, TYPED | {"csrfmiddlewaretoken": opened}, headers=OUR_ORIGIN)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "no-store" in answer["Cache-Control"]
    assert "サインインの時間が切れました。入力した内容はこの画面に残っています。" in page
    assert re.search(r'href="/admin/login/" target="_blank" rel="noopener"', page)
    assert f'action="{ENTRY}"' in page

    sign_in_elsewhere(browser)
    # Without script the page still has the token from before the sign-in: one more press of the button.
    again = browser.post(ENTRY, fields_of(page), headers=OUR_ORIGIN)
    page = again.content.decode()
    assert again.status_code == 403
    assert "もう一度だけ確認します" in page
    arrived = browser.post(ENTRY, fields_of(page), headers=OUR_ORIGIN)
    assert arrived.status_code == 200
    expected = {name: value if isinstance(value, list) else [value] for name, value in TYPED.items()}
    assert arrived.content.decode().split(" ", 1)[1] == repr(expected)


def test_with_the_token_of_the_cookie_as_the_script_takes_it_one_press_is_enough(browser, opened):
    page = browser.post(ENTRY, TYPED | {"csrfmiddlewaretoken": opened}, headers=OUR_ORIGIN).content.decode()
    sign_in_elsewhere(browser)
    posted = fields_of(page) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert browser.post(ENTRY, posted, headers=OUR_ORIGIN).status_code == 200


def test_a_get_without_session_goes_to_the_sign_in_as_ever(browser):
    assert browser.get(ENTRY)["Location"] == f"{SIGN_IN}?next={ENTRY}"


def test_what_is_typed_returns_as_text_and_never_as_markup(browser, opened):
    posted = {"csrfmiddlewaretoken": opened, "x": '"><script>alert(1)</script>', '"><b>': "1"}
    page = browser.post(ENTRY, posted, headers=OUR_ORIGIN).content.decode()
    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_passwords_and_the_old_token_are_not_carried(browser, opened):
    posted = {"csrfmiddlewaretoken": opened, "new_password1": "secret-secret", "a": "1"}
    page = browser.post(ENTRY, posted, headers=OUR_ORIGIN).content.decode()
    assert "secret-secret" not in page
    assert set(fields_of(page)) == {"csrfmiddlewaretoken", "a"}
    assert opened not in page


def test_a_file_cannot_be_kept_and_the_page_says_so(browser, opened, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("x")
    with file.open("rb") as content:
        answer = browser.post(
            ENTRY, {"csrfmiddlewaretoken": opened, "f": content, "a": "1"}, headers=OUR_ORIGIN
        )
    assert "選んだファイルだけは残せません" in answer.content.decode()
    assert set(fields_of(answer.content.decode())) == {"csrfmiddlewaretoken", "a"}


def test_a_fetch_gets_401_and_a_sentence(browser, opened):
    headers = OUR_ORIGIN | {"X-Fragment": "grid"}
    answer = browser.post(ENTRY, TYPED | {"csrfmiddlewaretoken": opened}, headers=headers)
    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode() == "サインインの時間が切れました。"
    sign_in_elsewhere(browser)
    answer = browser.post(ENTRY, TYPED | {"csrfmiddlewaretoken": opened}, headers=headers)
    assert answer.status_code == 401
    assert "サインインし直した" in answer.content.decode()


class TestWithoutTheRole:
    """The page is open, and the role goes: signing in would not help, so nobody is sent there."""

    TYPED = {"value-12-progress_comment": "半年で\n<b>二割</b>増えた", "value-12-seen": "3:abc", "save": "1"}
    ENDED = "あなたの役割は終わっているため、保存できません。サインインし直しても同じです。"

    @pytest.fixture
    def token(self, browser, member):
        sign_in_elsewhere(browser)
        return browser.get(ENTRY).content.decode().split()[0]

    def post(self, browser, token, **headers):
        posted = self.TYPED | {"csrfmiddlewaretoken": token}
        return browser.post(ENTRY, posted, headers=OUR_ORIGIN | headers)

    def is_told(self, answer, sentence):
        page = answer.content.decode()
        assert sentence in page
        assert "サインインの時間が切れました" not in page
        assert "半年で<br>&lt;b&gt;二割&lt;/b&gt;増えた" in page
        assert "3:abc" not in page
        return page

    @pytest.fixture
    def ended(self, member):
        for row in Membership.objects.filter(user=member):
            row.valid_until = timezone.localdate() - timedelta(days=1)
            row.save()
        get_user_model().objects.filter(pk=member.pk).update(is_staff=False)

    def test_the_last_role_has_ended(self, browser, token, ended):
        answer = self.post(browser, token)
        assert answer.status_code == 403
        assert "/admin/login/" not in self.is_told(answer, self.ENDED).split('id="content-main"')[1]

    def test_a_fetch_is_told_so_too(self, browser, token, ended):
        answer = self.post(browser, token, **{"X-Fragment": "grid"})
        assert (answer.status_code, answer["Content-Type"]) == (403, "text/plain; charset=utf-8")
        assert answer.content.decode().startswith(self.ENDED + "入力は画面に残っています。")

    def test_the_account_has_been_switched_off(self, browser, token, member):
        get_user_model().objects.filter(pk=member.pk).update(is_active=False)
        self.is_told(self.post(browser, token), "このアカウントは使えなくなったため、保存できません。")

    @pytest.mark.parametrize(("refusal", "status"), [(PermissionDenied, 403), (Http404, 404)])
    def test_another_role_does_not_reach_it(self, browser, token, monkeypatch, refusal, status):
        monkeypatch.setitem(refusing, "with", refusal)
        answer = self.post(browser, token)
        assert answer.status_code == status
        self.is_told(answer, "今のあなたの役割では保存できません（担当の部署か、役割が変わりました）。")
        fetched = self.post(browser, token, **{"X-Fragment": "grid"})
        assert fetched.status_code == status
        assert "今のあなたの役割では" in fetched.content.decode()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_another_sites_post_is_refused_and_nothing_of_it_is_shown(browser, opened, headers):
    answer = browser.post(ENTRY, {"a": "planted words"}, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "この操作は受け付けられませんでした" in page
    assert "planted words" not in page


def test_a_stale_form_elsewhere_is_refused_in_plain_japanese(browser, member):
    answer = browser.post(SIGN_IN, {"username": "tanaka", "password": PASSWORD}, headers=OUR_ORIGIN)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "もう一度お試しください" in page
    assert PASSWORD not in page


def test_it_holds_outside_admin_view_as_well(member, rf: RequestFactory):
    request = rf.post(ENTRY, {"a": "1"})
    request.user = AnonymousUser()
    answer = keeps_input(admin.site.admin_view(lambda request: HttpResponse("in")))(request)
    assert answer.status_code == 401
    assert fields_of(answer.content.decode())["a"] == ["1"]
