"""Choices as people write them: other spellings of a label are read, other words are not."""

import pytest

from kpis.judging.terms import ObservationStatus
from kpis.models import ActionProgress
from plans.typed_choices import read_choice


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("予定どおり", "as-planned"),
        ("予定通り", "as-planned"),
        ("予定とおり", "as-planned"),
        ("予定 通 り", "as-planned"),
        ("予定ドオリ", "as-planned"),
        ("予定通", "as-planned"),
        ("as-planned", "as-planned"),
        ("遅れ", "delayed"),
        ("おくれ", "delayed"),
        ("遅", "delayed"),
        ("完了", "completed"),
        ("順調", None),
        ("おおむね予定どおり", None),
        ("遅延", None),
        ("通り", None),
        ("", None),
    ],
)
def test_how_an_action_goes(text, value):
    assert read_choice(text, ActionProgress.Status.choices) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("値なし", "M"), ("値無し", "M"), ("値ナシ", "M"), ("値無", "M"), ("なし", None), ("Ｐ", "P")],
)
def test_what_a_value_is(text, value):
    assert read_choice(text, ObservationStatus.choices()) == value


def test_a_word_for_two_choices_names_none():
    assert read_choice("予定通り", [(1, "予定どおり"), (2, "予定通り")]) is None
