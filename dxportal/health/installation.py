"""Whether what stands on the disk and in the settings is fit: nothing here asks the portal's tables."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.mail import get_connection
from django.db import connection
from django.utils.translation import gettext as _

from dxportal import environment
from dxportal.safeguards import public_hosts

from .finding import Finding, note, wrong
from .schema import counting_problem, database_problem, guard_problem, schema_problem

LEAST_FREE = 1024**3  # bytes


def is_production() -> bool:
    return bool(public_hosts(settings.ALLOWED_HOSTS))


def settings_file() -> Iterator[Finding]:
    found = environment.find()
    if found.file is None:
        if is_production():
            yield note(
                _(
                    "設定ファイルを使っていません。定期実行でも同じ環境変数が渡っているか確かめるか、/etc/dxportal/env に書いてください。"
                )
            )
        return
    if found.open_to_others:  # in production the portal has refused to start
        yield note(
            _("設定ファイル %(file)s を、ほかの利用者が読めます。chmod 600 %(file)s としてください。")
            % {"file": found.file}
        )
    if found.unknown:
        yield note(
            _(
                "設定ファイル %(file)s に、ポータルの設定ではない名前があります（%(names)s）。書き誤りではありませんか。"
            )
            % {"file": found.file, "names": "、".join(found.unknown)}
        )
    if found.contradictions:
        yield note(
            _("環境変数が設定ファイルと違います（%s）。このコマンドだけ別の設定で動いていませんか。")
            % "、".join(found.contradictions)
        )


def safety() -> Iterator[Finding]:
    if not is_production():
        return
    if not settings.BEHIND_PROXY:
        yield note(
            _(
                "BEHIND_PROXY が true ではありません。nginxなどのプロキシの後ろで動かすときは、BEHIND_PROXY=true と書いてください。"
            )
        )
    if settings.SECURE_HSTS_SECONDS == 0:
        yield note(_("HSTS_SECONDS が0です。HTTPSで動くことを確かめたら、その行を消してください。"))
    if settings.SITE_URL.startswith("http://"):
        yield wrong(
            _("SITE_URL が http:// で始まっています。メールのリンクのために、https:// に直してください。")
        )
    if not settings.SECURITY_CONTACT:
        yield note(
            _(
                "弱点を見つけた人の連絡先がありません。SECURITY_CONTACT=security@city.example.jp のように書くと、"
                "/.well-known/security.txt で案内します。"
            )
        )


def database() -> Iterator[Finding]:
    problem = database_problem() or schema_problem() or guard_problem() or counting_problem()
    if problem:
        yield wrong(problem)
    if connection.vendor == "sqlite" and is_production():
        yield note(
            _(
                "SQLiteで動いています。大勢が同時に入力するときは、PostgreSQLに移してください（manage.py copy_to_postgres）。"
            )
        )


def files() -> Iterator[Finding]:
    """Static files: whether they are collected, and since the last upgrade."""
    if settings.DEBUG:
        return
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if not hasattr(staticfiles_storage, "manifest_strict"):
        return
    if not manifest.is_file():
        yield wrong(
            _(
                "CSSなどのファイルが用意されていません。manage.py collectstatic --no-input を実行してください。"
            )
        )
        return
    known = set(staticfiles_storage.hashed_files)
    late = [
        path
        for finder in get_finders()
        for path, storage in finder.list([])
        if path not in known or storage.get_modified_time(path).timestamp() > manifest.stat().st_mtime
    ]
    if late:
        yield wrong(
            _(
                "CSSなどのファイルが古いままです（%(count)d個。例: %(example)s）。manage.py collectstatic --no-input を実行し、サーバーを始め直してください。"
            )
            % {"count": len(late), "example": late[0]}
        )


def disk() -> Iterator[Finding]:
    folders = {str(settings.BASE_DIR)}
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        file = Path(connection.settings_dict["NAME"])
        if not file.parent.is_dir():
            yield wrong(
                _("データベースのファイルを置くフォルダー %s がありません。DATABASE_URL を確かめてください。")
                % file.parent
            )
            return
        folders.add(str(file.parent))
        if file.exists() and file.stat().st_uid != os.geteuid():
            yield wrong(
                _(
                    "データベースのファイル %s の持ち主と、このコマンドの利用者が違います。持ち主で実行してください（sudo -u）。"
                )
                % file
            )
    for folder in sorted(folders):
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE:
            yield wrong(
                _("%(folder)s のあるディスクの空きが、あと%(free)dMBです。空きを作ってください。")
                % {"folder": folder, "free": free // 1024**2}
            )


def mail() -> Iterator[Finding]:
    if not settings.MAIL_CONFIGURED:
        yield note(
            _(
                "メールの設定（EMAIL_URL）がありません。督促はメールで届かないので、画面の「督促」から一覧を印刷してください。"
            )
        )
        return
    if settings.DEFAULT_FROM_EMAIL == "webmaster@localhost":
        yield wrong(_("差出人がありません。DEFAULT_FROM_EMAIL=dx@city.example.jp のように書いてください。"))
    server = get_connection(fail_silently=False)
    try:
        server.open()
    except Exception as error:  # refused, unknown, no certificate, a wrong password: each library has its own
        yield wrong(
            _("メールサーバーに接続できません（%s）。EMAIL_URL を確かめてください。") % type(error).__name__
        )
    finally:
        server.close()
