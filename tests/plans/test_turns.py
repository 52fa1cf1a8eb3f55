"""PDF and Excel are made by few at a time; a crowd is asked to come back, and commands wait."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from plans import turns
from plans.turns import CrowdedError, for_visitor, turn


@pytest.fixture
def places(monkeypatch, tmp_path):
    """Places of this test's own: so many on the machine, so many in the line."""
    monkeypatch.setattr(turns.tempfile, "gettempdir", lambda: str(tmp_path))

    def places(*, at_once: int = 1, in_line: int = 2, patience: float = 30) -> None:
        monkeypatch.setattr(turns, "AT_ONCE", at_once)
        monkeypatch.setattr(turns, "_line", threading.BoundedSemaphore(in_line))
        monkeypatch.setattr(turns, "PATIENCE", patience)

    return places


class Visit(threading.Thread):
    """Somebody whose file is being made until `may_end`."""

    def __init__(self):
        super().__init__()
        self.has_begun, self.may_end, self.is_refused = threading.Event(), threading.Event(), False

    def run(self):
        try:
            with for_visitor(), turn():
                self.has_begun.set()
                assert self.may_end.wait(30)
        except CrowdedError:
            self.is_refused = True

    def end(self):
        self.may_end.set()
        self.join(30)


def test_beyond_the_line_a_visitor_is_asked_to_come_back(places):
    places(in_line=2)
    first, second = Visit(), Visit()
    first.start()
    assert first.has_begun.wait(30)
    second.start()
    while turns._line._value:  # the second stands in the line
        pass
    assert not second.has_begun.is_set()
    with for_visitor(), pytest.raises(CrowdedError), turn():
        pytest.fail("there was no place")
    first.end()
    assert second.has_begun.wait(30)
    second.end()
    assert not (first.is_refused or second.is_refused)
    with for_visitor(), turn():
        pass


@pytest.mark.parametrize("held", ["by this process", "by another"])
def test_a_visitor_does_not_wait_for_ever(places, held):
    places(patience=0)
    if held == "by this process":
        first = Visit()
        first.start()
        assert first.has_begun.wait(30)
        end = first.end
    else:
        [path] = turns._paths()
        file = turns.os.open(path, turns.os.O_CREAT | turns.os.O_RDWR)
        assert turns._is_ours(file)
        end = lambda: turns.os.close(file)  # noqa: E731
    with for_visitor(), pytest.raises(CrowdedError), turn():
        pytest.fail("there was no place")
    end()
    places()
    with for_visitor(), turn():
        pass


def test_a_command_waits_however_long_the_line_is(places):
    places(in_line=1, patience=0)
    first = Visit()
    first.start()
    assert first.has_begun.wait(30)

    def command() -> str:
        with turn():
            return "made"

    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(command)
        first.end()
        assert made.result(30) == "made"


def test_a_part_of_a_work_needs_no_turn_of_its_own(places):
    places(in_line=1, patience=0)
    with for_visitor(), turn(), turn():
        pass
    with turn(), turn():
        pass


def test_an_error_gives_the_place_back(places):
    places(in_line=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), for_visitor(), turn():
            1 / 0  # noqa: B018


def test_a_disk_that_takes_no_file_stops_nobody(places, monkeypatch, caplog):
    places()

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(turns.os, "open", full)
    with for_visitor(), turn():
        assert "cannot be kept" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/mihon/dx-plan/kpis/scorecard.xlsx",
        "/admin/plans/plan/1/workbook/",
        "/admin/plans/goal/export/?city=mihon&format=xlsx",
    ],
)  # fmt: skip
def test_the_page_says_when_to_come_back(admin_client, places, address):
    places(in_line=1)
    first = Visit()
    first.start()
    assert first.has_begun.wait(30)
    try:
        answer = admin_client.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "10秒ほどたってから" in answer.content.decode()
    finally:
        first.end()
    assert admin_client.get(address).status_code == 200
