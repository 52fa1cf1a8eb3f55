"""What a cell shows of a number, by the formats that Excel and LibreOffice write."""

import pytest

from plans.cell_formats import is_in_thousands, number_text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.784, "0%", "78.4%"),
        (0.784, "0.00%;[Red]-0.00%", "78.4%"),
        (1 / 3, "0%", "33.3333333333333%"),
        (78.4, '0.0"%"', "78.4"),
        (78.4, r"0.0\%", "78.4"),
        (1200, '"¥"#,##0', "¥1200"),
        (1200, '"¥"#,##0;"¥"\\-#,##0', "¥1200"),
        (-1200, "[$￥-411]#,##0;[Red]-[$￥-411]#,##0", "¥-1200"),
        (1200, '"\\"#,##0', "¥1200"),
        (1200, r"\\#,##0", "¥1200"),
        (1200, r'#,##0\ "円"', "1200"),
        (1200, "#,##0_);(#,##0)", "1200"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-6, None, "0.000001"),
        (1e11, "General", "100000000000"),
    ],
)
def test_a_number_is_typed_as_its_cell_shows_it(value, number_format, text):
    assert number_text(value, number_format) == text


@pytest.mark.parametrize(
    ("number_format", "is_thousandth"),
    [
        ("#,##0,", True),
        ("#,##0.0,,", True),
        ('0,"千円"', True),
        ("#,##0", False),
        ("#,##0.0", False),
        ('#,##0"件,"', False),
        ("General", False),
        (None, False),
    ],
)
def test_thousandths_are_told_from_commas(number_format, is_thousandth):
    assert is_in_thousands(number_format) is is_thousandth
