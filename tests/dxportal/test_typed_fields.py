"""Every field of a date or a period in every form of the admin reads what people write, and refuses what may mean two days."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.test import RequestFactory
from django.urls import reverse

from kpis.entry.number_fields import NumberField
from kpis.models.fields import PeriodField
from plans import typed_fields
from plans.journal.recorded import DERIVED
from plans.models.fields import CodeField, DayField, PartialDateField, QuarterField
from tests.plans.typed import AMBIGUOUS, GOOD_DATES, GOOD_NUMBERS, GOOD_PERIODS, IMPOSSIBLE, WRONG_PERIODS

pytestmark = pytest.mark.django_db

OWN = [model for app in ("plans", "kpis") for model in apps.get_app_config(app).get_models()]


@pytest.fixture(scope="module")
def request_of_administrator(django_db_setup, django_db_blocker):
    request = RequestFactory().get("/")
    request.resolver_match = None
    request.user = get_user_model()(username="root", is_staff=True, is_superuser=True, is_active=True)
    return request


def forms_of(page: admin.ModelAdmin, request) -> list[type[forms.BaseForm]]:
    """The form of a new row and of a stored one, and those of the tables below it."""
    rows = [None, page.model._default_manager.first()]
    found = []
    for row in rows[: 1 if rows[1] is None else 2]:
        found.append(page.get_form(request, row, change=row is not None))
        found += [inline.get_formset(request, row).form for inline in page.get_inline_instances(request, row)]
    return found


@pytest.fixture(scope="module")
def fields(request_of_administrator, django_db_blocker):
    """Every form field of the admin, with what it is called and the model's field behind it."""
    found = {}
    with django_db_blocker.unblock():
        for model, page in admin.site._registry.items():
            for form in forms_of(page, request_of_administrator):
                columns = {column.name: column for column in form._meta.model._meta.fields}
                for name, field in form.base_fields.items():
                    place = f"{model.__name__}/{form._meta.model.__name__}.{name}"
                    found[place] = (field, columns.get(name))
    return found


def refused(field: forms.Field | models.Field, text: str, sentence: str = "") -> bool:
    try:
        field.clean(text, None) if isinstance(field, models.Field) else field.clean(text)
    except ValidationError as error:
        return sentence in " ".join(error.messages)
    return False


def test_every_date_of_a_form_is_read_by_the_one_reader(fields):
    dates = {
        place: field
        for place, (field, _column) in fields.items()
        if isinstance(field, forms.DateField | forms.DateTimeField | forms.SplitDateTimeField)
    }
    assert len(dates) > 20
    for place, field in dates.items():
        assert isinstance(field, typed_fields.DayField), place
        for text in GOOD_DATES:
            assert field.to_python(text) == date(2026, 4, 1), (place, text)
        for text in AMBIGUOUS:
            assert refused(field, text, "R8.4.1"), (place, text)
        for text, _sentence in IMPOSSIBLE:
            assert refused(field, text), (place, text)


def test_every_period_of_a_form_is_read_by_the_one_reader(fields):
    periods = {place: field for place, (field, column) in fields.items() if isinstance(column, PeriodField)}
    assert len(periods) > 8
    for place, field in periods.items():
        for text, code in GOOD_PERIODS:
            assert field.to_python(text) == code, (place, text)
        for text, _sentence in WRONG_PERIODS:
            assert refused(field, text), (place, text)


def test_every_quarter_of_a_form_is_read_by_the_one_reader(fields):
    quarters = {place: field for place, (field, column) in fields.items() if isinstance(column, QuarterField)}
    assert len(quarters) > 3
    for place, field in quarters.items():
        for text, code in GOOD_PERIODS:
            is_quarter = "Q" in code and "半期" not in text.replace("四半期", "")
            assert (field.to_python(text) == code) if is_quarter else refused(field, text), (place, text)


def test_every_partial_date_of_a_form_is_read_by_the_one_reader(fields):
    partial = [field for field, column in fields.values() if isinstance(column, PartialDateField)]
    assert partial
    for field in partial:
        assert field.to_python("令和5年3月") == "2023-03"
        assert field.to_python("R8.4.1") == "2026-04-01"
        assert refused(field, "8/4/26", "R8.4.1")


def test_no_model_has_a_date_or_a_period_of_another_kind():
    """Files and workbooks are read by the models' own fields. Of what is worked out nothing is typed."""
    for model in OWN:
        if getattr(model, DERIVED, False):
            continue
        for field in model._meta.fields:
            if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
                assert isinstance(field, DayField), field
            if any(word in field.name for word in ("period", "quarter")) and isinstance(
                field, models.CharField
            ):
                assert isinstance(field, CodeField), field


