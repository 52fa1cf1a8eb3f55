"""A workbook does not tell what another city keeps to itself."""

from io import BytesIO

import pytest

from plans.fixture_files import LoadError
from plans.models import PlanRelation
from plans.workbook.importing import import_workbook
from tests.factories import make_city, make_plan

from .books import columns_of, edited, exported

pytestmark = pytest.mark.django_db

SHEET = str(PlanRelation._meta.verbose_name)


def related_to(plan, key: str) -> bytes:
    """The plan's workbook in which its relation leads to that plan."""
    PlanRelation.objects.create(plan=plan, code="r", kind="related", title="関係")
    content = exported(plan)
    return edited(content, {SHEET: {f"{columns_of(content, SHEET)['related_plan']}3": key}})


def answer(content: bytes, user) -> str:
    with pytest.raises(LoadError) as refused:
        import_workbook(BytesIO(content), user=user)
    return "\n".join(refused.value.messages)


def test_a_hidden_plan_and_one_that_does_not_exist_get_the_same_answer(plan, manager):
    make_plan(make_city("minami", name="南山市"), "secret", title="南の秘密", is_public=False)
    content = related_to(plan, "minami/secret")
    hidden = answer(content, manager)
    assert "この計画は見つかりません" in hidden
    assert "南の秘密" not in hidden
    letter = columns_of(content, SHEET)["related_plan"]
    assert answer(edited(content, {SHEET: {f"{letter}3": "minami/nothing"}}), manager) == hidden
    assert not PlanRelation.objects.exclude(related_plan=None).filter(plan=plan).exists()


def test_a_public_plan_of_another_city_may_be_named(plan, manager):
    other = make_plan(make_city("minami", name="南山市"), "open-plan")
    import_workbook(BytesIO(related_to(plan, "minami/open-plan")), user=manager)
    assert PlanRelation.objects.get(plan=plan).related_plan == other
