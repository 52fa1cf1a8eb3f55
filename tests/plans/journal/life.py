# ruff: noqa: S608  the test's own tables and numbers
"""Every way to write, as operations by chance: the ORM, accounts, verbs, screens, and the database's own prompt."""

import random
from datetime import date

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.urls import reverse

from kpis.models import Measurement, RatingBand, RatingScale, ReviewPolicy
from kpis.workflow import entries
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Committee, Membership, RevisionKind, Seat, SitePage, Term
from tests.cities import PERIOD
from tests.factories import make_goal, make_indicator, make_term
from tests.sent_forms import form_with

from .longer_ways import WAYS, Way
from .rows import shell

SEED = 20260401
LONGER = 0.05  # of the operations: steps of the longer ways
BY_HAND = "データベースを直接操作"
User = get_user_model()


class Life:
    """The city in use; each method that begins with `do_` is one operation and gives who did it (None: nobody known)."""

    def __init__(self, city, client, tmp_path):
        self.city, self.plan, self.client, self.folder = city, city.plan, client, tmp_path
        self.dice = random.Random(SEED)  # noqa: S311
        self.number = 0
        self.boss = User.objects.create_superuser("boss", last_name="管理", first_name="太郎")
        self.approver = User.objects.create_user("judge", is_staff=True)
        Membership.objects.create(user=self.approver, municipality=city.city, role="approver")
        self.goals = [make_goal(self.plan, f"g{n}") for n in range(4)]
        self.indicators = [make_indicator(self.plan, f"x{n}") for n in range(3)]
        for row in self.indicators:
            row.departments.add(city.window)
        self.ways = [Way(self, steps) for steps in WAYS]

    def new(self) -> str:
        self.number += 1
        return f"n{self.number}"

    def term(self) -> Term:
        return self.dice.choice(list(self.plan.terms.all()))

    def operations(self, number: int):
        """So many by chance; then what of the longer ways nobody has gone to its end."""
        single = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("do_")]
        for _ in range(number):
            yield self.dice.choice(self.ways if self.dice.random() < LONGER else single)
        for way in self.ways:
            while not way.done:
                yield way

    # By the ORM, in the portal's own process.
    def do_save_a_new_row(self):
        make_term(self.plan, self.new(), self.new())

    def do_save_a_row(self):
        row = self.term()
        row.body = self.new()
        row.save()

    def do_update(self):
        Term.objects.filter(plan=self.plan, pk__gte=self.term().pk).update(body=self.new())

    def do_bulk_create(self):
        Term.objects.bulk_create(
            Term(plan=self.plan, code=self.new(), name=self.new(), reading_group="ア行", body="本文")
            for _ in "123"
        )

    def do_bulk_create_again(self):
        row = self.term()
        row.pk, row.body = None, self.new()
        Term.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["plan", "code"], update_fields=["body"]
        )

    def do_bulk_update(self):
        rows = list(self.plan.terms.all()[:3])
        for row in rows:
            row.name = self.new()
        Term.objects.bulk_update(rows, ["name"])

    def do_delete(self):
        self.term().delete()

    def do_cascade(self):
        committee = Committee.objects.create(plan=self.plan, code=self.new(), name="会議")
        chair = Seat.objects.create(committee=committee, code="chair", office="市長")
        Seat.objects.create(committee=committee, code="member", office="局長", parent=chair)
        if self.dice.random() < 0.7:
            committee.delete()

    def do_links(self):
        links = self.city.action.goals
        some = self.dice.sample(self.goals, 2)
        self.dice.choice(
            [lambda: links.add(*some), lambda: links.remove(*some), lambda: links.set(some), links.clear]
        )()

    def do_raw_sql(self):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE plans_term SET body = %s WHERE id = %s", [self.new(), self.term().pk])

    def do_taken_back(self):
        with transaction.atomic():
            make_term(self.plan, self.new(), self.new())
            transaction.set_rollback(True)

    def do_nested(self):
        with transaction.atomic():
            make_term(self.plan, self.new(), self.new())
            try:
                with transaction.atomic():
                    self.term().delete()
                    raise KeyError
            except KeyError:
                pass
            Term.objects.filter(pk=self.term().pk).update(body=self.new())

    # Accounts, roles, and what all share.
    def do_account(self):
        user = User.objects.create_user(self.new(), password=self.new())
        user.first_name = self.new()
        user.set_password(self.new())
        user.save()
        Membership.objects.create(
            user=user, municipality=self.city.city, role="editor", department=self.city.window
        )
        if self.dice.random() < 0.5:
            user.memberships.all().delete()
            user.delete()

    def do_role(self):
        row = self.dice.choice(list(Membership.objects.filter(municipality=self.city.city)))
        row.valid_until = date(2030 + self.dice.randrange(9), 3, 31)
        row.save()

    def do_scale(self):
        scale = RatingScale.objects.create(code=self.new(), name="印", metric="pace")
        RatingBand.objects.create(scale=scale, order=1, mark="A", label="よい")
        if self.dice.random() < 0.7:
            scale.delete()

    def do_policy(self):
        ReviewPolicy.objects.update_or_create(
            plan=self.plan, defaults={"allows_own_approval": self.dice.random() < 0.5}
        )

    def do_revision(self):
        grounds = Grounds("書きまちがい", kind=RevisionKind.MISPRINT, by=self.boss)
        with revising(self.plan, grounds):
            goal = self.dice.choice(self.goals)
            goal.refresh_from_db()
            goal.title = self.new()
            goal.save()
        return self.boss

    # The verbs.
    def do_enter(self):
        row = self.dice.choice(self.indicators)
        last = row.measurements.filter(period=PERIOD).order_by("revision").last()
        if last is None:
            last = Measurement(indicator=row, period=PERIOD)
        elif last.state not in ("draft", "returned"):
            return None
        last.value = self.dice.randrange(1, 900)
        entries.save_entry(last, by=self.city.editor, seen_version=last.version if last.pk else 0)
        return self.city.editor

    def _waiting(self, *states):
        rows = list(Measurement.objects.filter(indicator__in=self.indicators, state__in=states))
        return self.dice.choice(rows) if rows else None

    def do_submit(self):
        row = self._waiting("draft")
        if row:
            entries.submit(row, by=self.city.editor)
        return self.city.editor

    def do_recall(self):
        row = self._waiting("submitted")
        if row:
            entries.recall(row, by=self.city.editor)
        return self.city.editor

    def do_send_back(self):
        row = self._waiting("submitted")
        if row:
            entries.send_back(row, by=self.approver, reason="確かめてください")
        return self.approver

    def do_approve(self):
        row = self._waiting("submitted")
        if row:
            entries.approve(row, by=self.approver)
            self.indicators.append(make_indicator(self.plan, self.new()))
            self.indicators[-1].departments.add(self.city.window)
        return Ellipsis  # two do it: the approver, and the portal

    # By screens.
    def signed_in(self, user):
        self.client.force_login(user)
        return user

    def do_form(self):
        page = SitePage.objects.first()
        address = reverse("admin:plans_sitepage_change", args=[page.pk])
        boss = self.signed_in(self.boss)
        sent = form_with(self.client.get(address).content.decode(), "title") | {"title": self.new()}
        assert self.client.post(address, sent).status_code == 302
        return boss

    def do_delete_by_form(self):
        boss = self.signed_in(self.boss)
        address = reverse("admin:plans_term_delete", args=[make_term(self.plan, self.new(), self.new()).pk])
        self.client.post(address, {"post": "yes"})
        return Ellipsis if boss else None

    def do_list_action(self):
        rows = [make_term(self.plan, self.new(), self.new()) for _ in "12"]
        self.signed_in(self.boss)
        self.client.post(
            reverse("admin:plans_term_changelist"),
            {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"},
        )
        return Ellipsis

    # By the database's own prompt.
    def do_shell(self):
        key, text = self.term().pk, self.new()
        with shell() as plain:
            plain.execute(f"UPDATE plans_term SET body = '{text}' WHERE id = {key}")
        return BY_HAND

    def do_shell_replaces(self):
        """Another row in the place of one with the same code: REPLACE of SQLite takes that one away."""
        old = self.term()
        names = [f.column for f in Term._meta.concrete_fields if not f.primary_key]
        listed = ", ".join(f'"{name}"' for name in names)
        with shell() as plain:
            if connection.vendor == "postgresql":
                plain.execute(
                    f"INSERT INTO plans_term ({listed}) SELECT {listed} FROM plans_term WHERE id = {old.pk} "
                    f"ON CONFLICT (plan_id, code) DO UPDATE SET body = '{self.new()}'"
                )
            else:
                plain.execute(
                    f"INSERT OR REPLACE INTO plans_term ({listed}) SELECT {listed} FROM plans_term WHERE id = {old.pk}"
                )
        return BY_HAND

    def do_shell_ignores(self):
        names = ", ".join(f'"{f.column}"' for f in Term._meta.concrete_fields)
        row = f"INSERT INTO plans_term ({names}) SELECT {names} FROM plans_term WHERE id = {self.term().pk} ON CONFLICT DO NOTHING"
        with shell() as plain:
            plain.execute(row)
        return BY_HAND

    def do_shell_deletes(self):
        with shell() as plain:
            plain.execute(
                f"DELETE FROM plans_term WHERE id = {make_term(self.plan, self.new(), self.new()).pk}"
            )
        return Ellipsis

    def do_shell_role(self):
        row = self.dice.choice(list(Membership.objects.filter(municipality=self.city.city)))
        with shell() as plain:
            plain.execute(
                f"UPDATE plans_membership SET valid_from = '{2000 + self.dice.randrange(20)}-04-01' WHERE id = {row.pk}"
            )
        return BY_HAND
