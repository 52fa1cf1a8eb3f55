"""A site that has outgrown SQLite moves up to PostgreSQL."""

import os

from django.core.management.base import BaseCommand, CommandError

from plans.backup import BackupError
from plans.backup.copying import copy_to_postgres


class Command(BaseCommand):
    help = (
        "Copy a SQLite site into the empty PostgreSQL database URL: every row, compared after copying. Without URL the "
        "address is taken from the variable COPY_TO, so that its password is in no list of processes. The SQLite file "
        "stays as it is."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("url", nargs="?", metavar="URL", help="postgres://user:password@host:5432/name")

    def handle(self, *, url: str | None, **options) -> None:
        url = url or os.environ.get("COPY_TO", "")
        if not url:
            raise CommandError(
                "移す先がありません。COPY_TO=postgres://利用者:パスワード@ホスト:5432/データベース名 を付けて実行してください。"
            )
        try:
            counts = copy_to_postgres(url)
        except BackupError as error:
            raise CommandError(str(error)) from None
        if options["verbosity"]:
            self.stdout.write(
                f"PostgreSQLへ移し、全行を比べました（{len(counts)}表、{sum(counts.values()):,}行）。"
                "DATABASE_URL を移した先に変えて、サーバーを起動してください。"
            )
