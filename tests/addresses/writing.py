"""What the buttons send, and whom it serves: each line must change something for these roles, and for nobody else."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin

from kpis.models import Measurement, Review
from kpis.reports.publishing import publish
from kpis.staff.report_room import mark_of

from .table import DECIDERS, MANAGERS, STAFF, SUPERUSER, WRITERS
from .town import Town

Data = dict[str, object]


@dataclass(frozen=True)
class Deed:
    """A POST to the address with that key (of the waiting report, if `waiting`)."""

    key: str
    who: set[str]
    data: Callable[[Town], Data]
    waiting: bool = False
    prepare: Callable[[Town], object] = lambda town: None

    def address(self, town: Town) -> str:
        pk, waiting = f"/{town.rows['kpis_measurement'].pk}/", f"/{town.submitted.pk}/"
        found = town.address(self.key)
        return found.replace(pk, waiting) if self.waiting else found


def _typed(town: Town, **more) -> Data:
    """A changed value in the grid."""
    key = f"value-{town.world.indicator.pk}"
    return {f"{key}-seen": "1:-", f"{key}-value": "7654320", f"{key}-observation_status": "A"} | more


def _waiting(town: Town, **more) -> Data:
    key = f"value-{town.submitted.pk}"
    return {f"version-{key}": "1"} | {name.format(key): text.format(key) for name, text in more.items()}


def _verb(name: str) -> Callable[[Town], Data]:
    return lambda town: {"verb": name, "version": "1", "reason": "数え直してください"}


def _report(town: Town) -> Data:
    return {"value": "7654320", "observation_status": "A", "seen_version": "1"}


def _new_report(town: Town) -> Data:
    return {
        "indicator": town.world.indicator.pk,
        "period": "2024-Q4",
        "revision": "1",
        "value": "3",
        "observation_status": "A",
    }


def _form(town: Town, name: str, **more) -> Data:
    """What the page of that row sends when it is saved, with these changes."""
    row = town.rows[name]
    data: Data = {}
    for described in row._meta.fields:
        value = getattr(row, described.attname)
        data[described.name] = "" if value is None else value
    for inline in admin.site._registry[type(row)].inlines:
        manager = next(
            rel.get_accessor_name()
            for rel in row._meta.related_objects
            if rel.related_model is inline.model and rel.field.name in (inline.fk_name, rel.field.name)
        )
        data |= {f"{manager}-TOTAL_FORMS": "0", f"{manager}-INITIAL_FORMS": "0"}
    return data | more


def _all_answered(town: Town) -> None:
    Measurement.objects.update(state="approved")
    town.world.action.progress.all().delete()


def _seen(town: Town) -> str:
    """What the form remembers of the comment that was there when it was opened."""
    return mark_of(Review.objects.get(pk=town.world.review.pk).overall_comment)


def _close(town: Town) -> None:
    _all_answered(town)
    town.world.close()


def _publish_and_correct(town: Town) -> None:
    _close(town)
    publish(town.world.review, by=town.world.user("manager"))
    Measurement.objects.filter(indicator=town.world.indicator).update(value=7)


DEEDS = {
    "save the grid": Deed("kpis_review_entry", WRITERS, lambda town: _typed(town, save="1")),
    "submit the grid": Deed("kpis_review_entry", WRITERS, lambda town: _typed(town, submit="1")),
    "take back in the grid": Deed(
        "kpis_review_entry", WRITERS, lambda town: {"recall": f"value-{town.submitted.indicator_id}"}
    ),
    "approve one": Deed("kpis_review_approval", DECIDERS, lambda town: _waiting(town, approve_one="{}")),
    "approve several": Deed("kpis_review_approval", DECIDERS, lambda town: _waiting(town, pick="{}")),
    "return": Deed(
        "kpis_review_approval",
        DECIDERS,
        lambda town: _waiting(town, **{"return": "{}", "reason-{}": "数え直してください"}),
    ),
    "submit on its page": Deed("kpis_measurement_verb", WRITERS, _verb("submit")),
    "take back on its page": Deed("kpis_measurement_verb", WRITERS, _verb("recall"), waiting=True),
    "approve on its page": Deed("kpis_measurement_verb", DECIDERS, _verb("approve"), waiting=True),
    "return on its page": Deed("kpis_measurement_verb", DECIDERS, _verb("send_back"), waiting=True),
    "submit an action's report": Deed("kpis_actionprogress_verb", WRITERS, _verb("submit")),
    "change a value on its page": Deed("kpis_measurement_change", WRITERS, _report),
    "enter a value on a page": Deed("kpis_measurement_add", WRITERS, _new_report),
    "delete a draft": Deed("kpis_measurement_delete", MANAGERS, lambda town: {"post": "yes"}),
    "move the due date": Deed(
        "kpis_review_status",
        MANAGERS,
        lambda town: {"change": "1", "due_on": "2025-09-30", "meeting_on": "", "overall_comment": ""},
    ),
    "close the review": Deed(
        "kpis_review_status", MANAGERS, lambda town: {"close": "1"}, prepare=_all_answered
    ),
    "reopen the review": Deed(
        "kpis_review_status",
        MANAGERS,
        lambda town: {"reopen": "1", "reopen_reason": "訂正"},
        prepare=lambda town: town.world.close(),
    ),
    "write the overall comment": Deed(
        "kpis_review_report",
        MANAGERS,
        lambda town: {"save": "1", "overall_comment": "総括です", "seen": _seen(town)},
    ),
    "publish the report": Deed(
        "kpis_review_report",
        MANAGERS,
        lambda town: {"publish": "1", "confirmed": "on", "overall_comment": "総括です", "seen": _seen(town)},
        prepare=_close,
    ),
    "publish a correction": Deed(
        "kpis_review_report",
        MANAGERS,
        lambda town: {"correct": "1", "confirmed": "on", "reason": "数え直しました", "seen": _seen(town)},
        prepare=_publish_and_correct,
    ),
    "record a missing value": Deed(
        "kpis_review_status",
        MANAGERS,
        lambda town: {
            "missing": f"value-{town.world.indicator.pk}",
            f"reason-value-{town.world.indicator.pk}": "調査なし",
        },
    ),
    "record printed reminders": Deed("kpis_review_reminders", MANAGERS, lambda town: {"printed": "1"}),
    "delete a review": Deed("kpis_review_delete", MANAGERS, lambda town: {"post": "yes"}),
    "change a review": Deed(
        "kpis_review_change", MANAGERS, lambda town: _form(town, "kpis_review", overall_comment="総括")
    ),
    "change a plan's rules": Deed(
        "kpis_reviewpolicy_change",
        MANAGERS,
        lambda town: {"due_days": "10", "allows_own_approval": "on"},
    ),
    "change a goal": Deed(
        "plans_goal_change", MANAGERS, lambda town: _form(town, "plans_goal", title="書きかえ", plan="")
    ),
    "delete a term": Deed("plans_term_delete", MANAGERS, lambda town: {"post": "yes"}),
    "delete listed terms": Deed(
        "plans_term_changelist",
        MANAGERS,
        lambda town: {
            "action": "delete_selected",
            "_selected_action": town.rows["plans_term"].pk,
            "post": "yes",
        },
    ),
    "give somebody a role": Deed(
        "plans_membership_add",
        SUPERUSER,
        lambda town: {
            "user": town.world.user("nobody").pk,
            "municipality": town.world.city.pk,
            "role": "manager",
        },
    ),
    "begin with one-time codes": Deed("one-time-code", STAFF, lambda town: {"action": "start"}),
}
