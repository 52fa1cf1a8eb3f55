"""A city's colour is readable wherever the portal writes in it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from plans.city_colour import LEAST, contrast, dark_of, readable, validate_colour
from plans.colours import COLOURS, DARK

ANY = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colour", ["#0b5d6b", "#0017c1", "#000000", "#8b0000"])
def test_a_dark_colour_is_taken(colour):
    validate_colour(colour)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "0b5d6b", "#0b5d6b\n", "#0b5d6b;}"])
def test_another_form_is_refused(colour):
    with pytest.raises(ValidationError, match="6桁"):
        validate_colour(colour)


def test_a_light_colour_is_refused_with_one_that_is_read():
    with pytest.raises(ValidationError) as refused:
        validate_colour("#ffa500")
    said = refused.value.message
    assert "コントラスト比 1.7、必要なのは 4.5 以上" in said
    validate_colour(said.rpartition(" ")[2])


@given(ANY)
def test_on_light_and_on_dark_pages_it_has_enough_contrast(colour):
    light = readable(colour, COLOURS, towards=0)
    validate_colour(light)
    for paper in ("white", "grey-50", "blue-50"):
        assert contrast(light, COLOURS[paper]) >= LEAST
        assert contrast(dark_of(light), DARK[paper]) >= LEAST
