"""Shares of the tests: each test is in one of them, what is quick in all, and together nothing is left out."""

import subprocess
from argparse import ArgumentTypeError
from collections import Counter
from types import SimpleNamespace

import pytest
from django.conf import settings

from .shares import Share, leave_out_others

SHARES = 6
DEALT_OUT = [f"tests/plans/test_forms.py::test_form[{n}]" for n in range(500)]
QUICK = [f"tests/kpis/judging/test_verdicts.py::test_verdict[{n}]" for n in range(20)]


class Item(SimpleNamespace):
    """A test as pytest collects it."""

    def __init__(self, nodeid: str, *marks: str, fixtures: tuple[str, ...] = ()) -> None:
        super().__init__(nodeid=nodeid, marks=marks, fixturenames=fixtures)

    def iter_markers(self):
        return [SimpleNamespace(name=mark) for mark in self.marks]

    def __hash__(self) -> int:
        return hash(self.nodeid)


def run_in(share: Share | None, items: list[Item]) -> tuple[list[str], list[str]]:
    """What runs and what is said to have been left out."""
    left_out: list[Item] = []
    hook = SimpleNamespace(pytest_deselected=lambda items: left_out.extend(items))
    config = SimpleNamespace(getoption={"share": share}.get, hook=hook)
    kept = list(items)
    leave_out_others(config, kept)
    return [item.nodeid for item in kept], [item.nodeid for item in left_out]


def collected() -> list[Item]:
    return [Item(name) for name in QUICK] + [Item(name, "django_db") for name in DEALT_OUT]


def test_all_shares_together_are_all_tests_and_each_that_is_dealt_out_is_in_one():
    runs = Counter(name for n in range(SHARES) for name in run_in(Share(n + 1, SHARES), collected())[0])
    assert runs == Counter(DEALT_OUT) + Counter(dict.fromkeys(QUICK, SHARES))


def test_no_share_is_much_larger_than_another():
    sizes = [len(run_in(Share(n + 1, SHARES), collected())[0]) - len(QUICK) for n in range(SHARES)]
    assert min(sizes) >= 55 and max(sizes) <= 115


def test_what_a_share_leaves_out_is_told():
    runs, left_out = run_in(Share(3, SHARES), collected())
    assert sorted(runs + left_out) == sorted(QUICK + DEALT_OUT)


def test_without_a_share_everything_runs_in_its_order():
    assert run_in(None, collected()) == (QUICK + DEALT_OUT, [])


@pytest.mark.parametrize(
    "item",
    [
        Item("tests/a.py::test", "django_db"),
        Item("tests/a.py::test", "slow"),
        Item("tests/a.py::test", fixtures=("db", "django_db_setup")),
        Item("tests/killed/test_commands.py::test"),
        Item("tests/kpis/models/upgrades/test_first_migrations.py::test"),
    ],
    ids=["of a database", "slow", "of a fixture's database", "of a site of its own", "of a former database"],
)
def test_what_is_dear_is_in_one_share_only(item):
    assert sum(bool(run_in(Share(n + 1, SHARES), [item])[0]) for n in range(SHARES)) == 1


def test_the_check_begins_nothing_that_it_does_not_know():
    asked = subprocess.run(["bash", ".ci/run", "hole"], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert asked.returncode == 2
    assert "bash .ci/run whole" in asked.stderr and not asked.stdout


def test_a_share_is_read_as_it_is_written():
    assert Share.parse("3/6") == Share(3, 6)


@pytest.mark.parametrize("text", ["0/6", "7/6", "3", "3/0", "a/b", "-1/6", "１/6", ""])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(ArgumentTypeError, match="3/6"):
        Share.parse(text)
