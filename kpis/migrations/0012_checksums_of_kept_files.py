"""A file that is kept of a report has a checksum: that of what is stored, where it was made by a former version."""

import hashlib

from django.db import migrations, models


def take_checksums(apps, schema_editor):
    files = apps.get_model("kpis", "ReportFile").objects.using(schema_editor.connection.alias)
    for key in list(files.values_list("pk", flat=True)):  # one at a time: some have megabytes
        content = bytes(files.values_list("content", flat=True).get(pk=key))
        files.filter(pk=key).update(checksum=hashlib.sha256(content).hexdigest())


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0011_answers_to_returns"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportfile",
            name="checksum",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(take_checksums, migrations.RunPython.noop, elidable=True),
    ]
