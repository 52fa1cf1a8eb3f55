"""What the forms of promised rows send."""

from collections.abc import Mapping, Sequence

from django.forms import BaseForm
from django.urls import reverse

NOTHING: Mapping[str, Sequence[dict]] = {}


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def sent(client, row, *, new: Mapping[str, Sequence[dict]] = NOTHING, **changes) -> dict:
    """What the row's own page would send, with these changes; `new`: rows added below it, by the name of their kind.

    What stands below it already is sent as it stands: `| {"targets-0-value": "1"}` changes it.
    """
    shown = client.get(page_of(row)).context
    data = values(shown["adminform"].form)
    for formset in (inline.formset for inline in shown["inline_admin_formsets"]):
        name, stored, added = formset.prefix, formset.initial_forms, new.get(formset.prefix, ())
        for form in stored:
            data |= values(form)
        for number, fields in enumerate(added, len(stored)):
            data |= {f"{name}-{number}-{key}": value for key, value in fields.items()}
        data |= {f"{name}-TOTAL_FORMS": len(stored) + len(added), f"{name}-INITIAL_FORMS": len(stored)}
    return data | changes


def values(form: BaseForm) -> dict:
    """What the form shows; an unticked box and an empty field send nothing."""
    found = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        if value is not None and value is not False:
            plain = [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
            found[form.add_prefix(name)] = plain
    return found
