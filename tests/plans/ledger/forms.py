"""What the forms of promised rows send."""

from django.urls import reverse


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def sent(client, row, **changes) -> dict:
    """What the row's own page would send, with these changes."""
    shown = client.get(page_of(row)).context
    form, data = shown["adminform"].form, {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        if value is None or value is False:
            continue
        data[name] = [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
    for formset in shown["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return data | changes
