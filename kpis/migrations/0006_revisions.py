import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import kpis.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "__first__"),
        ("kpis", "0005_judging_rules_version_2"),
        ("plans", "0003_revisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalExcludedPeriod",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "period",
                    kpis.models.fields.PeriodField(
                        help_text="2024（年度）、2024-Q3（年度と四半期）、2024-06（月）、C2024（暦年）のように書きます。半年ごとの値は Q2 と Q4 です。",
                        validators=[kpis.models.fields.validate_period],
                        verbose_name="期間",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="判定から除く理由です。市民にも表示します。", verbose_name="理由"
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
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kpis.indicator",
                        verbose_name="指標",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 判定から除く期間",
                "verbose_name_plural": "historical 判定から除く期間",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalIndicator",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "source_place",
                    models.CharField(
                        blank=True,
                        help_text="原本のどこに書いてあるか。例: プラン 7ページ「主要取組①」",
                        max_length=200,
                        verbose_name="出典の箇所",
                    ),
                ),
                (
                    "is_summary",
                    models.BooleanField(
                        default=False,
                        help_text="説明文が原文のままではなく、要約のときに選びます。ページに「要約」と表示します。",
                        verbose_name="要約",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("preparing", "準備中（公開しない）"), ("public", "公開")],
                        default="public",
                        help_text="準備中のものは職員だけに見えます。公開すると、準備中には戻せません。",
                        max_length=10,
                        verbose_name="公開の状態",
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                        help_text="途中で終えるときに選び、「最後の期間」と理由も書きます。",
                        max_length=10,
                        verbose_name="終わり方",
                    ),
                ),
                (
                    "ending_reason",
                    models.TextField(
                        blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="アドレスやファイルに使う名前です。公開後は変えないでください。",
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
                ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("kpi", "KPI（取組指標）"),
                            ("kgi", "KGI（最終目標）"),
                            ("reference", "参考指標"),
                        ],
                        default="kpi",
                        max_length=10,
                        verbose_name="役割",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
                ("name", models.CharField(max_length=200, verbose_name="指標名")),
                (
                    "definition",
                    models.TextField(
                        blank=True, help_text="何を、どう数えた値か。", verbose_name="説明・数え方"
                    ),
                ),
                (
                    "target_wording",
                    models.TextField(
                        blank=True,
                        help_text="計画の表の言葉のまま。例: 市政アンケート参加数 2万件/年",
                        verbose_name="計画に書かれた目標（原文）",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, help_text="例: 件、人、%、時間", max_length=20, verbose_name="単位"
                    ),
                ),
                (
                    "decimals",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(6)],
                        verbose_name="小数点以下の桁数",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("increase", "増やす"),
                            ("decrease", "減らす"),
                            ("keep_at_least", "下回らないように保つ"),
                            ("keep_at_most", "上回らないように保つ"),
                            ("keep_within", "範囲の中に保つ"),
                            ("monitor", "見守る（判定しない）"),
                        ],
                        default="increase",
                        max_length=15,
                        verbose_name="目指す向き",
                    ),
                ),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("level", "その時点やその期の値"),
                            ("flow", "その期間の量"),
                            ("year_to_date", "年度のはじめからの累計"),
                            ("cumulative", "計画のはじめからの累計"),
                        ],
                        default="level",
                        max_length=15,
                        verbose_name="値の種類",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("monthly", "毎月"),
                            ("quarterly", "四半期ごと"),
                            ("half-yearly", "半年ごと"),
                            ("yearly", "年1回"),
                            ("calendar-year", "暦年ごと（1月〜12月）"),
                            ("every-2-years", "2年に1回"),
                            ("every-3-years", "3年に1回"),
                            ("every-5-years", "5年に1回"),
                        ],
                        default="quarterly",
                        max_length=15,
                        verbose_name="報告の頻度",
                    ),
                ),
                (
                    "reporting_lag_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="期間の終わりから、値がそろうまでの日数です。",
                        validators=[django.core.validators.MaxValueValidator(730)],
                        verbose_name="報告までの日数",
                    ),
                ),
                (
                    "due_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="毎年決まった月に値がそろう指標（統計調査など）で、1から12までの月を書きます。空欄なら、上の日数で数えます。",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="値がそろう月",
                    ),
                ),
                (
                    "first_period",
                    kpis.models.fields.PeriodField(
                        blank=True,
                        help_text="この指標の値を測り始めた期間です。それより前の報告は求めません。数年に1回の調査では、調査する年度の1つを書きます。",
                        validators=[kpis.models.fields.validate_period],
                        verbose_name="最初の期間",
                    ),
                ),
                (
                    "last_period",
                    kpis.models.fields.PeriodField(
                        blank=True,
                        help_text="この指標の値を測り終えた期間です。それより後の報告は求めません。",
                        validators=[kpis.models.fields.validate_period],
                        verbose_name="最後の期間",
                    ),
                ),
                (
                    "comparability_note",
                    models.TextField(
                        blank=True,
                        help_text="調査方法の変更など、前の値と比べるときに市民が知っておくべきこと。",
                        verbose_name="比べるときの注意",
                    ),
                ),
                (
                    "baseline_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        validators=[kpis.models.fields.validate_exact],
                        verbose_name="基準値",
                    ),
                ),
                (
                    "baseline_period",
                    kpis.models.fields.PeriodField(
                        blank=True,
                        help_text="2024（年度）、2024-Q3（年度と四半期）、2024-06（月）、C2024（暦年）のように書きます。半年ごとの値は Q2 と Q4 です。",
                        validators=[kpis.models.fields.validate_period],
                        verbose_name="基準値の期間",
                    ),
                ),
                (
                    "baseline_note",
                    models.CharField(
                        blank=True,
                        help_text="例: 前の計画の似た指標の値",
                        max_length=200,
                        verbose_name="基準値の注記",
                    ),
                ),
                (
                    "baseline_is_provisional",
                    models.BooleanField(
                        default=False,
                        help_text="計画に基準値がなく、最初の実績を基準として使うときに選びます。",
                        verbose_name="仮の基準",
                    ),
                ),
                (
                    "baseline_is_reading",
                    models.BooleanField(
                        default=False,
                        help_text="計画が基準値として示していない値を、基準として使うときに選びます。",
                        verbose_name="基準値はこのポータルの読み方",
                    ),
                ),
                (
                    "margin",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="この幅までの違いは「変わらない」とみなします。標本調査などで使います。",
                        max_digits=18,
                        null=True,
                        validators=[kpis.models.fields.validate_exact],
                        verbose_name="誤差の幅（±）",
                    ),
                ),
                (
                    "margin_reason",
                    models.CharField(
                        blank=True,
                        help_text="例: 標本調査の95%信頼区間",
                        max_length=200,
                        verbose_name="誤差の幅の理由",
                    ),
                ),
                (
                    "lower",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        validators=[kpis.models.fields.validate_exact],
                        verbose_name="範囲の下限",
                    ),
                ),
                (
                    "upper",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        validators=[kpis.models.fields.validate_exact],
                        verbose_name="範囲の上限",
                    ),
                ),
                ("numerator_label", models.CharField(blank=True, max_length=100, verbose_name="分子")),
                ("denominator_label", models.CharField(blank=True, max_length=100, verbose_name="分母")),
                (
                    "is_part_of_whole",
                    models.BooleanField(
                        default=False,
                        help_text="分子が分母の一部のときに選びます。100%を超える値を受け付けなくなります。",
                        verbose_name="全体に占める割合",
                    ),
                ),
                (
                    "data_source",
                    models.CharField(
                        blank=True,
                        help_text="例: 電子申請システムの集計",
                        max_length=200,
                        verbose_name="数値の出どころ",
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
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="計画の表で、この指標が並んでいる目標。計画全体の指標なら空欄にします。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.goal",
                        verbose_name="測る目標",
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
                "verbose_name": "historical 指標",
                "verbose_name_plural": "historical 指標",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlanRating",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
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
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kpis.ratingscale",
                        verbose_name="判定の印",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 計画が使う判定の印",
                "verbose_name_plural": "historical 計画が使う判定の印",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRatingBand",
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
                    "comparison",
                    models.CharField(
                        choices=[("ge", "以上"), ("gt", "より大きい")],
                        default="ge",
                        max_length=2,
                        verbose_name="比べ方",
                    ),
                ),
                (
                    "threshold",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="100%は 1 と書きます。空欄は「それ以外すべて」です。",
                        max_digits=18,
                        null=True,
                        validators=[kpis.models.fields.validate_exact],
                        verbose_name="境目",
                    ),
                ),
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
                        ],
                        help_text="もとにする数が「公開の区分」のときだけ選びます。",
                        max_length=10,
                        verbose_name="公開の区分",
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
                        to="kpis.ratingscale",
                        verbose_name="判定の印",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 印の段階",
                "verbose_name_plural": "historical 印の段階",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRatingScale",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "code",
                    models.CharField(
                        db_index=True,
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
                    "metric",
                    models.CharField(
                        choices=[
                            ("group", "公開の区分（達成・順調・注意・遅れ・未達成）"),
                            ("pace", "計画に対する進み（計画どおりなら100%）"),
                            ("attainment", "目標までの到達率（基準値から目標値までの割合）"),
                            ("achievement", "達成率（実績 ÷ 目標）"),
                            ("change", "基準からの変化"),
                        ],
                        max_length=15,
                        verbose_name="もとにする数",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="どこで使われている印か、何がこのポータルの決めたことか。",
                        verbose_name="説明",
                    ),
                ),
                (
                    "not_rated_mark",
                    models.CharField(default="－", max_length=10, verbose_name="判定対象外の印"),
                ),
                (
                    "not_rated_label",
                    models.CharField(blank=True, max_length=50, verbose_name="判定対象外の言葉"),
                ),
                (
                    "no_data_mark",
                    models.CharField(default="－", max_length=10, verbose_name="判定できないときの印"),
                ),
                (
                    "no_data_label",
                    models.CharField(blank=True, max_length=50, verbose_name="判定できないときの言葉"),
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
            ],
            options={
                "verbose_name": "historical 判定の印",
                "verbose_name_plural": "historical 判定の印",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReviewPolicy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="四半期の終わりから数えます。レビューごとに変えられます。",
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="締切までの日数",
                    ),
                ),
                (
                    "reporting_from",
                    kpis.models.fields.PeriodField(
                        blank=True,
                        help_text="この期間から、締切を過ぎた値を「更新遅れ」に数えます。2024-Q3 のように書きます。空欄なら、最初に始めたレビューの四半期からです。",
                        validators=[kpis.models.fields.validate_period],
                        verbose_name="報告を始める期間",
                    ),
                ),
                (
                    "opens_automatically",
                    models.BooleanField(
                        default=True,
                        help_text="四半期が終わったら、定期実行（open_reviews）でレビューを始めます。",
                        verbose_name="自動で始める",
                    ),
                ),
                (
                    "allows_own_approval",
                    models.BooleanField(
                        default=False,
                        help_text="選ばないと、入力または提出した人とは別の人が承認します（二人で確かめるため）。",
                        verbose_name="自分の入力を自分で承認できる",
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
                "verbose_name": "historical レビューの決まり",
                "verbose_name_plural": "historical レビューの決まり",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTarget",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "source_place",
                    models.CharField(
                        blank=True,
                        help_text="原本のどこに書いてあるか。例: プラン 7ページ「主要取組①」",
                        max_length=200,
                        verbose_name="出典の箇所",
                    ),
                ),
                (
                    "is_summary",
                    models.BooleanField(
                        default=False,
                        help_text="説明文が原文のままではなく、要約のときに選びます。ページに「要約」と表示します。",
                        verbose_name="要約",
                    ),
                ),
                (
                    "period",
                    kpis.models.fields.PeriodField(
                        help_text="その年度末（2025）か、四半期末（2025-Q4）までに達する値です。月末は 2025-06、暦年の指標は C2025 のように書きます。",
                        validators=[kpis.models.fields.validate_period],
                        verbose_name="目標の期間",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="空欄は、この期間の目標を取り下げたことを表します。",
                        max_digits=18,
                        null=True,
                        validators=[kpis.models.fields.validate_exact],
                        verbose_name="目標値",
                    ),
                ),
                (
                    "effective_from",
                    models.DateField(help_text="この日から、この目標で判定します。", verbose_name="決めた日"),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="変更や取り下げの理由。市民にも表示します。",
                        verbose_name="理由",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        help_text="例: 令和7年11月18日 DX推進会議。市民にも表示します。",
                        max_length=200,
                        verbose_name="根拠となる決定",
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
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kpis.indicator",
                        verbose_name="指標",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 目標値",
                "verbose_name_plural": "historical 目標値",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="indicator",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                help_text="途中で終えるときに選び、「最後の期間」と理由も書きます。",
                max_length=10,
                verbose_name="終わり方",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="ending_reason",
            field=models.TextField(blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="state",
            field=models.CharField(
                choices=[("preparing", "準備中（公開しない）"), ("public", "公開")],
                default="public",
                help_text="準備中のものは職員だけに見えます。公開すると、準備中には戻せません。",
                max_length=10,
                verbose_name="公開の状態",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="decision",
            field=models.CharField(
                blank=True,
                help_text="例: 令和7年11月18日 DX推進会議。市民にも表示します。",
                max_length=200,
                verbose_name="根拠となる決定",
            ),
        ),
        migrations.AlterField(
            model_name="historicalactionprogress",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="historicalmeasurement",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="historicalreview",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["preparing", "public"])), name="indicator_publicity_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ending", ""), ("ending_reason", "")),
                    models.Q(
                        ("ending__in", ["abolished", "merged", "achieved"]),
                        models.Q(("last_period", ""), _negated=True),
                        models.Q(("ending_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="indicator_ending_whole",
                violation_error_message="終わり方、終わった理由、最後の期間は、そろえて書いてください。",
            ),
        ),
    ]
