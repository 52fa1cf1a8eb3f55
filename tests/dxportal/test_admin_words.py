"""Every page of the admin speaks the portal's own words: Django's that do not fit are nowhere left."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.addresses.walked_city import WalkedCity, settle, staff_routes
from tests.cities import SMALL_CITY_DAY
from tests.factories import freeze_today
from tests.reading import Page

pytestmark = pytest.mark.django_db

ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
# ログイン for サインイン; 利用者 for ユーザー, but in a plan's own words; a blank between a name and its particle; what Django says in English.
UNFIT = re.compile(
    r"ログ(イン|アウト)|スーパーユーザー|(?<!在宅勤務)利用者|オブジェクト|パーミッション|[ぁ-んァ-ヶ一-龥] (を|の|が|で)(追加|変更|選択|削除|表示|絞り込)"
    r"|^(True|False|None)\b|^None（|\b(Select|Search|Delete|Change|Can (add|change|delete|view)|As opened|history|available|Please|This field)\b"
)
# Said by Django where its own scripts are switched off, or the names of what it counts.
ALLOWED = re.compile(r"^\(隠しフィールド")


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker) -> Iterator[WalkedCity]:
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            freeze_today(patch, SMALL_CITY_DAY)
            yield settle()
        transaction.set_rollback(True)


def said(page: Page) -> Iterator[str]:
    """Every text and every name of the page."""
    for element in page.tree.iter():
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in ("script", "style"):
            continue
        kind = element.get("type") if element.tag.endswith("input") else ""
        named = [element.get(name) for name in ATTRIBUTES]
        named += [element.get("value")] if kind in ("submit", "button") else []
        for text in (element.text, element.tail, *named):
            if text and text.strip():
                yield " ".join(text.split())


def test_no_page_of_the_admin_says_what_does_not_fit(city, db):
    """Lists, forms of new rows and of stored ones, and what is asked before rows are deleted."""
    client = city.client("superuser")
    wrong: dict[str, str] = {}
    for key, route in staff_routes().items():
        if key.endswith(("_export", "_csv", "_sheet")) or key in ("logout", "jsi18n"):
            continue
        address = city.fill(key, route)
        answers = [client.get(address)]
        if key.endswith("_changelist"):
            chosen = {"action": "delete_selected", "_selected_action": "1"}
            answers.append(client.post(address, chosen))
        for answer in answers:
            if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
                continue
            for text in said(Page(address, answer)):
                if UNFIT.search(text) and not ALLOWED.search(text):
                    wrong.setdefault(text, key)
    assert not wrong, "\n".join(f"{key}: {text[:120]}" for text, key in wrong.items())


def test_an_accounts_form_asks_for_the_family_name_first_and_for_no_groups(city, db):
    client = city.client("superuser")
    page = client.get(city.address("auth_user_change")).content.decode()
    assert page.index('name="last_name"') < page.index('name="first_name"')
    assert 'name="groups"' not in page
    assert 'name="user_permissions"' not in page
