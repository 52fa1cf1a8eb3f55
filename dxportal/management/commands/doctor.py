"""What is to be mended on this site, in plain words."""

from django.core.management.base import BaseCommand

from dxportal.health.doctor import examine


class Command(BaseCommand):
    help = (
        "Look at settings, database, files, mail, accounts, texts, reports, cron and backups, and say in Japanese what "
        "to mend. Changes nothing. Exit code 1 when something is wrong; what is only worth a look leaves it 0."
    )
    requires_system_checks = []  # it looks itself, and says it in words

    def handle(self, **options) -> None:
        wrong = notes = 0
        for check, findings in examine():
            if findings is None:
                self.stdout.write(f"――　　{check.name}: データベースが使えるようになってから確かめます。")
                continue
            if not findings:
                self.stdout.write(f"よし　{check.name}")
            for finding in findings:
                wrong += finding.is_wrong
                notes += not finding.is_wrong
                mark = "直す　" if finding.is_wrong else "注意　"
                self.stdout.write(f"{mark}{check.name}: {finding.sentence}")
        if wrong:
            self.stdout.write(self.style.ERROR(f"直すところが{wrong}件あります（注意{notes}件）。"))
            raise SystemExit(1)
        self.stdout.write(self.style.SUCCESS(f"直すところはありません（注意{notes}件）。"))
