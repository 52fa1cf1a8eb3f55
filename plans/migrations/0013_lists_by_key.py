"""Indexes for pages that neither count nor sort everything: cities in their order, sign-ins and what was done, newest first.

Tables of Django and of django-axes have no other place for theirs; without them those pages are slower and say the same.
"""

from django.db import migrations, models

# Table, columns, name.
OTHERS = [
    ("axes_accesslog", "attempt_time", "signin_in_newest"),
    ("axes_accesslog", "logout_time", "signin_out_newest"),
    ("axes_accessfailurelog", "attempt_time", "signin_failed_newest"),
    ("django_admin_log", "content_type_id, object_id", "admin_log_of_row"),
]


def statements(index: tuple[str, str, str]) -> tuple[str, str]:
    """What lays it, and what takes it away."""
    table, columns, name = index
    return f"CREATE INDEX {name} ON {table} ({columns})", f"DROP INDEX IF EXISTS {name}"


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0012_newest_plans_first"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="municipality",
            index=models.Index(
                fields=["is_fictional", "order", "code", "slug"], name="municipality_in_order"
            ),
        ),
        *(migrations.RunSQL(*statements(index)) for index in OTHERS),
    ]
