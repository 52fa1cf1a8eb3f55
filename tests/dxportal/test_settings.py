"""Production starts only when it is told what it needs; what is missing, misspelt or unsafe is one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from dxportal import environment
from dxportal.starting import read_settings

KEY = "k3#" + "nQ8v!zT5" * 8
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "dx.city.example.jp"}
TRIAL = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]", "HTTPS": "false", "DEMO": "true"}


@pytest.fixture
def found(monkeypatch):
    """The settings as they are read from an environment of these variables alone."""
    for name in environment.NAMES:
        monkeypatch.delenv(name, raising=False)

    def found(given: dict[str, str], **changes: str) -> dict:
        for name, value in ({environment.POINTER: ""} | given | changes).items():
            monkeypatch.setenv(name, value)
        return vars(read_settings())

    return found


@pytest.fixture
def refused(found):
    """The sentence with which they are refused."""

    def refused(given: dict[str, str], **changes: str) -> str:
        with pytest.raises(ImproperlyConfigured) as caught:
            found(given, **changes)
        [sentence] = str(caught.value).splitlines()
        return sentence

    return refused


@pytest.fixture
def file(tmp_path):
    """Writes a file of settings, for its owner alone, and says how it is named."""

    def file(values: dict[str, str] | str, mode: int = 0o600) -> dict[str, str]:
        path = tmp_path / "env"
        lines = values if isinstance(values, str) else "\n".join(f"{k}={v}" for k, v in values.items())
        path.write_text(lines, "utf-8")
        path.chmod(mode)
        return {environment.POINTER: str(path)}

    return file


class TestProduction:
    def test_two_variables_suffice(self, found):
        read = found(PRODUCTION)
        assert (read["DEBUG"], read["DEMO"], read["HTTPS"]) == (False, False, True)
        assert (read["SECURE_SSL_REDIRECT"], read["SESSION_COOKIE_SECURE"]) == (True, True)
        assert read["SITE_URL"] == "https://dx.city.example.jp"

    @pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
    def test_without_them_it_says_what_to_write(self, refused, name):
        sentence = refused(PRODUCTION, **{name: ""})
        assert sentence.startswith(f"{name} がありません。")
        assert "SECRET_KEY=" in sentence or "例: ALLOWED_HOSTS=dx.city.example.jp" in sentence

    @pytest.mark.parametrize(
        "hosts",
        [
            "dx.city.example.jp",
            "localhost,dx.city.example.jp",
            "10.1.2.3",
            "192.168.0.5",
            "dx",
            ".city.lg.jp",
            "172.16.0.1",
        ],
    )
    @pytest.mark.parametrize("line", ["HTTPS=false", "DEMO=true", "DEBUG=true"])
    def test_what_is_for_a_trial_is_refused_beside_public_hosts(self, refused, hosts, line):
        name, _, value = line.partition("=")
        sentence = refused({"SECRET_KEY": KEY, "ALLOWED_HOSTS": hosts, name: value})
        assert f"お試し用の {line} のまま" in sentence
        assert f"{name} の行を消して" in sentence

    @pytest.mark.parametrize(
        "hosts",
        ["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "::1", "portal.localhost", "dx.test", "testserver"],
    )
    def test_a_trial_on_this_machine_is_let_be(self, found, hosts):
        assert found(TRIAL, ALLOWED_HOSTS=hosts)["DEMO"] is True

    def test_a_trial_file_beside_public_hosts_is_refused_and_named(self, refused, file):
        pointer = file(TRIAL)
        sentence = refused(pointer | {"ALLOWED_HOSTS": "dx.city.example.jp"})
        assert pointer[environment.POINTER] in sentence
        assert "お試し用の" in sentence

    def test_any_host_at_all_is_refused(self, refused):
        assert "「*」" in refused(PRODUCTION, ALLOWED_HOSTS="*")

    def test_an_address_is_no_host(self, refused):
        assert "https:// や / を付けずに" in refused(PRODUCTION, ALLOWED_HOSTS="https://dx.city.example.jp/")

    def test_debug_needs_no_hosts_but_a_key(self, found, refused):
        assert found({"SECRET_KEY": KEY, "DEBUG": "true"})["DEBUG"] is True
        assert refused({"SECRET_KEY": "", "DEBUG": "true"}).startswith("SECRET_KEY がありません。")


@pytest.mark.parametrize(
    "key",
    ["…", "...", "changeme", "short", "x" * 60, "abcd" * 20, "k" * 48 + "9", "あ" * 60, KEY + "…", "changeme" + KEY,
     "django-insecure-" + KEY, "your-secret-key-" + KEY, "<" + KEY + ">"],
)  # fmt: skip
@pytest.mark.parametrize("given", [PRODUCTION, TRIAL], ids=["production", "trial"])
def test_a_key_that_is_short_or_copied_is_refused(refused, given, key):
    sentence = refused(given, SECRET_KEY=key)
    assert sentence.startswith("SECRET_KEY が")
    assert "secrets.token_urlsafe(50)" in sentence


class TestMisspelt:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *((name, "ture") for name in ("DEBUG", "DEMO", "HTTPS", "BEHIND_PROXY", "HSTS_SUBDOMAINS")),
            ("SESSION_MINUTES", "0"), ("SESSION_MINUTES", "一時間"), ("SESSION_MINUTES", "-5"), ("HSTS_SECONDS", "1年"),
            ("PAGE_CACHE_MB", "-1"), ("PAGE_CACHE_MB", "64MB"),
            ("ONE_TIME_CODES", "all"), ("LOG_LEVEL", "LOUD"), ("DATABASE_URL", "postgre://x@y/z"),
            ("DATABASE_URL", "dxportal"), ("DATABASE_URL", "postgres://u:p@h:port/name"),
            ("DATABASE_URL", "postgres://x@h:5432/"), ("CACHE_URL", "redi://x"),
            ("CACHE_URL", "x"), ("EMAIL_URL", "mail.example.jp"), ("EMAIL_URL", "smtp:/mail"),
            ("CSRF_TRUSTED_ORIGINS", "dx.city.example.jp"), ("SITE_URL", "dx.city.example.jp"),
        ],
    )  # fmt: skip
    def test_the_sentence_names_it_and_gives_an_example(self, refused, name, value):
        sentence = refused(PRODUCTION, **{name: value})
        assert name in sentence
        assert f"{name}=" in sentence or "次のどれか" in sentence

    @pytest.mark.parametrize("name", ["DATABASE_URL", "CACHE_URL", "EMAIL_URL"])
    def test_a_password_is_not_shown(self, refused, name):
        assert "hunter2" not in refused(PRODUCTION, **{name: "no-such://user:hunter2@host"})

    @pytest.mark.parametrize("name", sorted(environment.NAMES - {"SECRET_KEY", "ALLOWED_HOSTS"}))
    def test_a_variable_left_empty_means_its_default(self, found, name):
        assert found(PRODUCTION, **{name: ""})["HTTPS"] is True


class TestFile:
    """One file that server, cron and commands read alike."""

    def test_what_it_says_holds(self, found, file):
        text = f'# ours\n\nSECRET_KEY="{KEY}"\nexport ALLOWED_HOSTS = dx.city.example.jp\nSITE_NAME=$名前 #1 です\n'
        read = found(file(text))
        assert (read["SECRET_KEY"], read["SITE_NAME"]) == (KEY, "$名前 #1 です")

    @pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o602])
    def test_others_must_not_read_or_write_it_in_production(self, refused, file, mode):
        pointer = file(PRODUCTION, mode)
        assert f"chmod 600 {pointer[environment.POINTER]}" in refused(pointer)

    def test_a_trial_may_lie_on_a_drive_without_modes(self, found, file):
        assert found(file(TRIAL, 0o644))["DEMO"] is True

    @pytest.mark.parametrize(
        "exported",
        [{"DATABASE_URL": "sqlite:////elsewhere.sqlite3"}, {"DATABASE_URL": ""}, {"EMAIL_URL": "smtp://mail.example.jp"},
         {"SITE_NAME": "別のサイト"}],
    )  # fmt: skip
    def test_an_environment_that_cron_would_not_have_is_refused(self, refused, file, exported):
        written = PRODUCTION | {"DATABASE_URL": "postgres://dxportal@127.0.0.1/dxportal"}
        sentence = refused(file(written) | exported)
        assert sentence.startswith(f"{next(iter(exported))} の値が、環境変数と設定ファイル")

    def test_the_same_said_twice_and_another_log_level_are_no_contradiction(self, found, file):
        assert found(file(PRODUCTION) | PRODUCTION | {"LOG_LEVEL": "INFO"})["LOG_LEVEL"] == "INFO"

    def test_in_a_trial_the_environment_wins(self, found, file):
        assert found(file(TRIAL), SITE_NAME="お試し")["SITE_NAME"] == "お試し"

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("SECRET_KEY\n", "1行目"),
            ("A=1\nDEMO = true\nDEMO=false", "3行目で、DEMO が2度"),
            ("HTTPS: true", "1行目"),
        ],
    )
    def test_a_line_that_cannot_be_read_is_named(self, refused, file, text, part):
        assert part in refused(file(text))

    def test_a_file_that_is_not_there_is_named(self, refused, tmp_path):
        sentence = refused(PRODUCTION, **{environment.POINTER: str(tmp_path / "nope")})
        assert f"{tmp_path / 'nope'} がありません" in sentence

    def test_a_file_of_another_encoding_is_named(self, refused, file):
        pointer = file("")
        Path(pointer[environment.POINTER]).write_bytes("SITE_NAME=見本市".encode("cp932"))
        assert "UTF-8" in refused(pointer)

    def test_beside_manage_py_comes_first_and_etc_serves_production(self, monkeypatch, tmp_path):
        monkeypatch.setattr(environment, "BESIDE", tmp_path / ".env")
        monkeypatch.setattr(environment, "SYSTEM_WIDE", tmp_path / "etc")
        assert environment.find({}).file is None
        (tmp_path / "etc").write_text("SITE_NAME=本番")
        assert environment.find({}).values == {"SITE_NAME": "本番"}
        (tmp_path / ".env").write_text("SITE_NAME=お試し")
        with pytest.raises(ImproperlyConfigured, match="設定ファイルが2つあり"):
            environment.find({})
        (tmp_path / "etc").unlink()
        assert environment.find({}).values == {"SITE_NAME": "お試し"}

    def test_a_database_is_the_same_file_in_every_folder(self, found, monkeypatch, tmp_path):
        monkeypatch.chdir(tmp_path)
        here = Path(settings.BASE_DIR, "db.sqlite3")
        for text in ("", "sqlite:///db.sqlite3", f"sqlite:///{here}"):
            assert found(PRODUCTION, DATABASE_URL=text)["DATABASES"]["default"]["NAME"] == str(here)
        assert (
            found(PRODUCTION, DATABASE_URL="sqlite://:memory:")["DATABASES"]["default"]["NAME"] == ":memory:"
        )

    def test_words_that_are_no_setting_are_found(self, file):
        assert environment.find(file({"ALLOWED_HOST": "dx.city.example.jp", "DEMO": "true"})).unknown == [
            "ALLOWED_HOST"
        ]


def run(*words: str, **changes: str) -> subprocess.CompletedProcess:
    """A fresh process with these variables alone."""
    given = {"PATH": os.environ["PATH"], environment.POINTER: "", "DATABASE_URL": "sqlite://:memory:"}
    return subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR, env=given | PRODUCTION | changes, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_production_passes_djangos_deployment_check():
    answer = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr


def test_a_command_says_what_is_wrong_and_nothing_else():
    answer = run("manage.py", "migrate", SECRET_KEY="changeme")
    assert (answer.returncode, answer.stdout) == (1, "")
    [line] = answer.stderr.splitlines()
    assert line.startswith("設定の誤り: SECRET_KEY が見本の文字のままです。")


def test_the_server_says_what_is_wrong_and_stops():
    serve = ("dxportal.wsgi", "--config", "python:dxportal.gunicorn_conf", "--bind", "127.0.0.1:0")
    answer = run("-m", "gunicorn", *serve, HTTPS="false")
    assert (answer.returncode, answer.stdout) == (1, "")
    [line] = answer.stderr.splitlines()
    assert line.startswith("設定の誤り: お試し用の HTTPS=false のまま")


def test_a_worker_that_is_started_without_our_configuration_says_it_too():
    answer = run("-c", "import dxportal.wsgi", SECRET_KEY="")
    assert answer.returncode == 4
    [line] = answer.stderr.splitlines()
    assert line.startswith("設定の誤り: SECRET_KEY がありません。")
