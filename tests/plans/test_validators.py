"""Values a city's staff may mistype: municipality codes, address names, codes, quarters and dates."""

import pytest
from django.core.exceptions import ValidationError

from plans.models import Municipality, Plan
from plans.validators import (
    RESERVED_CITY_SLUGS,
    RESERVED_PLAN_SLUGS,
    validate_city_slug,
    validate_code,
    validate_municipality_code,
    validate_partial_date,
    validate_plan_slug,
    validate_quarter,
)


# Takarazuka, Amagasaki, Sapporo, Hakodate (remainder 1: digit 0), Aomori prefecture's city, Naha.
@pytest.mark.parametrize("code", ["282146", "282022", "011002", "012025", "022012", "472018"])
def test_a_citys_own_code_is_accepted(code):
    validate_municipality_code(code)


@pytest.mark.parametrize(
    ("code", "digit"), [("282145", "6"), ("282140", "6"), ("282023", "2"), ("011009", "2")]
)
def test_a_mistyped_code_is_refused_with_the_digit_it_should_end_in(code, digit):
    with pytest.raises(ValidationError) as refused:
        validate_municipality_code(code)
    assert f"6桁目は「{digit}」です" in refused.value.messages[0]
    assert code[:5] in refused.value.messages[0]


@pytest.mark.parametrize(
    "code", ["", "28214", "2821466", "abcdef", "28214X", "２８２１４６", "282 46", "282146\n"]
)
def test_a_code_that_is_not_six_plain_digits_is_refused(code):
    with pytest.raises(ValidationError, match="半角数字6桁"):
        validate_municipality_code(code)


@pytest.mark.parametrize("slug", sorted(RESERVED_CITY_SLUGS))
def test_a_city_cannot_take_an_address_the_portal_uses(slug):
    with pytest.raises(ValidationError, match="ポータルが使う名前"):
        validate_city_slug(slug)


@pytest.mark.parametrize("slug", sorted(RESERVED_PLAN_SLUGS))
def test_a_plan_cannot_take_an_address_kept_for_the_citys_pages(slug):
    with pytest.raises(ValidationError, match="ポータルが使う名前"):
        validate_plan_slug(slug)


def test_other_addresses_are_free_to_take():
    validate_city_slug("takarazuka")
    validate_plan_slug("dx-vision")


@pytest.mark.django_db
def test_staff_see_the_reserved_address_refused_on_the_field_itself():
    with pytest.raises(ValidationError) as city:
        Municipality(name="管理市", slug="admin", code="282146").full_clean()
    assert "slug" in city.value.message_dict
    with pytest.raises(ValidationError) as plan:
        Plan(title="計画", slug="data", municipality=Municipality.objects.first()).full_clean()
    assert "slug" in plan.value.message_dict


@pytest.mark.parametrize("code", ["1", "1-1", "pillar-2", "kgi-1", "2024"])
def test_a_code_of_small_letters_digits_and_hyphens_is_accepted(code):
    validate_code(code)


@pytest.mark.parametrize(
    "code", ["", "A", "1_1", "-1", "1-", "1--1", "①", "柱1", "１", "1 1", "a/b", "1-1\n"]
)
def test_a_code_that_would_break_addresses_is_refused(code):
    with pytest.raises(ValidationError, match="半角の英小文字"):
        validate_code(code)


def test_a_malformed_quarter_or_date_is_refused_with_an_example():
    with pytest.raises(ValidationError, match="2023-Q3"):
        validate_quarter("2023-3")
    with pytest.raises(ValidationError, match="2023-03-31"):
        validate_partial_date("2023-13")
