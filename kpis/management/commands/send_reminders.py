"""The reminders that are due today, by mail: for cron, and harmless when run twice."""

from collections.abc import Iterable

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kpis.models import Review
from kpis.workflow import reminder_sending, reminders
from kpis.workflow.reminder_sending import Told
from plans.models import Plan


class Command(BaseCommand):
    help = (
        "Mail everybody for whom something waits in an open review, from a week before it is due, and who is to decide on "
        "corrections of closed ones. For cron, e.g. every morning: nobody is reminded twice within five days. Without a mail server (EMAIL_URL) the list is printed "
        "instead. Exit code 1 when a mail could not be sent."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="print who would be reminded, send nothing"
        )

    def handle(self, *, dry_run: bool, **options) -> None:
        # Cron starts a few seconds earlier or later each day: whole minutes keep the five days five days.
        at = timezone.now().replace(second=0, microsecond=0)
        day = timezone.localdate(at)
        found = reminders.reviews_to_remind_of(Plan.objects.all(), day)
        if dry_run or not reminder_sending.mail_is_configured():
            self._list(found, at)
            if not dry_run:
                self.stdout.write("メールの設定（EMAIL_URL）がないので、送っていません。")
            return
        outcome = reminder_sending.send_all(found, at=at, site=getattr(settings, "SITE_URL", ""))
        self._people("送りました", outcome.sent)
        self._people(
            "メールアドレスがありません（画面の「督促」から一覧を印刷してください）", outcome.without_address
        )
        self.stdout.write(
            self.style.SUCCESS(
                f"送信 {len(outcome.sent)}件、5日以内に督促済み {len(outcome.resting)}件、"
                f"アドレスなし {len(outcome.without_address)}件、失敗 {len(outcome.failed)}件"
            )
        )
        if outcome.failed:
            lines = "\n".join(f"{row.name} <{row.address}>: {reason}" for row, reason in outcome.failed)
            raise CommandError(f"送れなかったメールがあります。\n{lines}")

    def _list(self, found: Iterable[Review], at) -> None:
        """Who would be reminded of how much, review by review."""
        for review in found:
            self.stdout.write(f"{review}")
            people = reminders.survey(review, at=at)
            for row in people.recipients:
                state = "（5日以内に督促済み）" if row.rests(at) else ""
                self.stdout.write(f"  {row.name} <{row.address or 'メールなし'}> {len(row.items)}件{state}")
            for due_item in people.unattended:
                self.stdout.write(f"  担当者がいません: {due_item.owner}（{due_item.department_names}）")
        if not found:
            self.stdout.write("督促するレビューはありません。")

    def _people(self, title: str, people: Iterable[Told]) -> None:
        for row in people:
            self.stdout.write(f"{title}: {row.name} {row.count}件")
