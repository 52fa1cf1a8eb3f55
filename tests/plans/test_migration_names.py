"""A database is judged by the names of its migrations: the former ones, those that replace them, or both."""

import pytest

from plans.migrating.names import known, to_come, whole
from tests.former_tables import FIRST, FORMER, REPLACED

OTHERS = known() - FIRST - FORMER
NEWEST = {max(names) for names in REPLACED.values()}
FULL = {"former": OTHERS | FORMER, "first": OTHERS | FIRST, "both": known()}


@pytest.mark.parametrize("applied", FULL.values(), ids=FULL)
def test_under_whichever_names_it_is_the_same_whole(applied):
    assert whole(applied) == known()
    assert to_come(applied) == []


@pytest.mark.parametrize("recorded", [set(), FIRST], ids=["unrecorded", "recorded"])
def test_some_of_the_former_ones_are_gone_on_with_one_by_one(recorded):
    there = known() - FIRST - NEWEST
    assert whole(there | recorded) == there
    assert set(to_come(there | recorded)) == NEWEST


def test_one_app_may_be_whole_while_another_is_not():
    app = "kpis"
    [first] = [name for name in FIRST if name[0] == app]
    [newest] = [name for name in NEWEST if name[0] == app]
    there = known() - FIRST - {newest}
    assert to_come(there) == [newest]
    assert FIRST & whole(there) == FIRST - {first}


def test_an_empty_database_gets_the_first_ones_and_none_that_they_replace():
    assert set(to_come(set())) == OTHERS | FIRST


def test_what_this_version_does_not_know_stays_and_is_nothing_to_do():
    later = ("plans", "9999_from_the_future")
    assert later in whole(known() | {later})
    assert later not in known()
    assert to_come(known() | {later}) == []
