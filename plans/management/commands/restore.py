"""A backup in place of all that the site has."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from plans.backup import BackupError, restore, what_stands
from plans.backup.archive import opened
from plans.backup.restoring import require_up_to_date
from plans.backup.values import day_label

ANSWER = "復元"


class Command(BaseCommand):
    help = (
        "Put what the backup FILE holds in place of everything the site has: all of it, or nothing. Asks first. The file "
        "may come from the other kind of database, or from a former version."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask, even where the site is not empty")

    def handle(self, *, file: Path, yes: bool, **options) -> None:
        try:
            with opened(file) as archive:
                require_up_to_date(connection)
                if not yes:
                    self._ask(file, archive.header)
                counts = restore(archive, tells=True)
        except BackupError as error:
            raise CommandError(str(error)) from None
        if options["verbosity"]:
            self.stdout.write(
                f"復元しました: {file}（{len(counts)}表、{sum(counts.values()):,}行）。"
                "全員がサインアウトしています。サーバーを再起動してください。"
            )

    def _ask(self, file: Path, header: dict) -> None:
        self.stdout.write(
            f"{file}: {header['site_name']}、{day_label(header['written_at'])} のバックアップ"
            f"（版 {header['product_version']}、{header['database']}）"
        )
        stands = "、".join(f"{name} {count}" for name, count in what_stands().items())
        if stands:
            self.stdout.write(f"今のサイトの内容（{stands}）は、すべて消えて置き換わります。")
        self.stdout.write("サーバーが動いていれば、先に止めてください。")
        try:
            answer = input(f"復元するには「{ANSWER}」と入力してください: ")
        except EOFError:
            raise CommandError(
                "確認できないので、復元しませんでした。確認なしで復元するには --yes を付けてください。"
            ) from None
        if answer.strip() != ANSWER:
            raise CommandError("復元しませんでした。サイトは元のままです。")
