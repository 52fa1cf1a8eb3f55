"""A department's own assessment: scales with their marks, the aspects a plan asks for, what was assessed."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0016_kinds_of_indicators"),
        ("plans", "0019_words_on_sqlite"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentScale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "code",
                    models.CharField(
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                "半角の英小文字・数字・ハイフンで書いてください（例: 1-1、pillar-2）。",
                            )
                        ],
                        verbose_name="コード",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="何をもとに印を選ぶか。市民にも表示します。",
                        verbose_name="説明",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessment_scales",
                        to="plans.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "自己評価の尺度",
                "verbose_name_plural": "自己評価の尺度",
                "ordering": ["plan", "code"],
            },
        ),
        migrations.CreateModel(
            name="AssessmentMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="良いほうから 1、2、3 …", verbose_name="順番"),
                ),
                ("mark", models.CharField(max_length=10, verbose_name="印")),
                ("label", models.CharField(blank=True, max_length=50, verbose_name="言葉")),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("達成", "達成"),
                            ("順調", "順調"),
                            ("注意", "注意"),
                            ("遅れ", "遅れ"),
                            ("未達", "未達成"),
                            ("改善", "改善"),
                            ("横ばい", "横ばい"),
                            ("悪化", "悪化"),
                        ],
                        help_text="このポータルの判定と比べるための区分です。空欄の印は、判定と比べません。",
                        max_length=10,
                        verbose_name="あたる公開の区分",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="kpis.assessmentscale",
                        verbose_name="自己評価の尺度",
                    ),
                ),
            ],
            options={
                "verbose_name": "自己評価の印",
                "verbose_name_plural": "自己評価の印",
                "ordering": ["scale", "order"],
            },
        ),
        migrations.CreateModel(
            name="AssessmentAspect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "code",
                    models.CharField(
                        help_text="ファイルの列の名前に使います。後から変えないでください。",
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                "半角の英小文字・数字・ハイフンで書いてください（例: 1-1、pillar-2）。",
                            )
                        ],
                        verbose_name="コード",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="例: 有効性、効率性、総合評価", max_length=30, verbose_name="観点"
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessment_aspects",
                        to="plans.plan",
                        verbose_name="計画",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="aspects",
                        to="kpis.assessmentscale",
                        verbose_name="自己評価の尺度",
                    ),
                ),
            ],
            options={
                "verbose_name": "自己評価の観点",
                "verbose_name_plural": "自己評価の観点",
                "ordering": ["plan", "order", "code"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAssessmentAspect",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="ファイルの列の名前に使います。後から変えないでください。",
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                "半角の英小文字・数字・ハイフンで書いてください（例: 1-1、pillar-2）。",
                            )
                        ],
                        verbose_name="コード",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="例: 有効性、効率性、総合評価", max_length=30, verbose_name="観点"
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="計画",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kpis.assessmentscale",
                        verbose_name="自己評価の尺度",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 自己評価の観点",
                "verbose_name_plural": "historical 自己評価の観点",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssessmentMark",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="良いほうから 1、2、3 …", verbose_name="順番"),
                ),
                ("mark", models.CharField(max_length=10, verbose_name="印")),
                ("label", models.CharField(blank=True, max_length=50, verbose_name="言葉")),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("達成", "達成"),
                            ("順調", "順調"),
                            ("注意", "注意"),
                            ("遅れ", "遅れ"),
                            ("未達", "未達成"),
                            ("改善", "改善"),
                            ("横ばい", "横ばい"),
                            ("悪化", "悪化"),
                        ],
                        help_text="このポータルの判定と比べるための区分です。空欄の印は、判定と比べません。",
                        max_length=10,
                        verbose_name="あたる公開の区分",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kpis.assessmentscale",
                        verbose_name="自己評価の尺度",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 自己評価の印",
                "verbose_name_plural": "historical 自己評価の印",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssessmentScale",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                "半角の英小文字・数字・ハイフンで書いてください（例: 1-1、pillar-2）。",
                            )
                        ],
                        verbose_name="コード",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="何をもとに印を選ぶか。市民にも表示します。",
                        verbose_name="説明",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 自己評価の尺度",
                "verbose_name_plural": "historical 自己評価の尺度",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSelfAssessment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="なぜその印にしたか。市民にも表示します。", verbose_name="理由"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "aspect",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kpis.assessmentaspect",
                        verbose_name="観点",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kpis.assessmentmark",
                        verbose_name="印",
                    ),
                ),
                (
                    "measurement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kpis.measurement",
                        verbose_name="実績値",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 自己評価",
                "verbose_name_plural": "historical 自己評価",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "reason",
                    models.TextField(
                        help_text="なぜその印にしたか。市民にも表示します。", verbose_name="理由"
                    ),
                ),
                (
                    "aspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="assessments",
                        to="kpis.assessmentaspect",
                        verbose_name="観点",
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="assessments",
                        to="kpis.assessmentmark",
                        verbose_name="印",
                    ),
                ),
                (
                    "measurement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_assessments",
                        to="kpis.measurement",
                        verbose_name="実績値",
                    ),
                ),
            ],
            options={
                "verbose_name": "自己評価",
                "verbose_name_plural": "自己評価",
                "ordering": ["measurement", "aspect__order", "aspect"],
            },
        ),
        migrations.AddConstraint(
            model_name="assessmentscale",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="assessment_scale_code_unique",
                violation_error_message="このコードの尺度がすでにあります。別のコードにしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentmark",
            constraint=models.UniqueConstraint(
                fields=("scale", "mark"),
                name="assessment_mark_once",
                violation_error_message="同じ印がすでにあります。別の印にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentmark",
            constraint=models.UniqueConstraint(
                fields=("scale", "order"),
                name="assessment_mark_order_unique",
                violation_error_message="同じ順番の印がすでにあります。順番を変えてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark", ""), _negated=True), name="assessment_mark_not_blank"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentmark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("group", ""),
                    ("group__in", ["達成", "順調", "注意", "遅れ", "未達", "改善", "横ばい", "悪化"]),
                    _connector="OR",
                ),
                name="assessment_mark_group_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentaspect",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="assessment_aspect_code_unique",
                violation_error_message="このコードの観点がすでにあります。別のコードにしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentaspect",
            constraint=models.UniqueConstraint(
                fields=("plan", "name"),
                name="assessment_aspect_name_unique",
                violation_error_message="同じ名前の観点がすでにあります。別の名前にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.UniqueConstraint(
                fields=("measurement", "aspect"),
                name="self_assessment_once",
                violation_error_message="この観点の自己評価は、すでにあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="self_assessment_with_reason",
                violation_error_message="自己評価の理由を書いてください。",
            ),
        ),
    ]