def test_every_column_reads_what_files_and_workbooks_hold():
    read = {DayField: 0, PeriodField: 0, QuarterField: 0}
    for model in OWN:
        for column in (column for column in model._meta.fields if column.editable and not column.choices):
            if isinstance(column, DayField):
                read[DayField] += 1
                assert {column.to_python(text) for text in GOOD_DATES} == {date(2026, 4, 1)}, column
                assert all(refused(column, text, "R8.4.1") for text in AMBIGUOUS), column
            elif isinstance(column, PeriodField):
                read[PeriodField] += 1
                assert [column.to_python(text) for text, _code in GOOD_PERIODS] == [
                    c for _t, c in GOOD_PERIODS
                ]
                assert all(refused(column, text) for text, _sentence in WRONG_PERIODS), column
            elif isinstance(column, QuarterField):
                read[QuarterField] += 1
                assert column.to_python("令和7年度第4四半期") == "2025-Q4", column
                assert refused(column, "7年度第4四半期", "2025-Q4"), column
    assert min(read.values()) > 3, read


def test_every_figure_of_a_form_is_read_by_the_one_reader(fields):
    figures = {
        place: field for place, (field, column) in fields.items() if isinstance(column, models.DecimalField)
    }
    assert len(figures) > 9
    for place, field in figures.items():
        assert isinstance(field, NumberField), place
        for text, value in GOOD_NUMBERS:
            assert field.to_python(text) == Decimal(value), (place, text)
        assert refused(field, "±5", "プラスかマイナスか"), place


def test_every_whole_number_of_a_form_is_typed_as_text_and_read(fields):
    """In a number input 3/4 becomes 34, and the mouse's wheel changes what stands there."""
    whole = {
        place: field for place, (field, _column) in fields.items() if isinstance(field, forms.IntegerField)
    }
    assert len(whole) > 15
    for place, field in whole.items():
        assert field.widget.is_hidden or field.widget.input_type == "text", place
        if not field.widget.is_hidden:
            assert [field.to_python(text) for text in ("７", "７日", " 7 ", "+7", "（7）")] == [
                7,
                7,
                7,
                7,
                -7,
            ], place
            assert all(refused(field, text) for text in ("3/4", "七", "7.5", "7%", "7,5")), place
            assert refused(field, "7.5", "整数ではありません"), place


def test_no_input_of_a_form_cuts_what_is_typed(fields):
    for place, (field, _column) in fields.items():
        html = field.get_bound_field(forms.Form(), "x").as_widget()
        assert "maxlength" not in html, place


def test_what_is_too_long_is_refused_in_a_sentence(fields):
    for place, (field, column) in fields.items():
        if isinstance(column, models.CharField) and isinstance(field, forms.CharField):
            assert refused(field, "あ" * 5000), place


def test_a_date_is_echoed_in_both_calendars_beside_its_input_and_after_saving(admin_client):
    from tests.factories import make_city, make_member

    city = make_city("read")
    row = make_member(city, "editor").memberships.get()
    address = reverse("admin:plans_membership_change", args=[row.pk])
    typed = {
        "user": row.user_id, "municipality": city.pk, "role": row.role, "valid_from": "R8.4.1", "valid_until": "8/4/27",
    }  # fmt: skip
    page = admin_client.post(address, typed).content.decode()
    assert 'value="R8.4.1"' in page
    assert "令和8年（2026年）4月1日</span>" in page
    assert 'value="8/4/27"' in page
    assert "決められません" in page
    saved = admin_client.post(address, typed | {"valid_until": "令和9年3月31日"}, follow=True)
    row.refresh_from_db()
    assert (row.valid_from, row.valid_until) == (date(2026, 4, 1), date(2027, 3, 31))
    assert "「R8.4.1」を 令和8年（2026年）4月1日 と読み取りました" in saved.content.decode()
    assert "令和9年（2027年）3月31日</span>" in admin_client.get(address).content.decode()


@pytest.mark.parametrize("path", ["/search/", "/", "/admin/login/", "/mihon/dx-plan/kpis/", "/nothing-here/"])
def test_no_input_of_a_public_page_cuts_what_is_typed(client, path):
    assert "maxlength" not in client.get(path).content.decode()


def test_a_search_that_is_too_long_says_what_was_searched_for(client):
    assert (
        "はじめの言葉だけで検索しました" in client.get("/search/", {"q": "デジタル " * 30}).content.decode()
    )
    assert "はじめの言葉だけ" not in client.get("/search/", {"q": "デジタル"}).content.decode()
