"""What was worked out by another program is known by its print."""

import pytest

from plans import program


@pytest.fixture
def place(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    for name in ("plans/typed_numbers.py", "kpis/charts/shapes.py", "templates/a.html", "dxportal/urls.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    return tmp_path


def now() -> str:
    return program.program_print.__wrapped__()


@pytest.mark.parametrize("name", ["plans/typed_numbers.py", "kpis/charts/shapes.py", "templates/a.html"])
def test_a_changed_a_new_and_a_renamed_file_is_another_program(place, name):
    first = now()
    assert now() == first
    (place / name).write_text("2")
    changed = now()
    (place / name).rename((place / name).with_name("b.py"))
    renamed = now()
    assert len({first, changed, renamed}) == 3


def test_another_language_is_another_program(place, settings):
    first = now()
    settings.LANGUAGE_CODE = "en"
    assert now() != first


def test_what_is_no_part_of_it_changes_nothing(place):
    first = now()
    (place / "plans" / "notes.orig").write_text("x")
    (place / "README.md").write_text("x")
    assert now() == first
