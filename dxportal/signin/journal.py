"""The record of sign-ins, and of what was done about them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from axes.models import AccessFailureLog, AccessLog
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, F, Model, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.era import date_label
from plans.people_names import person_label

from .models import FailedSignIn, LockedBy, Strike, Way

RESULTS = {
    "in": gettext_lazy("成功"),
    "failed": gettext_lazy("失敗"),
    "locked": gettext_lazy("締め出し"),
    "out": gettext_lazy("サインアウト"),
}


@dataclass(frozen=True)
class Event:
    """One line of the list of sign-ins."""

    at: datetime
    username: str
    address: str | None
    result: str  # a key of RESULTS
    name: str = ""  # of the person, where the account is there
    reason: str = ""  # why it failed, a FailedSignIn.Reason
    locked_by: str = ""  # the limit that it reached, a LockedBy
    way: str = ""  # a Way; blank: a password

    @property
    def result_label(self) -> str:
        return str(RESULTS[self.result])

    @property
    def account(self) -> str:
        """姓 名（ユーザー名）"""
        return self.name or self.username

    @property
    def reason_label(self) -> str:
        reason = str(FailedSignIn.Reason(self.reason).label) if self.reason else ""
        limit = str(LockedBy(self.locked_by).label) if self.locked_by else ""
        return _("%(reason)s。%(limit)s") % {"reason": reason, "limit": limit} if limit else reason

    @property
    def way_label(self) -> str:
        """Blank where somebody signs out."""
        if self.result == "out":
            return ""
        return str(Way(self.way).label if self.way else _("パスワード"))

    @property
    def when(self) -> str:
        return moment_label(self.at)


def moment_label(at: datetime) -> str:
    """令和8年（2026年）4月1日 9時05分"""
    local = timezone.localtime(at)
    return f"{date_label(local.date())} {local.hour}時{local.minute:02}分"


def events(*, username: str = "", day: date | None = None) -> list[QuerySet]:
    """Rows for `Event`, by where they are kept: sign-ins, sign-outs, failures and lock-outs, of names that contain `username`."""
    failed = Case(
        When(locked_out=True, then=Value("locked")), default=Value("failed"), output_field=CharField()
    )
    text = {name: Value(name, output_field=CharField()) for name in RESULTS}
    return [
        _rows(AccessLog.objects.all(), "attempt_time", text["in"], username, day, way=F("how__way")),
        _rows(AccessLog.objects.exclude(logout_time=None), "logout_time", text["out"], username, day),
        _rows(
            AccessFailureLog.objects.all(),
            "attempt_time",
            failed,
            username,
            day,
            reason=F("why__reason"),
            locked_by=F("why__locked_by"),
            way=F("why__way"),
        ),
    ]


def _rows(
    rows: QuerySet,
    moment: str,
    result,
    username: str,
    day: date | None,
    *,
    reason=None,
    locked_by=None,
    way=None,
) -> QuerySet:
    if username:
        rows = rows.filter(username__icontains=username)
    if day:
        begins = timezone.make_aware(datetime.combine(day, time.min))
        rows = rows.filter(**{f"{moment}__gte": begins, f"{moment}__lt": begins + timedelta(days=1)})
    named = rows.order_by().annotate(at=F(moment), name=F("username"), address=F("ip_address"))
    blank = Value("", output_field=CharField())
    said = named.annotate(
        result=result, reason=reason or blank, locked_by=locked_by or blank, way=way or blank
    )
    return said.values("at", "name", "address", "result", "reason", "locked_by", "way")


def as_events(rows) -> list[Event]:
    rows = list(rows)
    known = get_user_model().objects.filter(username__in={row["name"] for row in rows})
    people = {user.get_username(): person_label(user) for user in known}
    return [
        Event(
            row["at"],
            row["name"] or "",
            row["address"],
            row["result"],
            people.get(row["name"], ""),
            row["reason"] or "",
            row["locked_by"] or "",
            row["way"] or "",
        )
        for row in rows
    ]


def record(by: AbstractUser, of: AbstractUser, what: str) -> None:
    """Notes in the account's history in the admin who changed how it signs in."""
    _note(by, of, str(of.pk), of.get_username(), what)


def record_address(by: AbstractUser, address: str, what: str) -> None:
    """Notes among the admin's actions who changed what holds for an address."""
    _note(by, Strike, address, address, what)


def _note(by: AbstractUser, model: type[Model] | Model, key: str, name: str, what: str) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(model),
        object_id=key,
        object_repr=name,
        action_flag=CHANGE,
        change_message=what,
    )
