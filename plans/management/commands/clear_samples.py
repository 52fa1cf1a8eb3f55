"""The fictional city, removed whole."""

from django.core.management.base import BaseCommand
from django.db import transaction

from plans.samples import clear_samples


class Command(BaseCommand):
    help = "Remove the fictional cities and all that belongs to them. Real cities are not touched."

    @transaction.atomic
    def handle(self, **options) -> None:
        self.stdout.write(self.style.SUCCESS(f"Removed fictional cities: {clear_samples()}"))
