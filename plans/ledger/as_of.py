"""The plan as it stood on a day: what was changed since is undone in memory, newest first.

A corrected slip stays corrected: the plan never meant it. Targets carry their own days (`Target.effective_from`).
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.utils import timezone

from plans.models import Plan, Revision, RevisionKind
from plans.models.base import Promised
from plans.models.living import Living
from plans.translations.rows import speak
from plans.translations.said import is_translated, said

from .promised import label_of, links_of

Row = TypeVar("Row", bound=Promised)
# What is not undone: it is no change of a row, or it carries its own day.
KEPT = (RevisionKind.PUBLICATION, RevisionKind.MISPRINT, RevisionKind.TARGET, RevisionKind.WITHDRAWAL)


def as_of(rows: Iterable[Row], plan: Plan, at: date) -> list[Row]:
    """The rows as they were on that day; those that did not exist yet are left out. The rows themselves are changed.

    At most one query for each day and plan object, none for today.
    """
    since = _since(plan, at)
    found = []
    for row in rows:
        mine = since.get((label_of(type(row)), row.pk), ())
        if any(revision.kind == RevisionKind.ADDITION for revision in mine):
            continue
        if isinstance(row, Living):
            row.seen_on = at
        undo(row, mine)
        found.append(row)
    return found


def undo(row: Promised, revisions: Iterable[Revision]) -> None:
    """The row as it stood before those revisions of it, newest first. The row itself is changed."""
    for revision in revisions:
        if revision.factor:
            row.undo_conversion(revision.factor, revision.changes)
        else:
            _undo(row, revision)
            row.follow_undone({change["field"] for change in revision.changes})


def _since(plan: Plan, at: date) -> dict[tuple[str, int], list[Revision]]:
    """What was changed after that day, by subject, newest first. Kept on the plan object."""
    if at >= timezone.localdate():
        return {}
    kept = plan.__dict__.setdefault("_changed_since", {})
    if at not in kept:
        kept[at] = {}
        for row in plan.revisions.filter(effective_on__gt=at).exclude(kind__in=KEPT).newest_first():
            kept[at].setdefault(row.subject_key, []).append(row)
    return kept[at]


def _undo(row: Promised, revision: Revision) -> None:
    links = {link.name: link for link in links_of(type(row))}
    for change in revision.changes:
        name, before = change["field"], change["before"]
        if ":" in name:
            _undo_part(row, name, before)
        elif name in links:
            model = links[name].related_model
            _cache(row, name, list(model._default_manager.filter(pk__in=before or ())))
        else:
            described = row._meta.get_field(name)
            value = described.to_python(before) if before is not None else None
            setattr(row, described.attname, said(value) if name in row.WORDS else value)


def _undo_part(row: Promised, name: str, before: object) -> None:
    """A part that came later is not there yet; one that was rewritten or taken away since reads as it did."""
    part, _colon, which = name.partition(":")
    for relation in row._meta.related_objects:
        if relation.related_model._meta.model_name == part:
            accessor = relation.get_accessor_name()
            found = [one for one in getattr(row, accessor).all() if one.promise_name != which]
            if before is not None:
                former = relation.related_model.as_promised(row, which, str(before))
                if former is None:
                    continue
                if is_translated():
                    speak(former)
                found.append(former)
            _cache(row, accessor, found)


def _cache(row: Promised, name: str, values: list) -> None:
    """What `row.name.all()` answers from now on."""
    rows = getattr(row, name).all()
    rows._result_cache = values
    rows._prefetch_done = True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
