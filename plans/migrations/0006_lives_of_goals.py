"""Statements, goals and the schedule may be in preparation, and may end. What is stored is public and has not ended."""

from django.db import migrations, models

MODELS = ("statement", "goal", "scheduletrack", "scheduleitem")
FIELDS = {
    "state": models.CharField(
        choices=[("preparing", "準備中（公開しない）"), ("public", "公開")],
        default="public",
        help_text="準備中のものは職員だけに見えます。公開すると、準備中には戻せません。",
        max_length=10,
        verbose_name="公開の状態",
    ),
    "ended_on": models.DateField(
        blank=True,
        help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
        null=True,
        verbose_name="最後の日",
    ),
    "ending": models.CharField(
        blank=True,
        choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
        help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
        max_length=10,
        verbose_name="終わり方",
    ),
    "ending_reason": models.TextField(
        blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"
    ),
}


def constraints(model: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=models.Q(state__in=["preparing", "public"]), name=f"{model}_publicity_known"
        ),
        models.CheckConstraint(
            condition=models.Q(
                models.Q(("ending", ""), ("ending_reason", ""), ("ended_on__isnull", True)),
                models.Q(
                    ("ending__in", ["abolished", "merged", "achieved"]),
                    ("ended_on__isnull", False),
                    models.Q(("ending_reason", ""), _negated=True),
                ),
                _connector="OR",
            ),
            name=f"{model}_ending_whole",
            violation_error_message="終わり方、終わった理由、最後の日は、そろえて書いてください。",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0005_public_since_a_day"),
    ]

    operations = [
        *(
            migrations.AddField(model_name=f"{prefix}{model}", name=name, field=field.clone())
            for model in MODELS
            for prefix in ("", "historical")
            for name, field in FIELDS.items()
        ),
        *(
            migrations.AddConstraint(model_name=model, constraint=constraint)
            for model in MODELS
            for constraint in constraints(model)
        ),
    ]
