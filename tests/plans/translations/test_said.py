"""A plan's texts in another language: translated wherever they stand, else in Japanese and marked so."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.html import conditional_escape

from kpis.judging.numbers import format_value
from plans.ledger.as_of import as_of
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Goal, Translation
from plans.translations.memory import in_language, speak_of, speak_of_plan
from plans.translations.said import MULTIPLES, Untranslated, numbered, said
from tests.factories import guarded, make_goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated(plan):
    city = plan.municipality
    Translation.objects.create(
        municipality=city, language="en", original="窓口を便利に", text="Easier counters"
    )
    return make_goal(plan, "1", title="窓口を便利に", subtitle="待たない")


def test_a_text_reads_as_translated_and_without_one_says_that_it_is_japanese(translated):
    with in_language("en"):
        speak_of([translated.plan.municipality_id])
        goal = Goal.objects.get(pk=translated.pk)
        assert goal.title == "Easier counters"
        assert str(goal) == "1 Easier counters"
        assert conditional_escape(goal.subtitle) == '<span lang="ja" class="in-japanese">待たない</span>'
        assert f"{goal.subtitle}" == "待たない"  # where no HTML can stand
    assert Goal.objects.get(pk=translated.pk).title == "窓口を便利に"


def test_a_number_before_an_untranslated_text_is_outside_of_what_is_japanese():
    with in_language("en"):
        html = Template("{{ row }}").render(Context({"row": numbered("1-1", said("<待たない>"))}))
    assert html == '1-1 <span lang="ja" class="in-japanese">&lt;待たない&gt;</span>'


def test_a_row_of_a_page_in_another_language_is_never_saved(translated):
    with in_language("en"), pytest.raises(RuntimeError):
        Goal.objects.get(pk=translated.pk).save()


def test_the_text_of_a_former_day_has_a_translation_of_its_own(translated):
    plan = translated.plan
    day = datetime.date(2026, 4, 1)
    plan.adopted_on = datetime.date(2024, 4, 1)
    plan.save()
    guarded(plan)
    with revising(plan, Grounds("見直し", day)):
        translated.title = "窓口をなくす"
        translated.save()
    with in_language("en"):
        speak_of_plan(plan)
        now = as_of(plan.goals.all(), plan, day)[0]
        before = as_of(plan.goals.all(), plan, day - datetime.timedelta(days=1))[0]
    assert isinstance(now.title, Untranslated)
    assert before.title == "Easier counters"


@pytest.mark.parametrize("language", ["ja", "", "English", "EN", "en_GB", "e", "en-"])
def test_what_is_no_other_language_is_refused_at_its_field(plan, language):
    row = Translation(municipality=plan.municipality, language=language, original="柱", text="Pillar")
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert "language" in refused.value.message_dict


@pytest.mark.parametrize("text", ["RPA 2025", "①", "－", "（R4＝100）"])
def test_plain_letters_need_no_translation(text):
    with in_language("en"):
        assert not isinstance(said(text), Untranslated)


def test_plain_letters_may_have_a_translation(plan):
    Translation.objects.create(
        municipality=plan.municipality, language="en", original="（R4＝100）", text="(FY2022 = 100)"
    )
    with in_language("en"):
        speak_of([plan.municipality_id])
        assert said("（R4＝100）") == "(FY2022 = 100)"


@pytest.mark.parametrize(
    ("unit", "english"),
    [
        ("百円", "3,041.5 hundred yen"), ("千円", "3,041.5 thousand yen"), ("万円", "3,041.5 ten-thousand yen"),
        ("百万円", "3,041.5 million yen"), ("千万円", "3,041.5 ten-million yen"), ("億円", "3,041.5 hundred-million yen"),
        ("兆円", "3,041.5 trillion yen"), ("千件", "3,041.5 thousand cases"), ("円", "3,041.5 yen"),
    ],
)  # fmt: skip
def test_a_unit_of_many_is_said_by_the_unit_and_the_number_stays(plan, unit, english):
    for original, text in (("円", "yen"), ("件", "cases")):
        Translation.objects.create(
            municipality=plan.municipality, language="en", original=original, text=text
        )
    with in_language("en"):
        speak_of([plan.municipality_id])
        assert format_value(Decimal("3041.5"), said(unit), 1) == english
        assert isinstance(said("万枚"), Untranslated)
        assert isinstance(said("円万"), Untranslated)
    assert format_value(Decimal("3041.5"), said(unit), 1) == f"3,041.5{unit}"


def test_a_citys_own_word_for_a_unit_of_many_is_used(plan):
    for original, text in (("円", "yen"), ("万円", "man yen")):
        Translation.objects.create(
            municipality=plan.municipality, language="en", original=original, text=text
        )
    with in_language("en"):
        speak_of([plan.municipality_id])
        assert said("万円") == "man yen"


@pytest.mark.parametrize(
    ("text", "value", "decimals", "english"),
    [
        ("item|items", "1", 0, "1 item"), ("item|items", "0", 0, "0 items"), ("item|items", "2", 0, "2 items"),
        ("item|items", "1", 1, "1.0 items"), ("item|items", "1.2", 0, "1 item"), ("items", "1", 0, "1 items"),
        ("service hour|service hours", "1", 0, "1 service hour"), ("person | people", "1", 0, "1 person | people"),
    ],
)  # fmt: skip
def test_a_unit_has_a_word_for_one_and_a_word_for_many(plan, text, value, decimals, english):
    Translation.objects.create(municipality=plan.municipality, language="en", original="件", text=text)
    with in_language("en"):
        speak_of([plan.municipality_id])
        assert format_value(Decimal(value), said("件"), decimals) == english


def test_the_word_for_many_stands_alone_and_behind_a_multiple(plan):
    Translation.objects.create(
        municipality=plan.municipality, language="en", original="件", text="item|items"
    )
    with in_language("en"):
        speak_of([plan.municipality_id])
        assert f"{said('件')}" == "items"
        assert format_value(Decimal(1), said("千件"), 0) == "1 thousand items"


@pytest.mark.parametrize("multiple", MULTIPLES)
def test_every_unit_of_many_has_words_in_every_language(multiple):
    for code, _name in settings.LANGUAGES:
        with in_language(code):
            words = MULTIPLES[multiple] % {"unit": "円"}
        assert words.endswith("円") and (words.startswith(multiple) == (code != "en")), code
