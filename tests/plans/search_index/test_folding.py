"""Spellings that are the same word, in Python and in the database."""

import pytest
from django.db import connection
from django.db.models import F

from dxportal.search import _KINDS
from plans.models import Action
from plans.search_index.folding import fold, plain, written_forms
from plans.search_index.functions import FOLDED, PREFIX, Holds, has_index
from tests.factories import make_action, make_city, make_plan

SAME = [
    ("ＤＸ", "dx"),
    ("ﾃﾞｰﾀ", "データ"),
    ("でーた", "データ"),
    ("手続き", "手続"),
    ("申し込み", "申込"),
    ("申込み", "申し込み"),
    ("サーバー", "サーバ"),
    ("ヶ所", "か所"),
    ("カ所", "箇所"),
    ("㎡", "m2"),
    ("①", "1"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_are_one_word(one, other):
    assert fold(one) == fold(other)


def test_different_words_stay_different():
    words = ["手当", "手続", "申請", "サービス", "データ", "場所", "か月"]
    assert len({fold(word) for word in words}) == len(words)


def test_folding_again_changes_nothing():
    for pair in SAME:
        for word in pair:
            assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("word", "written"), [("手続", "手続き"), ("データ", "でーた"), ("でーた", "データ")]
)
def test_other_spellings_are_marked_too(word, written):
    assert plain(written) in written_forms(word)


@pytest.mark.django_db
class TestInTheDatabase:
    @pytest.fixture(autouse=True)
    def unguarded(self, unguarded):
        pass

    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_a_row_is_found_by_the_other_spelling(self, one, other):
        plan = make_plan(make_city())
        for code, title, asked in (("a", one, other), ("b", other, one)):
            row = make_action(plan, code, title=f"その{title}の見直し")
            assert row in Action.objects.filter(Holds(("title", "group", "summary"), asked))

    @pytest.mark.parametrize("text", [word for pair in SAME for word in pair] + ["Ａb　ｃ 'x' \\ %_", ""])
    def test_the_database_folds_as_python_does(self, text):
        with connection.cursor() as cursor:
            if not (connection.vendor == "sqlite" or has_index(connection)):
                return
            cursor.execute(f"SELECT {FOLDED}(%s)", [text])
            assert cursor.fetchone()[0] == fold(text)

    def test_a_single_letter_is_found(self):
        row = make_action(make_plan(make_city()), "a", title="税の窓口")
        assert row in Action.objects.filter(Holds(("title", "group", "summary"), "税"))

    def test_a_change_by_any_way_is_found_at_once(self):
        row = make_action(make_plan(make_city()), "a", title="前の題")
        Action.objects.filter(pk=row.pk).update(title=F("summary"), summary="銀河鉄道")
        assert row in Action.objects.filter(Holds(("title", "group", "summary"), "銀河"))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE plans_action SET summary = 'とても長い' WHERE id = %s", [row.pk])
        assert row not in Action.objects.filter(Holds(("title", "group", "summary"), "銀河"))

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
    @pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.model.__name__)
    def test_every_kind_is_found_by_its_index(self, kind):
        asked = [(kind.model, kind.own)]
        for (name,) in kind.beside:
            relation, _between, column = name.partition("__")
            asked.append((kind.model._meta.get_field(relation).related_model, (column,)))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        for model, columns in asked:
            plan = model._default_manager.order_by().filter(Holds(columns, "銀河鉄道")).explain()
            assert f"{PREFIX}{model._meta.db_table}" in plan
