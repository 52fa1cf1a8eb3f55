"""Telephone numbers as a city's staff write them."""

import pytest

from plans.phone_numbers import read_phone


@pytest.mark.parametrize(
    ("typed", "stored", "dialled"),
    [
        ("0797-77-1111", "0797-77-1111", "0797771111"),
        ("０７９７－７７－１１１１", "0797-77-1111", "0797771111"),
        ("03(1234)5678", "03-1234-5678", "0312345678"),
        ("（０３）１２３４－５６７８", "03-1234-5678", "0312345678"),
        ("090ー1234ー5678", "090-1234-5678", "09012345678"),
        ("0120-123-456", "0120-123-456", "0120123456"),
        ("0797-77-1111(代表)", "0797-77-1111（代表）", "0797771111"),
        ("0797-77-1111　内線２３４５", "0797-77-1111 内線 2345", "0797771111"),
        ("0797-77-1111（内線 2345）", "0797-77-1111 内線 2345", "0797771111"),
        ("0797-77-1111（代表）内線 2345", "0797-77-1111（代表）内線 2345", "0797771111"),
        ("+81-797-77-1111", "+81-797-77-1111", "+81797771111"),
    ],
)
def test_however_it_is_typed_it_is_stored_in_one_form(typed, stored, dialled):
    phone = read_phone(typed)
    assert (str(phone), phone.dialled) == (stored, dialled)
    assert str(read_phone(stored)) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "内線 2345", "77-1111", "797-77-1111", "0797-77-111", "0797-77-11112", "+81-0797-77-1111", "電話ください",
     "0797-77-1111 <script>", "0797-77-1111\n0797-77-2222", "0" * 500],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="0797-77-1111"):
        read_phone(typed)
