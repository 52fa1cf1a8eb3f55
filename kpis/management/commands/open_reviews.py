"""The reviews whose quarter has ended, opened: for cron, and harmless when run twice."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from kpis.workflow.reviews import open_due_reviews


class Command(BaseCommand):
    help = (
        "Open the review of the quarter that ended last, for every plan under way whose policy says so. For cron, "
        "e.g. daily; running it again opens nothing twice."
    )

    def handle(self, **options) -> None:
        opened = open_due_reviews(at=timezone.localdate())
        for review in opened:
            self.stdout.write(f"{review}: レビューを始めました（締切 {review.due_on:%Y-%m-%d}）。")
        self.stdout.write(self.style.SUCCESS(f"始めたレビュー: {len(opened)}件"))
