"""`manage.py doctor` says in plain words what is to be mended, and tells a monitor by its exit code."""

import os
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from dxportal.health import installation, schema, site
from kpis.models import ReportFile, Review
from kpis.reports.formats import file_of
from plans.ledger import triggers
from plans.models import Municipality, SitePage
from tests.factories import freeze_today, guarded, make_city, make_indicator
from tests.former_tables import forget_newest

pytestmark = pytest.mark.django_db


def test_no_alarm_where_all_is_well(production, told):
    alarm, text = told()
    assert not alarm
    *notes, last = [line for line in text.splitlines() if not line.startswith("よし")]
    assert last == f"直すところはありません（注意{len(notes)}件）。"
    subjects = {note.partition(":")[0].split("　")[1] for note in notes}
    assert subjects == {"計画"} | ({"データベース"} if connection.vendor == "sqlite" else set())


def test_a_trial_raises_no_alarm_for_what_a_trial_is(told):
    alarm, text = told()
    for sample in ("お試し用のアカウント", "見本のまま", "架空の市", "SQLite", "定期実行の"):
        assert sample not in text
    assert "システムの管理者がいません" in text
    assert alarm


class TestAlarms:
    """Each breaks one thing in a site that is well."""

    def test_accounts_of_a_trial(self, production, told):
        get_user_model().objects.create_user("mihon-editor", "mihon-editor@mihon.example", is_staff=True)
        alarm, text = told()
        assert alarm
        assert "お試し用のアカウントが残っています（mihon-editor）" in text

    def test_nobody_who_may_do_everything(self, production, told):
        get_user_model().objects.filter(is_superuser=True).update(is_active=False)
        assert told()[0]
        assert "createsuperuser" in told()[1]

    @pytest.mark.parametrize("body", ["窓口：（ここに電話番号）", None])
    def test_a_text_that_is_still_the_sample(self, production, told, body):
        if body is None:
            SitePage.objects.filter(slug="about").delete()
        else:
            SitePage.objects.filter(slug="about").update(body=body)
        alarm, text = told()
        assert alarm
        assert "「このポータルについて」のページが" in text

    def test_a_sender_that_nobody_set(self, production, told, settings):
        settings.DEFAULT_FROM_EMAIL = "webmaster@localhost"
        assert told()[0]
        assert "DEFAULT_FROM_EMAIL=dx@city.example.jp" in told()[1]

    def test_a_mail_server_that_does_not_answer(self, production, told, monkeypatch):
        class Away:
            def open(self):
                raise ConnectionRefusedError

            def close(self):
                pass

        monkeypatch.setattr(installation, "get_connection", lambda **_options: Away())
        assert told()[0]
        assert "メールサーバーに接続できません（ConnectionRefusedError）" in told()[1]

    def test_links_in_mails_without_https(self, production, told, settings):
        settings.SITE_URL = "http://dx.city.example.jp"
        assert told()[0]

    def test_a_disk_that_is_nearly_full(self, production, told, monkeypatch):
        monkeypatch.setattr(installation, "LEAST_FREE", 10**18)
        assert told()[0]
        assert "ディスクの空き" in told()[1]

    def test_a_database_file_in_a_folder_that_is_not_there(self, monkeypatch):
        file = SimpleNamespace(
            vendor="sqlite", is_in_memory_db=lambda: False, settings_dict={"NAME": "/nonexistent/x.sqlite3"}
        )
        monkeypatch.setattr(installation, "connection", file)
        assert any(
            "フォルダー /nonexistent がありません" in finding.sentence for finding in installation.disk()
        )

    def test_static_files_that_were_never_collected(self, production, told, settings, tmp_path, monkeypatch):
        settings.STATIC_ROOT = tmp_path / "nothing"
        monkeypatch.setattr(installation, "staticfiles_storage", _Manifest({}))
        assert told()[0]
        assert "manage.py collectstatic --no-input" in told()[1]

    def test_static_files_of_the_former_version(self, production, told, settings, tmp_path, monkeypatch):
        settings.STATIC_ROOT = tmp_path
        (tmp_path / "staticfiles.json").write_text("{}")
        monkeypatch.setattr(
            installation, "staticfiles_storage", _Manifest({"css/base.css": "css/base.1.css"})
        )
        assert told()[0]
        assert "古いままです" in told()[1]

    def test_a_database_that_does_not_answer(self, production, told, monkeypatch):
        def fail(*_args):
            raise OperationalError

        monkeypatch.setattr(connection, "cursor", fail)
        alarm, text = told()
        assert alarm
        assert "データベースに接続できません" in text
        assert "――　　アカウント: データベースが使えるようになってから" in text

    @pytest.mark.parametrize(
        ("encoding", "words"), [("UTF8", ""), ("SQL_ASCII", "文字コードが SQL_ASCII です")]
    )
    def test_a_database_that_does_not_know_japanese_letters(self, monkeypatch, encoding, words):
        info = SimpleNamespace(parameter_status=lambda name: encoding)
        database = SimpleNamespace(vendor="postgresql", connection=SimpleNamespace(info=info))
        monkeypatch.setattr(schema, "connection", database)
        found = schema._encoding_problem()
        assert words in found
        assert bool(found) is bool(words)

    def test_tables_that_are_behind(self, production, told):
        forget_newest("kpis")
        assert told()[0]
        assert "manage.py migrate を実行してください" in told()[1]

    def test_a_review_that_cron_has_not_opened(self, production, told, plan, monkeypatch):
        monkeypatch.undo()
        freeze_today(monkeypatch, date(2026, 7, 10))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(site, "is_production", lambda: True)
            make_indicator(plan, "k")
            [finding] = [row for row in site.jobs() if "open_reviews" in row.sentence]
        assert finding.is_wrong

    def test_a_guard_that_does_not_stand(self, production, told):
        triggers.drop(connection)
        alarm, text = told()
        assert alarm
        assert "manage.py migrate を実行すると、置き直します。" in text

    def test_a_file_of_a_report_that_is_damaged_and_one_that_is_missing(self, production, told, report_city):
        guarded()
        report = report_city.publish()
        file_of(report, "csv")
        alarm, text = told()
        assert not alarm
        assert "作り置きのファイルが" in text
        ReportFile.objects.update(content=b"damaged")
        alarm, text = told()
        assert alarm
        assert "チェックサムの合わないものがあります。manage.py verify_reports で確かめてください" in text

    @pytest.mark.parametrize(("days", "is_wrong"), [(1, False), (2, True), (40, True)])
    def test_a_backup_that_is_old(self, production, told, tmp_path, days, is_wrong):
        moment = timezone.now().timestamp() - days * 86_400 - 60
        os.utime(tmp_path / "backups" / "monday.dxbackup", (moment, moment))
        (tmp_path / "backups" / "tuesday.dxbackup.part").write_bytes(b"cut off")
        alarm, text = told()
        assert alarm == is_wrong
        assert (f"いちばん新しいバックアップが{days}日前" in text) == is_wrong

    def test_a_folder_of_backups_that_is_empty_or_away(self, production, told, tmp_path):
        (tmp_path / "backups" / "monday.dxbackup").unlink()
        assert "まだ何もありません" in told()[1]
        (tmp_path / "backups").rmdir()
        alarm, text = told()
        assert alarm
        assert "を読めません" in text

    def test_a_report_that_was_altered(self, production, told, monkeypatch):
        real = site.call_command

        def verify(name, **options):
            if name != "verify_reports":
                return real(name, **options)
            raise CommandError("2026-Q1: 合いません")

        monkeypatch.setattr(site, "get_commands", lambda: {"verify_reports": "kpis"})
        monkeypatch.setattr(site, "call_command", verify)
        alarm, text = told()
        assert alarm
        assert "チェックサムの合わないもの" in text
        assert "2026-Q1: 合いません" in text


