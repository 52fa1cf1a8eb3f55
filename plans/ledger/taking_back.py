"""The stored rows of a plan as they were before the first line of its ledger: for a fictional plan that is laid anew."""

from django.db import IntegrityError, transaction

from plans.fixture_files import LoadError
from plans.kinds import Publicity
from plans.models import Plan, Revision, RevisionKind
from plans.models.base import Promised

from .promised import links_of
from .states import subject_model


def take_back_changes(plan: Plan) -> None:
    """Undoes in the database what the plan's ledger records, the last first, while the guard stands open.

    What was added is in preparation again. Parts (targets and the like) stay as they are, and so does the ledger.
    """
    for revision in plan.revisions.order_by("-pk"):
        model = subject_model(revision.subject_model)
        row = model._default_manager.filter(pk=revision.subject_id).first() if model else None
        if row is not None:
            _take_back(row, revision)


def _take_back(row: Promised, revision: Revision) -> None:
    links = {link.name: link for link in links_of(type(row))}
    fields = {}
    for change in revision.changes:
        name, before = change["field"], change["before"]
        if name in links:
            getattr(row, name).set(links[name].related_model._default_manager.filter(pk__in=before or ()))
        elif ":" not in name:
            described = row._meta.get_field(name)
            fields[described.attname] = described.to_python(before)
    if revision.kind == RevisionKind.ADDITION:
        fields["state"] = Publicity.PREPARING
    if not fields:
        return
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**fields)
    except IntegrityError as error:
        raise LoadError(
            [
                f"{row._meta.verbose_name}「{row}」は、画面やコマンドを通さずに書きかえられているので、"
                f"変更の記録の前には戻せません（{str(error).splitlines()[0]}）。"
            ]
        ) from error
