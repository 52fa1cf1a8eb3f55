from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_ledgers_begin")]

    operations = [
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_public", False), ("public_since__isnull", False), _connector="OR"),
                name="plan_public_since_a_day",
            ),
        ),
    ]
