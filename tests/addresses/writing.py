"""What the buttons send, and whom it serves: each line must change something for these roles, and for nobody else."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin

from kpis.models import Measurement, Review
from kpis.reports.publishing import publish
from kpis.staff.comment_form import CommentForm

from .table import DECIDERS, MANAGERS, STAFF, SUPERUSER, WRITERS
from .walked_city import WalkedCity

Data = dict[str, object]


@dataclass(frozen=True)
class Deed:
    """A POST to the address with that key (of the waiting report, if `waiting`)."""

    key: str
    who: set[str]
    data: Callable[[WalkedCity], Data]
    waiting: bool = False
    prepare: Callable[[WalkedCity], object] = lambda city: None

    def address(self, city: WalkedCity) -> str:
        pk, waiting = f"/{city.rows['kpis_measurement'].pk}/", f"/{city.submitted.pk}/"
        found = city.address(self.key)
        return found.replace(pk, waiting) if self.waiting else found


def _typed(city: WalkedCity, **more) -> Data:
    """A changed value in the grid."""
    key = f"value-{city.small_city.indicator.pk}"
    return {f"{key}-seen": "1:-", f"{key}-value": "7654320", f"{key}-observation_status": "A"} | more


def _ticked(city: WalkedCity) -> Data:
    """The draft's row on the grid's page of confirmation."""
    key = f"value-{city.small_city.indicator.pk}"
    return {"handin": "1", "row": key, f"version-{key}": "1"}


def _waiting(city: WalkedCity, **more) -> Data:
    key = f"value-{city.submitted.pk}"
    return {f"version-{key}": "1"} | {name.format(key): text.format(key) for name, text in more.items()}


def _verb(name: str) -> Callable[[WalkedCity], Data]:
    return lambda city: {"verb": name, "version": "1", "reason": "数え直してください"}


def _report(city: WalkedCity) -> Data:
    return {"value": "7654320", "observation_status": "A"}


def _new_report(city: WalkedCity) -> Data:
    return {
        "indicator": city.small_city.indicator.pk,
        "period": "2024-Q4",
        "revision": "1",
        "value": "3",
        "observation_status": "A",
    }


def _form(city: WalkedCity, name: str, **more) -> Data:
    """What the page of that row sends when it is saved, with these changes."""
    row = city.rows[name]
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


def _all_answered(city: WalkedCity) -> None:
    Measurement.objects.update(state="approved")
    city.small_city.action.progress.all().delete()


def _seen(city: WalkedCity) -> str:
    """What the form remembers of the comment that was there when it was opened."""
    return CommentForm(instance=Review.objects.get(pk=city.small_city.review.pk))["as_opened"].value()


def _close(city: WalkedCity) -> None:
    _all_answered(city)
    city.small_city.close()


def _publish_and_correct(city: WalkedCity) -> None:
    _close(city)
    publish(city.small_city.review, by=city.small_city.user("manager"))
    Measurement.objects.filter(indicator=city.small_city.indicator).update(value=7)


DEEDS = {
    "save the grid": Deed("kpis_review_entry", WRITERS, lambda city: _typed(city, save="1")),
    "submit the grid": Deed("kpis_review_entry", WRITERS, lambda city: _typed(city, submit="1")),
    "hand in from the grid": Deed("kpis_review_entry", WRITERS, _ticked),
    "take back in the grid": Deed(
        "kpis_review_entry", WRITERS, lambda city: {"recall": f"value-{city.submitted.indicator_id}"}
    ),
    "approve one": Deed("kpis_review_approval", DECIDERS, lambda city: _waiting(city, approve_one="{}")),
    "approve several": Deed("kpis_review_approval", DECIDERS, lambda city: _waiting(city, pick="{}")),
    "return": Deed(
        "kpis_review_approval",
        DECIDERS,
        lambda city: _waiting(city, **{"return": "{}", "reason-{}": "数え直してください"}),
    ),
    "submit on its page": Deed("kpis_measurement_verb", WRITERS, _verb("submit")),
    "take back on its page": Deed("kpis_measurement_verb", WRITERS, _verb("recall"), waiting=True),
    "approve on its page": Deed("kpis_measurement_verb", DECIDERS, _verb("approve"), waiting=True),
    "return on its page": Deed("kpis_measurement_verb", DECIDERS, _verb("send_back"), waiting=True),
    "submit an action's report": Deed("kpis_actionprogress_verb", WRITERS, _verb("submit")),
    "change a value on its page": Deed("kpis_measurement_change", WRITERS, _report),
    "enter a value on a page": Deed("kpis_measurement_add", WRITERS, _new_report),
    "delete a draft": Deed("kpis_measurement_delete", MANAGERS, lambda city: {"post": "yes"}),
    "move the due date": Deed(
        "kpis_review_status",
        MANAGERS,
        lambda city: {"change": "1", "due_on": "2025-09-30", "meeting_on": "", "overall_comment": ""},
    ),
    "close the review": Deed(
        "kpis_review_status", MANAGERS, lambda city: {"close": "1"}, prepare=_all_answered
    ),
    "reopen the review": Deed(
        "kpis_review_status",
        MANAGERS,
        lambda city: {"reopen": "1", "reopen_reason": "訂正"},
        prepare=lambda city: city.small_city.close(),
    ),
    "write the overall comment": Deed(
        "kpis_review_report",
        MANAGERS,
        lambda city: {"save": "1", "overall_comment": "総括です", "as_opened": _seen(city)},
    ),
    "publish the report": Deed(
        "kpis_review_report",
        MANAGERS,
        lambda city: {
            "publish": "1",
            "confirmed": "on",
            "overall_comment": "総括です",
            "as_opened": _seen(city),
        },
        prepare=_close,
    ),
    "publish a correction": Deed(
        "kpis_review_report",
        MANAGERS,
        lambda city: {
            "correct": "1",
            "confirmed": "on",
            "reason": "数え直しました",
            "as_opened": _seen(city),
        },
        prepare=_publish_and_correct,
    ),
    "record a missing value": Deed(
        "kpis_review_status",
        MANAGERS,
        lambda city: {
            "missing": f"value-{city.small_city.indicator.pk}",
            f"reason-value-{city.small_city.indicator.pk}": "調査なし",
        },
    ),
    "record printed reminders": Deed("kpis_review_reminders", MANAGERS, lambda city: {"printed": "1"}),
    "delete a review": Deed("kpis_review_delete", MANAGERS, lambda city: {"post": "yes"}),
    "change a review": Deed(
        "kpis_review_change", MANAGERS, lambda city: _form(city, "kpis_review", overall_comment="総括")
    ),
    "change a plan's rules": Deed(
        "kpis_reviewpolicy_change",
        MANAGERS,
        lambda city: {"due_days": "10", "allows_own_approval": "on"},
    ),
    "change a goal": Deed(
        "plans_goal_change",
        MANAGERS,
        lambda city: _form(
            city,
            "plans_goal",
            title="書きかえ",
            plan="",
            revision_kind="misprint",
            revision_reason="写しまちがい",
        ),
    ),
    "delete a term": Deed("plans_term_delete", MANAGERS, lambda city: {"post": "yes"}),
    "delete listed terms": Deed(
        "plans_term_changelist",
        MANAGERS,
        lambda city: {
            "action": "delete_selected",
            "_selected_action": city.rows["plans_term"].pk,
            "post": "yes",
        },
    ),
    "give somebody a role": Deed(
        "plans_membership_add",
        SUPERUSER,
        lambda city: {
            "user": city.small_city.user("nobody").pk,
            "municipality": city.small_city.city.pk,
            "role": "manager",
        },
    ),
    "begin with one-time codes": Deed("one-time-code", STAFF, lambda city: {"action": "start"}),
}
