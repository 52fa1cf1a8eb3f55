"""Whether a workbook's plan is still the one that it was taken out of: an address that has changed is a slip, or a move."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from plans.access import Right, may
from plans.fixture_files import LoadError
from plans.models import Municipality, Plan
from plans.models.plan import FormerAddress

from .opened import KEY_SEPARATOR, Digests
from .reading import PlanRows
from .tables import tables


def same_plan(found: PlanRows, opened: Digests, user: AbstractUser | None) -> tuple[Digests, list[str]]:
    """How the rows stood, under the address that the plan has today; and what is to be said of another address, if any.

    Raises LoadError with the one sentence that names the cause: where the address was changed in the portal, every row
    would else be a new plan's; where it was changed in the workbook, it would write over a third plan, or bring reports
    along, which only a superuser may.
    """
    own = (found.city, found.plan)
    moved = _moved_to(own)
    if moved is not None and _may_change(user, moved):
        raise LoadError([_moved_sentence(found, moved)])
    was = _opened_address(opened)
    if was is None or was == own:
        return opened, []
    came_from = _moved_to(was)
    if came_from is not None and came_from.natural_key() == own:
        return _under(opened, was, own), []
    if _stored(was) is None:
        return opened, []
    is_free = user is None or user.is_superuser
    brings_reports = any(row.table and row.table.is_reported for row in found.rows)
    if _stored(own) is not None or (not is_free and (brings_reports or found.city != was[0])):
        raise LoadError([_changed_sentence(found, was) + _back(was, found)])
    return opened, [_changed_sentence(found, was) + _("元の計画は、そのまま残ります。")]


def _opened_address(opened: Digests) -> tuple[str, str] | None:
    title = next(table.title for table in tables() if table.model is Plan)
    keys = [key.split(KEY_SEPARATOR) for sheet, key in opened if sheet == title]
    return (keys[0][0], keys[0][1]) if len(keys) == 1 and len(keys[0]) == 2 else None


def _stored(address: tuple[str, str]) -> Plan | None:
    return Plan.objects.filter(municipality__slug=address[0], slug=address[1]).first()


def _moved_to(address: tuple[str, str]) -> Plan | None:
    """The plan that once had the address, where none has it now."""
    if _stored(address) is not None:
        return None
    former = FormerAddress.objects.filter(path="/".join(address)).select_related("plan__municipality").first()
    return former.plan if former else None


def _may_change(user: AbstractUser | None, plan: Plan) -> bool:
    """Of a plan that is none of theirs nobody is told where it went."""
    return user is None or may(user, Right.CHANGE_PLAN, plan.municipality_id)


def _moved_sentence(found: PlanRows, plan: Plan) -> str:
    city, slug = plan.natural_key()
    place, now = (_place(found, Plan), slug) if found.city == city else (_place(found, Municipality), city)
    form = _(
        "%(place)s: このポータルで、アドレス名が「%(now)s」に変わりました。セルを「%(now)s」に書きかえてから読み込んでください。"
    )
    return form % {"place": place, "now": now}


def _changed_sentence(found: PlanRows, was: tuple[str, str]) -> str:
    form = _("%(place)s: 取り出したときの「%(was)s」が「%(now)s」に変わっているので、別の計画とみなします。")
    return form % {
        "place": _place(found, _changed_model(found, was)),
        "was": was[0] if found.city != was[0] else was[1],
        "now": found.city if found.city != was[0] else found.plan,
    }


def _back(was: tuple[str, str], found: PlanRows) -> str:
    form = _(
        "「%(was)s」に戻してください。アドレス名を変えるときは、管理画面の「%(table)s」で変えます。"
        "別の計画として登録するときは、様式をダウンロードし、そこに書き写してください。"
    )
    names = {"was": was[0] if found.city != was[0] else was[1]}
    return form % (names | {"table": _changed_model(found, was)._meta.verbose_name})


def _changed_model(found: PlanRows, was: tuple[str, str]) -> type[Municipality] | type[Plan]:
    return Municipality if found.city != was[0] else Plan


def _place(found: PlanRows, model: type[Municipality] | type[Plan]) -> str:
    return next(row.place("slug") for row in found.rows if row.model is model)


def _under(opened: Digests, was: tuple[str, str], own: tuple[str, str]) -> Digests:
    """The same rows under the plan's new address."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for (title, key), digests in opened.items():
        parts = key.split(KEY_SEPARATOR)
        both = tuple(parts[:2]) == was
        parts = [*own, *parts[2:]] if both else [own[0], *parts[1:]] if parts[0] == was[0] else parts
        found[title, KEY_SEPARATOR.join(parts)] = digests
    return found
