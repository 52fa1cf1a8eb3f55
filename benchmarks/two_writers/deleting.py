"""Some write in rows that others are about to delete, from the list and from the row's page."""

import random
import re

from django.urls import reverse

from plans.models import Plan, Term
from tests.factories import make_term
from tests.sent_forms import form_with

from .admin_forms import FormPlace
from .browser import Browser
from .places import Tally, save

LIST = "list: delete selected"


class Doomed:
    """Terms that are written in and deleted at the same time. A save is lost that the deleter's page did not show."""

    label = LIST

    def __init__(self, plan: Plan, count: int):
        self.rows = [make_term(plan, f"doomed-{number}", f"用語{number}") for number in range(count)]
        self.tallies = {row.pk: Tally() for row in self.rows}
        self.shown: dict[
            int, int
        ] = {}  # the version that the page showed when it was answered that the row is gone

    def place(self, row: Term) -> FormPlace:
        address = reverse("admin:plans_term_change", args=[row.pk])
        return FormPlace(self.label, address, "body", row, "body", lambda serial: f"文w{serial}番")

    def write(self, browser: Browser, number: int, saves: int, tally: Tally) -> None:
        for row in self.rows[:saves]:
            for _twice in range(2):
                if browser.get(self.place(row).address).status != 200:
                    break  # gone: nobody can write in it
                try:
                    save(self.place(row), browser, number * 10_000 + _twice, self.tallies[row.pk])
                except StopIteration:  # gone between two looks
                    tally.count("found it gone")

    def delete(self, browser: Browser, number: int, saves: int, tally: Tally) -> None:
        choose = random.Random(number)  # noqa: S311 - nothing secret
        for row in self.rows[:saves]:
            tally.count("played")
            address = reverse("admin:plans_term_changelist")
            question = {"action": "delete_selected", "_selected_action": str(row.pk)}
            if choose.random() < 0.5:
                address = reverse("admin:plans_term_delete", args=[row.pk])
                page = browser.get(address)
            else:
                page = browser.post(address, question)
            if 'name="seen_rows"' not in page.html:
                continue  # somebody else has deleted it
            fields = form_with(page.html, "seen_rows")
            answer = browser.post(address, fields)
            if answer.is_praised and not Term.objects.filter(pk=row.pk).exists():
                with tally.lock:
                    self.shown.setdefault(row.pk, int(re.search(r":(\d+)", fields["seen_rows"][0])[1]))
                tally.count("saved")
            elif answer.status >= 500:
                tally.count("errors", answer.said)
            else:
                tally.count("chosen")

    def lost(self) -> int:
        """Saves of deleted rows beyond those that the deleter was shown, and of the others those that are not there."""
        found = 0
        for row in self.rows:
            tally = self.tallies[row.pk]
            if row.pk in self.shown:
                found += max(0, len(tally.chain) - (self.shown[row.pk] - 1))
            elif Term.objects.filter(pk=row.pk).exists():
                found += len(tally.lost(self.place(row).stored()))
        return found
