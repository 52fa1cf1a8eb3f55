"""Spellings that are the same word, in Python and in the database."""

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from plans.models import Action
from plans.search_index.folding import fold, fold_with_places
from plans.search_index.functions import FOLDED, Holds, has_index, lay_anew
from plans.search_index.spellings import LETTERS, WORDS
from tests.factories import make_action, make_city, make_plan

from .spellings_alike import DIFFERENT, SAME

ACTION = ("title", "group", "summary")
# Letters that the rules speak of, and some that they do not.
TRICKY = st.text(
    alphabet="サーバ－‐-ﾃﾞｶﾞゔう・1１ケヶか所月箇手続き申し込み合わせ組㍿①髙Aａ \u3099", max_size=14
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_are_one_word(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("words", DIFFERENT)
def test_different_words_stay_different(words):
    assert len({fold(word) for word in words}) == len(words)


def test_folding_again_changes_nothing():
    for pair in SAME:
        for word in pair:
            assert fold(fold(word)) == fold(word)


def test_no_spelling_is_written_down_that_an_earlier_one_has_changed_already():
    for written, same in WORDS:
        assert written != same
        assert fold(written) == fold(same), written
    assert len(LETTERS[0]) == len(LETTERS[1])


def test_a_longer_word_around_it_changes_nothing():
    assert fold("電子申し込みの手続きとサーバーの更新") == fold("電子申込の手続とサーバの更新")


@given(TRICKY)
def test_the_text_with_places_is_the_folded_text(text):
    found = fold_with_places(text)
    assert found.text == fold(text)
    assert len(found.places) == len(found.text)
    assert all(0 <= begin < end <= len(text) for begin, end in found.places)
    assert [begin for begin, _end in found.places] == sorted(begin for begin, _end in found.places)


@pytest.mark.parametrize(
    ("text", "word", "places"),
    [
        ("ﾃﾞｰﾀの活用", "でーた", (0, 4)),
        ("電子申し込みの", "申込", (2, 6)),
        ("サーバーの", "さーば", (0, 4)),
        ("5ヶ所に", "か所", (1, 3)),
    ],
)
def test_each_letter_knows_where_it_comes_from(text, word, places):
    found = fold_with_places(text)
    start = found.text.index(word)
    assert (found.places[start][0], found.places[start + len(word) - 1][1]) == places


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
            assert row in Action.objects.filter(Holds(ACTION, asked))

    @pytest.mark.parametrize("text", [word for pair in SAME for word in pair] + ["Ａb　ｃ 'x' \\ %_", ""])
    def test_the_database_folds_as_python_does(self, text):
        assert folded_by_the_database(text) == fold(text)

    @given(TRICKY)
    def test_the_database_folds_any_text_as_python_does(self, text):
        assert folded_by_the_database(text) == fold(text)

    def test_a_single_letter_is_found(self):
        row = make_action(make_plan(make_city()), "a", title="税の窓口")
        assert row in Action.objects.filter(Holds(ACTION, "税"))

    def test_a_change_by_any_way_is_found_at_once(self):
        row = make_action(make_plan(make_city()), "a", title="前の題")
        Action.objects.filter(pk=row.pk).update(title=F("summary"), summary="銀河鉄道")
        assert row in Action.objects.filter(Holds(ACTION, "銀河"))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE plans_action SET summary = 'とても長い' WHERE id = %s", [row.pk])
        assert row not in Action.objects.filter(Holds(ACTION, "銀河"))

    def test_what_another_folding_has_left_in_the_index_is_worked_out_again(self):
        if not has_index(connection):
            return
        row = make_action(make_plan(make_city()), "a", title="サーバーの更新")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        lay_anew(connection)
        assert row in Action.objects.order_by().filter(Holds(ACTION, "サーバの更新"))


def folded_by_the_database(text: str) -> str:
    if not (connection.vendor == "sqlite" or has_index(connection)):
        return fold(text)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FOLDED}(%s)", [text])
        return cursor.fetchone()[0]