class TestNotes:
    """Worth a look, and no alarm."""

    def test_the_fictional_city(self, production, told):
        alarm, text = told()
        assert not alarm
        assert "注意　計画: 架空の市（見本市）が公開されています" in text
        assert "clear_samples" in text

    def test_a_fictional_city_of_ones_own_goes_another_way(self, production, told):
        make_city("reiji", name="例示市", is_fictional=True)
        (line,) = [line for line in told()[1].splitlines() if "例示市" in line]
        assert "manage.py remove_city reiji で消せます" in line
        assert "clear_samples" not in line

    def test_a_word_in_the_file_that_is_no_setting(self, production, told):
        production.write_text("ALLOWED_HOST=dx.city.example.jp\n")
        alarm, text = told()
        assert not alarm
        assert "書き誤りではありませんか" in text
        assert "ALLOWED_HOST" in text

    def test_a_file_that_others_may_read(self, production, told):
        production.chmod(0o644)
        assert f"chmod 600 {production}" in told()[1]

    def test_sessions_that_nobody_clears(self, production, told):
        Session.objects.create(session_key="old", expire_date=timezone.now() - timedelta(days=31))
        alarm, text = told()
        assert not alarm
        assert "clearsessions" in text

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [("MAIL_CONFIGURED", False, "EMAIL_URL"), ("BEHIND_PROXY", False, "BEHIND_PROXY=true"),
         ("SECURE_HSTS_SECONDS", 0, "HSTS_SECONDS"), ("BACKUP_FOLDER", "", "BACKUP_FOLDER=")],
    )  # fmt: skip
    def test_a_setting_that_is_better_otherwise(self, production, told, settings, name, value, words):
        setattr(settings, name, value)
        alarm, text = told()
        assert not alarm
        assert words in text

    def test_staff_whom_no_mail_reaches(self, production, told):
        get_user_model().objects.create_user("clerk", is_staff=True)
        assert "メールアドレスのない職員が1人います" in told()[1]


class _Manifest:
    """What whitenoise keeps of the files that were collected."""

    manifest_strict = True

    def __init__(self, hashed_files):
        self.hashed_files = hashed_files


def test_it_changes_nothing(production, told):
    before = Municipality.objects.count(), Review.objects.count(), Session.objects.count()
    told()
    assert (Municipality.objects.count(), Review.objects.count(), Session.objects.count()) == before
