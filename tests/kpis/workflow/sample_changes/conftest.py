"""The fictional city's ledger and promise."""

from django.core.management import call_command

from plans.ledger.promised import fields_of, links_of, parts, subjects
from plans.models import Plan


def load(**options) -> None:
    call_command("load_samples", verbosity=0, yes=True, **options)


def ledger(plan: Plan) -> list[tuple]:
    """Every line as people read it, the newest first."""
    rows = plan.revisions.newest_first()
    texts = [
        [(each["field"], each["before_text"], each["after_text"]) for each in row.changes] for row in rows
    ]
    names = ("kind", "subject_name", "effective_on", "recorded_at", "reason", "decision", "factor")
    return [(*line, text) for line, text in zip(rows.values_list(*names), texts, strict=True)]


def promise(plan: Plan) -> dict[tuple, tuple]:
    """What every promised row says, and which rows it is linked with."""
    found = {}
    for model in (*subjects(), *parts()):
        for row in model._default_manager.filter(**{"pk" if model is Plan else model.PLAN_PATH: plan.pk}):
            said = [str(getattr(row, field.name)) for field in fields_of(model)]
            linked = [set(map(str, getattr(row, link.name).all())) for link in links_of(model)]
            found[model, row.natural_key()] = (said, linked)
    return found
