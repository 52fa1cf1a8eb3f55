"""A transaction on SQLite takes the one writer's turn when it writes, not when it begins."""

import sqlite3
from importlib.util import find_spec, module_from_spec

import pytest
from django.db import IntegrityError, OperationalError, transaction

from plans.backup.upgrading import other_database, sqlite_settings
from plans.database_trouble import Trouble, trouble_of
from plans.models import SitePage

pytestmark = pytest.mark.django_db
ALIAS = "beside"


@pytest.fixture
def beside(tmp_path, other_databases):
    values = sqlite_settings(tmp_path / "beside.sqlite3")
    values["OPTIONS"] = {"timeout": 0.05, "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"}
    with other_database(ALIAS, values) as connection:
        with connection.schema_editor() as editor:
            editor.create_model(SitePage)
            editor.create_model(SitePage.history.model)
        yield connection


@pytest.fixture
def somebody(beside, tmp_path):
    """Another program with the same file."""
    beside.ensure_connection()
    other = sqlite3.connect(tmp_path / "beside.sqlite3", timeout=0.05, isolation_level=None)
    yield other
    other.close()


def pages():
    return SitePage.objects.using(ALIAS)


def add(slug: str) -> None:
    pages().bulk_create([SitePage(slug=slug, title=slug, body="…")])


def slugs() -> list[str]:
    return sorted(pages().values_list("slug", flat=True))


def test_who_only_reads_keeps_nobody_waiting_and_waits_for_nobody(beside, somebody):
    somebody.execute("BEGIN IMMEDIATE")
    with transaction.atomic(using=ALIAS), transaction.atomic(using=ALIAS):
        assert slugs() == []
    somebody.execute("COMMIT")
    with transaction.atomic(using=ALIAS):
        assert slugs() == []
        somebody.execute("BEGIN IMMEDIATE")
        somebody.execute("COMMIT")


def test_what_was_written_meanwhile_does_not_fail_the_first_write(beside, somebody):
    add("first")
    with transaction.atomic(using=ALIAS):
        assert slugs() == ["first"]
        somebody.execute("UPDATE plans_sitepage SET slug = 'theirs'")
        add("mine")
    assert slugs() == ["mine", "theirs"]


def test_the_turn_is_kept_from_the_first_write_to_the_end(beside, somebody):
    with transaction.atomic(using=ALIAS):
        add("mine")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            somebody.execute("BEGIN IMMEDIATE")
    somebody.execute("BEGIN IMMEDIATE")
    somebody.execute("COMMIT")


def test_a_row_that_is_read_to_be_changed_takes_the_turn(beside, somebody):
    add("mine")
    with transaction.atomic(using=ALIAS):
        assert pages().select_for_update(of=("self",), no_key=True).get().slug == "mine"
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            somebody.execute("BEGIN IMMEDIATE")


def test_who_waited_too_long_is_told_and_can_go_on(beside, somebody):
    somebody.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError) as error, transaction.atomic(using=ALIAS):
        add("mine")
    assert trouble_of(error.value) is Trouble.BUSY
    somebody.execute("COMMIT")
    add("later")
    assert slugs() == ["later"]


def test_what_is_taken_back_is_taken_back_to_its_savepoint(beside):
    with transaction.atomic(using=ALIAS):
        with pytest.raises(LookupError), transaction.atomic(using=ALIAS):
            slugs()
            raise LookupError
        with transaction.atomic(using=ALIAS):
            with pytest.raises(LookupError), transaction.atomic(using=ALIAS):
                add("inner")
                raise LookupError
            add("outer")
        with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
            add("outer")
    assert slugs() == ["outer"]
    with pytest.raises(LookupError), transaction.atomic(using=ALIAS):
        add("gone")
        raise LookupError
    assert slugs() == ["outer"]
    add("after")  # no transaction is left open
    assert slugs() == ["after", "outer"]


def test_a_connection_stays_open_so_that_a_full_disk_can_still_be_read(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///site.sqlite3")
    found = find_spec("dxportal.settings")
    product = module_from_spec(found)
    found.loader.exec_module(product)  # as it would be read, beside the one that was
    values = product.DATABASES["default"]
    assert values["CONN_MAX_AGE"] is None
    assert values["ENGINE"] == "dxportal.sqlite"


def test_a_full_disk_leaves_nothing_half_written_and_reading_goes_on(beside):
    add("first")
    with beside.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    with pytest.raises(OperationalError, match="full") as error, transaction.atomic(using=ALIAS):
        add("second")
        pages().filter(slug="first").update(body="…" * 100_000)
    assert trouble_of(error.value) is Trouble.FULL
    assert slugs() == ["first"]
    with beside.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    add("second")
    assert slugs() == ["first", "second"]


@pytest.mark.parametrize("far", [2**63, 10**400])
def test_a_number_beyond_64_bits_compares_as_it_should_and_equals_nothing(beside, far):
    """As on PostgreSQL. The driver would raise OverflowError."""
    add("first")
    assert not pages().filter(pk__in=[far, -far - 1]).exists()
    assert not pages().filter(pk__in=[far]).delete()[0]
    with beside.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM plans_sitepage WHERE id < %s AND id > %s", [far, -far - 1])
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT COUNT(*) FROM plans_sitepage WHERE id < %(far)s", {"far": far})
        assert cursor.fetchone() == (1,)


def test_what_is_done_on_a_copy_keeps_nobody_waiting_and_is_gone_afterwards(beside, somebody):
    add("first")
    with beside.on_a_copy():
        with transaction.atomic(using=ALIAS):
            add("shown")
            assert slugs() == ["first", "shown"]
            somebody.execute("BEGIN IMMEDIATE")  # not locked
            somebody.execute("UPDATE plans_sitepage SET slug = 'theirs'")
            somebody.execute("COMMIT")
        assert slugs() == ["first", "shown"]
    assert slugs() == ["theirs"]
    add("later")
    assert slugs() == ["later", "theirs"]


def test_a_preview_that_fails_leaves_the_site_its_own_connection(beside):
    own = beside.connection
    with pytest.raises(LookupError), beside.on_a_copy():
        add("shown")
        raise LookupError
    assert beside.connection is own
    assert slugs() == []


def test_in_a_transaction_nothing_is_copied(beside):
    with transaction.atomic(using=ALIAS):
        own = beside.connection
        with beside.on_a_copy():
            assert beside.connection is own
            add("mine")
    assert slugs() == ["mine"]
