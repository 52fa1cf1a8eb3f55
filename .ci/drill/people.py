"""What people do on a site before it is upgraded: roles, entries on their whole way, a text, a word of the plan.

In the fictional city, by the portal's own verbs; run with the former version's code.
"""

import sys
from datetime import date
from pathlib import Path

import django

sys.path.insert(0, str(Path.cwd()))
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402

from kpis.models import ActionProgress, Measurement, Review  # noqa: E402
from kpis.workflow import entries  # noqa: E402
from kpis.workflow.due_items import due_items_of  # noqa: E402
from plans.access import Right  # noqa: E402
from plans.models import Department, Membership, Municipality, SitePage, Term  # noqa: E402


def person(name: str, city: Municipality, role: str):
    user = get_user_model().objects.create_user(
        f"drill-{name}", f"{name}@example.jp", "Akagi-no-yama-7", last_name=name
    )
    Membership.objects.create(user=user, municipality=city, role=role, valid_from=date(2024, 4, 1))
    return user


def main() -> None:
    review = (
        Review.objects.filter(plan__municipality__is_fictional=True, state="open").order_by("-period").first()
    )
    city = review.plan.municipality
    editor, approver = person("入力", city, "editor"), person("承認", city, "approver")
    done = []
    for asked in due_items_of(editor, review, Right.WRITE_ENTRIES):
        if asked.entry is not None:
            continue
        own = {"period": str(asked.period)}
        if not asked.is_value:
            row = ActionProgress(action=asked.owner, status="as-planned", comment="訓練の文\n2行目", **own)
        elif asked.owner.is_ratio:
            row = Measurement(indicator=asked.owner, numerator=3, denominator=4, **own)
        else:
            row = Measurement(indicator=asked.owner, value=12, progress_comment="訓練の文\n2行目", **own)
        try:
            row = entries.save_entry(row, by=editor)
            steps = len(done) % 4
            if steps:
                row = entries.submit(row, by=editor)
            if steps == 2:
                row = entries.approve(row, by=approver)
            if steps == 3:
                entries.send_back(row, by=approver, reason="根拠を書いてください")
        except (ValidationError, entries.Refused) as refusal:
            print(f"{asked.code}: {refusal}")
        else:
            done.append(asked.code)
    if len(done) < 4:
        sys.exit(f"Too few entries for a drill: {done}")
    Department.objects.create(municipality=city, code="drill", name="訓練課")
    for row in (Term.objects.filter(plan=review.plan).first(), SitePage.objects.first()):
        row.body = f"{row.body}\n訓練の一文。"
        row.save()
    print(f"People entered {len(done)} values for {review}: {', '.join(done)}")


main()
