"""By what an indicator is measured: numbers, steps of a milestone, words; strict targets and stepwise paths."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0015_comments_are_searched"),
        ("plans", "0019_words_on_sqlite"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalindicator",
            name="kind",
            field=models.CharField(
                choices=[
                    ("number", "数で測る"),
                    ("milestone", "できたかどうかで測る（段階）"),
                    ("words", "言葉の目標（向上・減少・維持）"),
                ],
                default="number",
                max_length=10,
                verbose_name="測り方",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="path",
            field=models.CharField(
                choices=[
                    ("linear", "少しずつ近づく"),
                    ("stepwise", "段階ごと（次の目標の時期までは前の目標のまま）"),
                ],
                default="linear",
                help_text="年度ごとに決まった目標があり、その間は増えなくてよいときは「段階ごと」を選びます。",
                max_length=10,
                verbose_name="目標までの道筋",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="steps",
            field=models.TextField(
                blank=True,
                help_text="できたかどうかで測る指標で、1行に1つ、予定の月と段階の名前を順に書きます。例: 2026年3月 検討。「できた・できない」だけなら1行です。",
                verbose_name="段階と予定の月",
            ),
        ),
        migrations.AddField(
            model_name="historicalindicator",
            name="strict",
            field=models.BooleanField(
                default=False,
                help_text="「10%未満」「50件を超える」のような目標で選びます。",
                verbose_name="目標の値ちょうどは含まない",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="kind",
            field=models.CharField(
                choices=[
                    ("number", "数で測る"),
                    ("milestone", "できたかどうかで測る（段階）"),
                    ("words", "言葉の目標（向上・減少・維持）"),
                ],
                default="number",
                max_length=10,
                verbose_name="測り方",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="path",
            field=models.CharField(
                choices=[
                    ("linear", "少しずつ近づく"),
                    ("stepwise", "段階ごと（次の目標の時期までは前の目標のまま）"),
                ],
                default="linear",
                help_text="年度ごとに決まった目標があり、その間は増えなくてよいときは「段階ごと」を選びます。",
                max_length=10,
                verbose_name="目標までの道筋",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="steps",
            field=models.TextField(
                blank=True,
                help_text="できたかどうかで測る指標で、1行に1つ、予定の月と段階の名前を順に書きます。例: 2026年3月 検討。「できた・できない」だけなら1行です。",
                verbose_name="段階と予定の月",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="strict",
            field=models.BooleanField(
                default=False,
                help_text="「10%未満」「50件を超える」のような目標で選びます。",
                verbose_name="目標の値ちょうどは含まない",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="is_of_words",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="historicalratingband",
            name="group",
            field=models.CharField(
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
                help_text="もとにする数が「公開の区分」のときだけ選びます。",
                max_length=10,
                verbose_name="公開の区分",
            ),
        ),
        migrations.AlterField(
            model_name="ratingband",
            name="group",
            field=models.CharField(
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
                help_text="もとにする数が「公開の区分」のときだけ選びます。",
                max_length=10,
                verbose_name="公開の区分",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["number", "milestone", "words"])),
                name="indicator_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("path__in", ["linear", "stepwise"])), name="indicator_path_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "milestone"), models.Q(("steps", ""), _negated=True)),
                    models.Q(models.Q(("kind", "milestone"), _negated=True), ("steps", "")),
                    _connector="OR",
                ),
                name="indicator_steps_of_a_milestone",
                violation_error_message="「できたかどうかで測る」指標には段階を1つ以上書き、ほかの指標では空欄にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "milestone"), _negated=True),
                    models.Q(
                        ("baseline_is_provisional", False),
                        ("baseline_value__isnull", True),
                        ("decimals", 0),
                        ("denominator_label", ""),
                        ("direction", "increase"),
                        ("margin__isnull", True),
                        ("path", "linear"),
                        ("series", "level"),
                        ("strict", False),
                        ("unit", ""),
                    ),
                    _connector="OR",
                ),
                name="indicator_milestone_is_counted_in_steps",
                violation_error_message="「できたかどうかで測る」指標では、目指す向きは「増やす」、値の種類は「その時点やその期の値」にし、単位、桁数、基準値、誤差の幅、分子と分母は書かないでください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "words"), _negated=True),
                    models.Q(
                        ("direction__in", ["increase", "decrease", "keep_at_least", "keep_at_most"]),
                        ("path", "linear"),
                        ("strict", False),
                        models.Q(("series", "cumulative"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="indicator_words_have_a_direction",
                violation_error_message="言葉の目標では、目指す向き（増やす、減らす、下回らないように保つ、上回らないように保つ）を選びます。「計画のはじめからの累計」では比べられません。",
            ),
        ),
    ]
