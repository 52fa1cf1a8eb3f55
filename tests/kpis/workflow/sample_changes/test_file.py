"""The file of the fictional city's changes: what nobody can know is left out, and mistakes are named."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError

from kpis.workflow.sample_changes import FILE, read_changes
from plans.fixture_files import LoadError

from .conftest import ledger, load, promise

pytestmark = pytest.mark.django_db


CHANGE = """
- kind: change
  day: "{{FY2}}-04-20"
  reason: 試し
  rows:
    - model: plans.action
      fields: {plan: [mihon, dx-plan], code: "1", title: 別の題名}
"""


@pytest.fixture
def written(settings, tmp_path):
    """Writes a file of changes in the place of the sample's own."""
    for path in settings.FIXTURES_DIR.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    settings.FIXTURES_DIR = tmp_path
    return lambda text: (tmp_path / FILE).write_text(text, encoding="utf-8")


def test_what_nobody_can_know_today_is_left_out(written):
    """The second year of a plan whose third year is 2027 begins on 2026-04-01; today, its 20 April is known."""
    written(CHANGE.replace("FY2", "FY3"))
    day = date(2027, 4, 20)
    assert [change.day for change in read_changes(day)] == [day]
    assert read_changes(day - timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  day:", "  date: x\n  day:", "「date」という項目はありません"),
        ("kind: change", "kind: changing", "kind、day、reason、rows を確かめてください"),
        ('"{{FY2}}-04-20"', "tomorrow", "kind、day、reason、rows を確かめてください"),
        ("- model: plans.action", "- model: plans.acton", "「plans.acton」という種類の行はありません"),
    ],
)
def test_a_mistake_is_named_by_its_place(written, old, new, sentence):
    written(CHANGE.replace(old, new))
    with pytest.raises(LoadError, match=rf"{FILE} 1件目（2行目）.*{sentence}"):
        read_changes(date(2027, 4, 20))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("別の題名", "オンライン申請の拡充", "この変更で変わるものがありません"),
        ("reason: 試し", 'reason: ""', "変更の理由を書いてください"),
        ("title: 別の題名", "code2: x", "この項目はありません"),
    ],
)
def test_a_change_that_the_rules_refuse_leaves_everything_as_it_was(mihon, written, old, new, sentence):
    before = (ledger(mihon), promise(mihon))
    written(CHANGE.replace(old, new))
    with pytest.raises(CommandError, match=rf"{FILE} 1件目（2行目）: .*{sentence}"):
        load()
    assert (ledger(mihon), promise(mihon)) == before
