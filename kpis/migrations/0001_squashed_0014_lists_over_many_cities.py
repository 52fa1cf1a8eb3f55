"""The tables of 0001 to 0014 as they stand after them: for a database that has none of these yet (docs/adr/0031).

What those moved, they moved in rows that such a database has not.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import kpis.models.fields
from plans.migrating.tables_at_once import TablesAtOnce

words = import_module("kpis.migrations.0014_lists_over_many_cities")

TABLES = [
    migrations.CreateModel(
        name="HistoricalIndicator",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
                models.TextField(blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"),
            ),
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
                models.TextField(blank=True, help_text="何を、どう数えた値か。", verbose_name="説明・数え方"),
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
            "verbose_name": "historical 指標",
            "verbose_name_plural": "historical 指標",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Indicator",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                models.TextField(blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"),
            ),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="indicators",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
            (
                "goal",
                models.ForeignKey(
                    blank=True,
                    help_text="計画の表で、この指標が並んでいる目標。計画全体の指標なら空欄にします。",
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="indicators",
                    to="plans.goal",
                    verbose_name="測る目標",
                ),
            ),
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
                models.TextField(blank=True, help_text="何を、どう数えた値か。", verbose_name="説明・数え方"),
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
            (
                "actions",
                models.ManyToManyField(
                    blank=True, related_name="indicators", to="plans.action", verbose_name="関係する取組"
                ),
            ),
            (
                "departments",
                models.ManyToManyField(
                    blank=True, related_name="indicators", to="plans.department", verbose_name="担当部署"
                ),
            ),
            (
                "source_notes",
                models.ManyToManyField(
                    blank=True,
                    related_name="indicators",
                    to="plans.sourcenote",
                    verbose_name="関係する出典の注記",
                ),
            ),
        ],
        options={
            "verbose_name": "指標",
            "verbose_name_plural": "指標",
            "ordering": ["order", "code"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["preparing", "public"])),
                    name="indicator_publicity_known",
                ),
                models.CheckConstraint(
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
                models.UniqueConstraint(
                    fields=("plan", "code"),
                    name="indicator_code_unique",
                    violation_error_message="この計画には、同じコードの指標がすでにあります。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "direction__in",
                            [
                                "increase",
                                "decrease",
                                "keep_at_least",
                                "keep_at_most",
                                "keep_within",
                                "monitor",
                            ],
                        )
                    ),
                    name="indicator_direction_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("series__in", ["level", "flow", "year_to_date", "cumulative"])),
                    name="indicator_series_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "frequency__in",
                            [
                                "monthly",
                                "quarterly",
                                "half-yearly",
                                "yearly",
                                "calendar-year",
                                "every-2-years",
                                "every-3-years",
                                "every-5-years",
                            ],
                        )
                    ),
                    name="indicator_frequency_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("role__in", ["kpi", "kgi", "reference"])), name="indicator_role_known"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("baseline_period", ""),
                        ("baseline_period__glob", "[12][0-9][0-9][0-9]"),
                        ("baseline_period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("baseline_period__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("baseline_period__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("baseline_period__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="indicator_baseline_period_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("first_period", ""),
                        ("first_period__glob", "[12][0-9][0-9][0-9]"),
                        ("first_period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("first_period__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("first_period__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("first_period__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="indicator_first_period_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("last_period", ""),
                        ("last_period__glob", "[12][0-9][0-9][0-9]"),
                        ("last_period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("last_period__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("last_period__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("last_period__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="indicator_last_period_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("due_month__isnull", True), ("due_month__range", (1, 12)), _connector="OR"
                    ),
                    name="indicator_due_month_known",
                    violation_error_message="値がそろう月は、1から12までの数にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("margin__isnull", True), ("margin_reason", "")),
                        models.Q(
                            ("margin__gt", 0),
                            ("margin__isnull", False),
                            models.Q(("margin_reason", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="indicator_margin_with_reason",
                    violation_error_message="誤差の幅は0より大きい値にして、その理由も書いてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("baseline_is_provisional", False),
                        models.Q(
                            ("series", "level"),
                            models.Q(
                                (
                                    "direction__in",
                                    ["keep_at_least", "keep_at_most", "keep_within", "monitor"],
                                ),
                                _negated=True,
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="indicator_provisional_baseline_of_a_level",
                    violation_error_message="「仮の基準」は、その時点の値を増やす・減らす指標だけで使えます。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("baseline_period", ""), ("baseline_value__isnull", True)),
                        models.Q(
                            ("baseline_value__isnull", False),
                            models.Q(("baseline_period", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="indicator_baseline_whole",
                    violation_error_message="基準値とその期間は、両方を書くか、両方を空欄にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("direction", "keep_within"), ("lower__isnull", False), ("upper__isnull", False)
                        ),
                        models.Q(
                            models.Q(("direction", "keep_within"), _negated=True),
                            ("lower__isnull", True),
                            ("upper__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="indicator_range_of_keep_within",
                    violation_error_message="「範囲の中に保つ」指標には下限と上限の両方が必要です。ほかの向きでは両方を空欄にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("lower__isnull", True),
                        ("upper__isnull", True),
                        ("upper__gt", models.F("lower")),
                        _connector="OR",
                    ),
                    name="indicator_range_in_order",
                    violation_error_message="範囲の上限は、下限より大きい値にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("denominator_label", ""), ("numerator_label", "")),
                        models.Q(
                            models.Q(("numerator_label", ""), _negated=True),
                            models.Q(("denominator_label", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="indicator_ratio_whole",
                    violation_error_message="分子と分母は、両方を書くか、両方を空欄にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("is_part_of_whole", False), ("unit__in", ["%", "％"]), _connector="OR"
                    ),
                    name="indicator_part_in_percent",
                    violation_error_message="「全体に占める割合」の単位は％にしてください。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalExcludedPeriod",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
                models.TextField(help_text="判定から除く理由です。市民にも表示します。", verbose_name="理由"),
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
            "verbose_name": "historical 判定から除く期間",
            "verbose_name_plural": "historical 判定から除く期間",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="ExcludedPeriod",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="excluded_periods",
                    to="kpis.indicator",
                    verbose_name="指標",
                ),
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
                models.TextField(help_text="判定から除く理由です。市民にも表示します。", verbose_name="理由"),
            ),
        ],
        options={
            "verbose_name": "判定から除く期間",
            "verbose_name_plural": "判定から除く期間",
            "ordering": ["indicator", "period"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("indicator", "period"),
                    name="excluded_period_once",
                    violation_error_message="この期間は、すでに判定から除いています。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("period__glob", "[12][0-9][0-9][0-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("period__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="excluded_period_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True),
                    name="excluded_period_with_reason",
                    violation_error_message="判定から除く理由を書いてください。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalMeasurement",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "period",
                kpis.models.fields.PeriodField(
                    help_text="2024（年度）、2024-Q3（年度と四半期）、2024-06（月）、C2024（暦年）のように書きます。半年ごとの値は Q2 と Q4 です。",
                    validators=[kpis.models.fields.validate_period],
                    verbose_name="期間",
                ),
            ),
            (
                "revision",
                models.PositiveSmallIntegerField(
                    default=1,
                    help_text="承認後に直すときは、番号を1つ増やした行を足します。市民には最新の版が見えます。",
                    validators=[django.core.validators.MinValueValidator(1)],
                    verbose_name="版",
                ),
            ),
            ("revision_reason", models.CharField(blank=True, max_length=300, verbose_name="改定の理由")),
            (
                "internal_note",
                models.TextField(blank=True, help_text="市民には公開しません。", verbose_name="庁内メモ"),
            ),
            (
                "owner_name",
                models.CharField(
                    blank=True,
                    help_text="部署名など、その時点の担当。",
                    max_length=100,
                    verbose_name="当時の担当",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "下書き"),
                        ("submitted", "提出済み"),
                        ("returned", "差し戻し"),
                        ("approved", "承認済み"),
                    ],
                    default="draft",
                    max_length=10,
                    verbose_name="状態",
                ),
            ),
            (
                "submitted_at",
                models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提出した日時"),
            ),
            (
                "decided_at",
                models.DateTimeField(
                    blank=True, editable=False, null=True, verbose_name="承認または差し戻しの日時"
                ),
            ),
            ("return_reason", models.TextField(blank=True, editable=False, verbose_name="差し戻しの理由")),
            (
                "answer",
                models.TextField(
                    blank=True,
                    help_text="差し戻しの理由への返事です。承認する人が読みます。市民には公開しません。",
                    verbose_name="承認者への返事",
                ),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "updated_at",
                models.DateTimeField(
                    default=django.utils.timezone.now, editable=False, verbose_name="更新日時"
                ),
            ),
            (
                "value",
                models.DecimalField(
                    blank=True,
                    decimal_places=6,
                    max_digits=18,
                    null=True,
                    validators=[kpis.models.fields.validate_exact],
                    verbose_name="実績値",
                ),
            ),
            (
                "numerator",
                models.DecimalField(
                    blank=True,
                    decimal_places=6,
                    max_digits=18,
                    null=True,
                    validators=[kpis.models.fields.validate_exact],
                    verbose_name="分子",
                ),
            ),
            (
                "denominator",
                models.DecimalField(
                    blank=True,
                    decimal_places=6,
                    max_digits=18,
                    null=True,
                    validators=[kpis.models.fields.validate_exact],
                    verbose_name="分母",
                ),
            ),
            (
                "as_of",
                models.DateField(
                    blank=True,
                    help_text="空欄は、期間の最後の日を表します。",
                    null=True,
                    verbose_name="値の日付",
                ),
            ),
            (
                "observation_status",
                models.CharField(
                    choices=[
                        ("A", "確定値"),
                        ("P", "速報値"),
                        ("E", "推計値"),
                        ("V", "未確認"),
                        ("M", "値なし"),
                    ],
                    default="A",
                    help_text="確定値、速報値、推計値、未確認、値なしから選びます。",
                    max_length=1,
                    verbose_name="値の状態",
                ),
            ),
            (
                "reported_unit",
                models.CharField(
                    blank=True, editable=False, max_length=20, verbose_name="報告したときの単位"
                ),
            ),
            ("conversion", models.CharField(blank=True, editable=False, max_length=40, verbose_name="換算")),
            ("progress_comment", models.TextField(blank=True, verbose_name="取組状況")),
            ("issues_comment", models.TextField(blank=True, verbose_name="課題")),
            ("response_comment", models.TextField(blank=True, verbose_name="今後の対応")),
            ("evidence_url", models.URLField(blank=True, verbose_name="根拠資料のアドレス")),
            (
                "entered_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="入力した人",
                ),
            ),
            (
                "submitted_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="提出した人",
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="承認または差し戻しをした人",
                ),
            ),
            (
                "decided_for",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="代決の相手",
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
            "verbose_name": "historical 実績値",
            "verbose_name_plural": "historical 実績値",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
            "indexes": [
                models.Index(
                    condition=models.Q(("history_user__isnull", False)),
                    fields=["-history_date"],
                    name="measurement_by_people",
                )
            ],
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Measurement",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                "revision",
                models.PositiveSmallIntegerField(
                    default=1,
                    help_text="承認後に直すときは、番号を1つ増やした行を足します。市民には最新の版が見えます。",
                    validators=[django.core.validators.MinValueValidator(1)],
                    verbose_name="版",
                ),
            ),
            ("revision_reason", models.CharField(blank=True, max_length=300, verbose_name="改定の理由")),
            (
                "internal_note",
                models.TextField(blank=True, help_text="市民には公開しません。", verbose_name="庁内メモ"),
            ),
            (
                "owner_name",
                models.CharField(
                    blank=True,
                    help_text="部署名など、その時点の担当。",
                    max_length=100,
                    verbose_name="当時の担当",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "下書き"),
                        ("submitted", "提出済み"),
                        ("returned", "差し戻し"),
                        ("approved", "承認済み"),
                    ],
                    default="draft",
                    max_length=10,
                    verbose_name="状態",
                ),
            ),
            (
                "entered_by",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="入力した人",
                ),
            ),
            (
                "submitted_by",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="提出した人",
                ),
            ),
            (
                "submitted_at",
                models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提出した日時"),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="承認または差し戻しをした人",
                ),
            ),
            (
                "decided_for",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="代決の相手",
                ),
            ),
            (
                "decided_at",
                models.DateTimeField(
                    blank=True, editable=False, null=True, verbose_name="承認または差し戻しの日時"
                ),
            ),
            ("return_reason", models.TextField(blank=True, editable=False, verbose_name="差し戻しの理由")),
            (
                "answer",
                models.TextField(
                    blank=True,
                    help_text="差し戻しの理由への返事です。承認する人が読みます。市民には公開しません。",
                    verbose_name="承認者への返事",
                ),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "updated_at",
                models.DateTimeField(
                    default=django.utils.timezone.now, editable=False, verbose_name="更新日時"
                ),
            ),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="measurements",
                    to="kpis.indicator",
                    verbose_name="指標",
                ),
            ),
            (
                "value",
                models.DecimalField(
                    blank=True,
                    decimal_places=6,
                    max_digits=18,
                    null=True,
                    validators=[kpis.models.fields.validate_exact],
                    verbose_name="実績値",
                ),
            ),
            (
                "numerator",
                models.DecimalField(
                    blank=True,
                    decimal_places=6,
                    max_digits=18,
                    null=True,
                    validators=[kpis.models.fields.validate_exact],
                    verbose_name="分子",
                ),
            ),
            (
                "denominator",
                models.DecimalField(
                    blank=True,
                    decimal_places=6,
                    max_digits=18,
                    null=True,
                    validators=[kpis.models.fields.validate_exact],
                    verbose_name="分母",
                ),
            ),
            (
                "as_of",
                models.DateField(
                    blank=True,
                    help_text="空欄は、期間の最後の日を表します。",
                    null=True,
                    verbose_name="値の日付",
                ),
            ),
            (
                "observation_status",
                models.CharField(
                    choices=[
                        ("A", "確定値"),
                        ("P", "速報値"),
                        ("E", "推計値"),
                        ("V", "未確認"),
                        ("M", "値なし"),
                    ],
                    default="A",
                    help_text="確定値、速報値、推計値、未確認、値なしから選びます。",
                    max_length=1,
                    verbose_name="値の状態",
                ),
            ),
            (
                "reported_unit",
                models.CharField(
                    blank=True, editable=False, max_length=20, verbose_name="報告したときの単位"
                ),
            ),
            ("conversion", models.CharField(blank=True, editable=False, max_length=40, verbose_name="換算")),
            ("progress_comment", models.TextField(blank=True, verbose_name="取組状況")),
            ("issues_comment", models.TextField(blank=True, verbose_name="課題")),
            ("response_comment", models.TextField(blank=True, verbose_name="今後の対応")),
            ("evidence_url", models.URLField(blank=True, verbose_name="根拠資料のアドレス")),
        ],
        options={
            "verbose_name": "実績値",
            "verbose_name_plural": "実績値",
            "ordering": ["indicator", "period", "revision"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("indicator", "period", "revision"),
                    name="measurement_once_a_period",
                    violation_error_message="この期間の実績値は、同じ版ですでに登録されています。直すときは、その行を開くか、版の番号を増やしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("period__glob", "[12][0-9][0-9][0-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("period__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="measurement_period_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(("observation_status__in", ["A", "P", "E", "V", "M"])),
                    name="measurement_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["draft", "submitted", "returned", "approved"])),
                    name="measurement_state_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("revision__gte", 1)), name="measurement_revision_from_1"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("denominator__isnull", True), ("denominator__gte", 0), _connector="OR"
                    ),
                    name="measurement_denominator_not_negative",
                    violation_error_message="分母は0以上の値にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("denominator__isnull", False),
                            ("numerator__isnull", False),
                            ("value__isnull", True),
                        ),
                        models.Q(
                            ("denominator__isnull", True),
                            ("numerator__isnull", True),
                            models.Q(
                                ("value__isnull", False),
                                ("observation_status", "M"),
                                models.Q(("state", "approved"), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="measurement_value_or_parts",
                    violation_error_message="実績値を書くか、分子と分母の両方を書いてください。値がないときは、値の状態を「値なし」にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("conversion", ""),
                        models.Q(
                            ("conversion__glob", "[1-9]*"),
                            models.Q(
                                models.Q(
                                    ("conversion__glob", "*[^0-9/]*"),
                                    ("conversion__glob", "*/*/*"),
                                    ("conversion__glob", "*/"),
                                    ("conversion__glob", "*/0*"),
                                    _connector="OR",
                                ),
                                _negated=True,
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="measurement_conversion_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("observation_status", "M"), _negated=True),
                        models.Q(("numerator__isnull", True), ("value__isnull", True)),
                        _connector="OR",
                    ),
                    name="measurement_missing_is_blank",
                    violation_error_message="値の状態が「値なし」のときは、値を空欄にしてください。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalActionProgress",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "period",
                kpis.models.fields.PeriodField(
                    help_text="2024（年度）、2024-Q3（年度と四半期）、2024-06（月）、C2024（暦年）のように書きます。半年ごとの値は Q2 と Q4 です。",
                    validators=[kpis.models.fields.validate_period],
                    verbose_name="期間",
                ),
            ),
            (
                "revision",
                models.PositiveSmallIntegerField(
                    default=1,
                    help_text="承認後に直すときは、番号を1つ増やした行を足します。市民には最新の版が見えます。",
                    validators=[django.core.validators.MinValueValidator(1)],
                    verbose_name="版",
                ),
            ),
            ("revision_reason", models.CharField(blank=True, max_length=300, verbose_name="改定の理由")),
            (
                "internal_note",
                models.TextField(blank=True, help_text="市民には公開しません。", verbose_name="庁内メモ"),
            ),
            (
                "owner_name",
                models.CharField(
                    blank=True,
                    help_text="部署名など、その時点の担当。",
                    max_length=100,
                    verbose_name="当時の担当",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "下書き"),
                        ("submitted", "提出済み"),
                        ("returned", "差し戻し"),
                        ("approved", "承認済み"),
                    ],
                    default="draft",
                    max_length=10,
                    verbose_name="状態",
                ),
            ),
            (
                "submitted_at",
                models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提出した日時"),
            ),
            (
                "decided_at",
                models.DateTimeField(
                    blank=True, editable=False, null=True, verbose_name="承認または差し戻しの日時"
                ),
            ),
            ("return_reason", models.TextField(blank=True, editable=False, verbose_name="差し戻しの理由")),
            (
                "answer",
                models.TextField(
                    blank=True,
                    help_text="差し戻しの理由への返事です。承認する人が読みます。市民には公開しません。",
                    verbose_name="承認者への返事",
                ),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "updated_at",
                models.DateTimeField(
                    default=django.utils.timezone.now, editable=False, verbose_name="更新日時"
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("not-started", "未着手"),
                        ("as-planned", "予定どおり"),
                        ("delayed", "遅れ"),
                        ("completed", "完了"),
                        ("cancelled", "中止"),
                    ],
                    max_length=15,
                    verbose_name="進み具合",
                ),
            ),
            ("comment", models.TextField(blank=True, verbose_name="取組状況")),
            (
                "entered_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="入力した人",
                ),
            ),
            (
                "submitted_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="提出した人",
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="承認または差し戻しをした人",
                ),
            ),
            (
                "decided_for",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="代決の相手",
                ),
            ),
            (
                "action",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="plans.action",
                    verbose_name="取組",
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
        ],
        options={
            "verbose_name": "historical 取組の進み具合",
            "verbose_name_plural": "historical 取組の進み具合",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
            "indexes": [
                models.Index(
                    condition=models.Q(("history_user__isnull", False)),
                    fields=["-history_date"],
                    name="actionprogress_by_people",
                )
            ],
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="ActionProgress",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                "revision",
                models.PositiveSmallIntegerField(
                    default=1,
                    help_text="承認後に直すときは、番号を1つ増やした行を足します。市民には最新の版が見えます。",
                    validators=[django.core.validators.MinValueValidator(1)],
                    verbose_name="版",
                ),
            ),
            ("revision_reason", models.CharField(blank=True, max_length=300, verbose_name="改定の理由")),
            (
                "internal_note",
                models.TextField(blank=True, help_text="市民には公開しません。", verbose_name="庁内メモ"),
            ),
            (
                "owner_name",
                models.CharField(
                    blank=True,
                    help_text="部署名など、その時点の担当。",
                    max_length=100,
                    verbose_name="当時の担当",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "下書き"),
                        ("submitted", "提出済み"),
                        ("returned", "差し戻し"),
                        ("approved", "承認済み"),
                    ],
                    default="draft",
                    max_length=10,
                    verbose_name="状態",
                ),
            ),
            (
                "entered_by",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="入力した人",
                ),
            ),
            (
                "submitted_by",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="提出した人",
                ),
            ),
            (
                "submitted_at",
                models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提出した日時"),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="承認または差し戻しをした人",
                ),
            ),
            (
                "decided_for",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="代決の相手",
                ),
            ),
            (
                "decided_at",
                models.DateTimeField(
                    blank=True, editable=False, null=True, verbose_name="承認または差し戻しの日時"
                ),
            ),
            ("return_reason", models.TextField(blank=True, editable=False, verbose_name="差し戻しの理由")),
            (
                "answer",
                models.TextField(
                    blank=True,
                    help_text="差し戻しの理由への返事です。承認する人が読みます。市民には公開しません。",
                    verbose_name="承認者への返事",
                ),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "updated_at",
                models.DateTimeField(
                    default=django.utils.timezone.now, editable=False, verbose_name="更新日時"
                ),
            ),
            (
                "action",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="progress",
                    to="plans.action",
                    verbose_name="取組",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[
                        ("not-started", "未着手"),
                        ("as-planned", "予定どおり"),
                        ("delayed", "遅れ"),
                        ("completed", "完了"),
                        ("cancelled", "中止"),
                    ],
                    max_length=15,
                    verbose_name="進み具合",
                ),
            ),
            ("comment", models.TextField(blank=True, verbose_name="取組状況")),
        ],
        options={
            "verbose_name": "取組の進み具合",
            "verbose_name_plural": "取組の進み具合",
            "ordering": ["action", "period", "revision"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("action", "period", "revision"),
                    name="action_progress_once_a_period",
                    violation_error_message="この期間の進み具合は、同じ版ですでに登録されています。直すときは、その行を開くか、版の番号を増やしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("period__glob", "[12][0-9][0-9][0-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("period__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="action_progress_period_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(("revision__gte", 1)), name="action_progress_revision_from_1"
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["draft", "submitted", "returned", "approved"])),
                    name="action_progress_state_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["not-started", "as-planned", "delayed", "completed", "cancelled"])
                    ),
                    name="action_progress_status_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalReviewPolicy",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
            "verbose_name": "historical レビューの決まり",
            "verbose_name_plural": "historical レビューの決まり",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="ReviewPolicy",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "plan",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="review_policy",
                    to="plans.plan",
                    verbose_name="計画",
                ),
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
        ],
        options={
            "verbose_name": "レビューの決まり",
            "verbose_name_plural": "レビューの決まり",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("reporting_from", ""),
                        ("reporting_from__glob", "[12][0-9][0-9][0-9]"),
                        ("reporting_from__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("reporting_from__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("reporting_from__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("reporting_from__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="policy_reporting_from_form",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalReview",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "period",
                kpis.models.fields.PeriodField(
                    help_text="2024-Q3 のように書きます。",
                    validators=[kpis.models.fields.validate_period],
                    verbose_name="四半期",
                ),
            ),
            (
                "due_on",
                models.DateField(
                    help_text="各課が値を提出する期限です。この日を過ぎると「遅れ」に数えます。",
                    verbose_name="締切",
                ),
            ),
            ("meeting_on", models.DateField(blank=True, null=True, verbose_name="会議の日")),
            (
                "state",
                models.CharField(
                    choices=[("open", "受付中"), ("closed", "締切済み"), ("published", "公表済み")],
                    default="open",
                    editable=False,
                    max_length=10,
                    verbose_name="状態",
                ),
            ),
            (
                "overall_comment",
                models.TextField(blank=True, help_text="四半期報告の冒頭に載せます。", verbose_name="総括"),
            ),
            (
                "closed_at",
                models.DateTimeField(blank=True, editable=False, null=True, verbose_name="締め切った日時"),
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
                "closed_by",
                models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="締め切った人",
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
        ],
        options={
            "verbose_name": "historical 四半期レビュー",
            "verbose_name_plural": "historical 四半期レビュー",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Review",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="reviews",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
            (
                "period",
                kpis.models.fields.PeriodField(
                    help_text="2024-Q3 のように書きます。",
                    validators=[kpis.models.fields.validate_period],
                    verbose_name="四半期",
                ),
            ),
            (
                "due_on",
                models.DateField(
                    help_text="各課が値を提出する期限です。この日を過ぎると「遅れ」に数えます。",
                    verbose_name="締切",
                ),
            ),
            ("meeting_on", models.DateField(blank=True, null=True, verbose_name="会議の日")),
            (
                "state",
                models.CharField(
                    choices=[("open", "受付中"), ("closed", "締切済み"), ("published", "公表済み")],
                    default="open",
                    editable=False,
                    max_length=10,
                    verbose_name="状態",
                ),
            ),
            (
                "overall_comment",
                models.TextField(blank=True, help_text="四半期報告の冒頭に載せます。", verbose_name="総括"),
            ),
            (
                "closed_at",
                models.DateTimeField(blank=True, editable=False, null=True, verbose_name="締め切った日時"),
            ),
            (
                "closed_by",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="締め切った人",
                ),
            ),
        ],
        options={
            "verbose_name": "四半期レビュー",
            "verbose_name_plural": "四半期レビュー",
            "ordering": ["plan", "-period"],
            "indexes": [models.Index(fields=["state", "due_on", "plan"], name="review_by_urgency")],
            "constraints": [
                models.UniqueConstraint(
                    fields=("plan", "period"),
                    name="review_once_a_quarter",
                    violation_error_message="この四半期のレビューは、すでにあります。",
                ),
                models.CheckConstraint(
                    condition=models.Q(("period__glob", "[12][0-9][0-9][0-9]-Q[1-4]")),
                    name="review_of_a_quarter",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["open", "closed", "published"])),
                    name="review_state_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Reminder",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "review",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="reminders",
                    to="kpis.review",
                    verbose_name="四半期レビュー",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="あて先",
                ),
            ),
            ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="送った日時")),
            (
                "sent_by",
                models.ForeignKey(
                    blank=True,
                    help_text="空欄は定期実行です。",
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="送った人",
                ),
            ),
            ("open_count", models.PositiveIntegerField(verbose_name="未処理の件数")),
        ],
        options={
            "verbose_name": "督促の記録",
            "verbose_name_plural": "督促の記録",
            "ordering": ["-sent_at"],
        },
    ),
    migrations.CreateModel(
        name="Report",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "review",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="reports",
                    to="kpis.review",
                    verbose_name="四半期レビュー",
                ),
            ),
            (
                "revision",
                models.PositiveSmallIntegerField(
                    default=1,
                    editable=False,
                    validators=[django.core.validators.MinValueValidator(1)],
                    verbose_name="版",
                ),
            ),
            ("reason", models.TextField(blank=True, editable=False, verbose_name="訂正の理由")),
            ("content", models.TextField(editable=False, verbose_name="内容")),
            ("counts", models.JSONField(editable=False, verbose_name="判定の内訳")),
            ("checksum", models.CharField(editable=False, max_length=64, verbose_name="チェックサム")),
            ("schema_version", models.PositiveSmallIntegerField(editable=False, verbose_name="形式の版")),
            (
                "rule_version",
                models.PositiveSmallIntegerField(editable=False, verbose_name="判定の決まりの版"),
            ),
            (
                "published_at",
                models.DateTimeField(
                    default=django.utils.timezone.now, editable=False, verbose_name="公表した日時"
                ),
            ),
            (
                "published_by",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="公表した人",
                ),
            ),
        ],
        options={
            "verbose_name": "四半期報告",
            "verbose_name_plural": "四半期報告",
            "ordering": ["review", "revision"],
            "constraints": [
                models.UniqueConstraint(fields=("review", "revision"), name="report_revision_once"),
                models.CheckConstraint(
                    condition=models.Q(("revision__gte", 1)), name="report_revision_from_1"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("reason", ""), ("revision", 1)),
                        models.Q(("revision__gt", 1), models.Q(("reason", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="report_correction_says_why",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReportFile",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "report",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="files", to="kpis.report"
                ),
            ),
            ("format", models.CharField(max_length=20)),
            ("content", models.BinaryField()),
            ("checksum", models.CharField(editable=False, max_length=64)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "verbose_name": "四半期報告のファイル",
            "verbose_name_plural": "四半期報告のファイル",
            "ordering": ["report", "format"],
            "constraints": [models.UniqueConstraint(fields=("report", "format"), name="report_file_once")],
        },
    ),
    migrations.CreateModel(
        name="HistoricalRatingScale",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
            ("not_rated_mark", models.CharField(default="－", max_length=10, verbose_name="判定対象外の印")),
            ("not_rated_label", models.CharField(blank=True, max_length=50, verbose_name="判定対象外の言葉")),
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
        name="RatingScale",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "code",
                models.CharField(
                    max_length=50,
                    unique=True,
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
            ("not_rated_mark", models.CharField(default="－", max_length=10, verbose_name="判定対象外の印")),
            ("not_rated_label", models.CharField(blank=True, max_length=50, verbose_name="判定対象外の言葉")),
            (
                "no_data_mark",
                models.CharField(default="－", max_length=10, verbose_name="判定できないときの印"),
            ),
            (
                "no_data_label",
                models.CharField(blank=True, max_length=50, verbose_name="判定できないときの言葉"),
            ),
            ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
        ],
        options={
            "verbose_name": "判定の印",
            "verbose_name_plural": "判定の印",
            "ordering": ["order", "code"],
        },
    ),
    migrations.CreateModel(
        name="HistoricalRatingBand",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
            "verbose_name": "historical 印の段階",
            "verbose_name_plural": "historical 印の段階",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="RatingBand",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "scale",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="bands",
                    to="kpis.ratingscale",
                    verbose_name="判定の印",
                ),
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
        ],
        options={
            "verbose_name": "印の段階",
            "verbose_name_plural": "印の段階",
            "ordering": ["scale", "order"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("scale", "order"),
                    name="rating_band_order_unique",
                    violation_error_message="同じ順番の段階がすでにあります。",
                ),
                models.CheckConstraint(
                    condition=models.Q(("group", ""), ("threshold__isnull", True), _connector="OR"),
                    name="rating_band_group_or_threshold",
                    violation_error_message="公開の区分と境目は、どちらか一方だけを書いてください。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalPlanRating",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
            "verbose_name": "historical 計画が使う判定の印",
            "verbose_name_plural": "historical 計画が使う判定の印",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="PlanRating",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "plan",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rating",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
            (
                "scale",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="plans",
                    to="kpis.ratingscale",
                    verbose_name="判定の印",
                ),
            ),
        ],
        options={
            "verbose_name": "計画が使う判定の印",
            "verbose_name_plural": "計画が使う判定の印",
        },
    ),
    migrations.CreateModel(
        name="HistoricalSeriesBreak",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            (
                "period",
                kpis.models.fields.PeriodField(
                    help_text="この期間の値から、新しい数え方になります。2024（年度）、2024-Q3（年度と四半期）、2024-06（月）、C2024（暦年）のように書きます。半年ごとの値は Q2 と Q4 です。",
                    validators=[kpis.models.fields.validate_period],
                    verbose_name="新しい数え方の最初の期間",
                ),
            ),
            (
                "decided_on",
                models.DateField(
                    default=django.utils.timezone.localdate,
                    help_text="この日より前に決めた目標は、前の数え方の目標です。",
                    verbose_name="決めた日",
                ),
            ),
            (
                "reason",
                models.TextField(help_text="何が、なぜ変わったか。市民にも表示します。", verbose_name="理由"),
            ),
            ("unit_before", models.CharField(blank=True, max_length=20, null=True, verbose_name="前の単位")),
            (
                "keeps_figures",
                models.BooleanField(
                    default=False,
                    help_text="選ばないときは、基準値と、これからの目標を、新しい数え方の値に変えます。",
                    verbose_name="基準値と目標は、新しい数え方でもそのまま使う",
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
            "verbose_name": "historical 数え方の変更",
            "verbose_name_plural": "historical 数え方の変更",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="SeriesBreak",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="series_breaks",
                    to="kpis.indicator",
                    verbose_name="指標",
                ),
            ),
            (
                "period",
                kpis.models.fields.PeriodField(
                    help_text="この期間の値から、新しい数え方になります。2024（年度）、2024-Q3（年度と四半期）、2024-06（月）、C2024（暦年）のように書きます。半年ごとの値は Q2 と Q4 です。",
                    validators=[kpis.models.fields.validate_period],
                    verbose_name="新しい数え方の最初の期間",
                ),
            ),
            (
                "decided_on",
                models.DateField(
                    default=django.utils.timezone.localdate,
                    help_text="この日より前に決めた目標は、前の数え方の目標です。",
                    verbose_name="決めた日",
                ),
            ),
            (
                "reason",
                models.TextField(help_text="何が、なぜ変わったか。市民にも表示します。", verbose_name="理由"),
            ),
            ("unit_before", models.CharField(blank=True, max_length=20, null=True, verbose_name="前の単位")),
            (
                "keeps_figures",
                models.BooleanField(
                    default=False,
                    help_text="選ばないときは、基準値と、これからの目標を、新しい数え方の値に変えます。",
                    verbose_name="基準値と目標は、新しい数え方でもそのまま使う",
                ),
            ),
        ],
        options={
            "verbose_name": "数え方の変更",
            "verbose_name_plural": "数え方の変更",
            "ordering": ["indicator", "period"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("indicator", "period"),
                    name="series_break_once",
                    violation_error_message="この期間の数え方の変更は、すでに登録されています。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("period__glob", "[12][0-9][0-9][0-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("period__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="series_break_period_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True),
                    name="series_break_with_reason",
                    violation_error_message="数え方が変わった理由を書いてください。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PlanStanding",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("plan_id", models.PositiveBigIntegerField(unique=True)),
            ("plan_version", models.BigIntegerField()),
            ("site_version", models.BigIntegerField(null=True)),
            ("city", models.CharField(max_length=50)),
            ("rules", models.CharField(max_length=40)),
            ("day", models.DateField()),
            ("next_change", models.DateField()),
            ("counters", models.JSONField()),
            ("has_marks", models.BooleanField()),
        ],
        options={
            "verbose_name": "計画の判定の控え",
            "verbose_name_plural": "計画の判定の控え",
        },
    ),
    migrations.CreateModel(
        name="Standing",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("plan_id", models.PositiveBigIntegerField(db_index=True)),
            ("indicator_id", models.PositiveBigIntegerField(unique=True)),
            ("place", models.PositiveIntegerField()),
            ("goal_id", models.PositiveBigIntegerField(null=True)),
            ("code", models.CharField(max_length=100)),
            ("number", models.CharField(blank=True, max_length=20)),
            ("name", models.CharField(max_length=200)),
            ("role", models.CharField(max_length=20)),
            ("verdict", models.CharField(max_length=20)),
            ("group", models.CharField(max_length=20)),
            ("label", models.CharField(max_length=50)),
            ("stale", models.BooleanField()),
            ("is_reported", models.BooleanField()),
            ("attainment", models.CharField(blank=True, max_length=100)),
            ("value", models.CharField(blank=True, max_length=100)),
            ("period", models.CharField(blank=True, max_length=10)),
            ("sentence", models.TextField()),
            ("inputs", models.JSONField()),
            ("report", models.JSONField(null=True)),
            ("cells", models.TextField()),
            ("next_change", models.DateField()),
        ],
        options={
            "verbose_name": "指標の判定の控え",
            "verbose_name_plural": "指標の判定の控え",
            "ordering": ("plan_id", "place"),
        },
    ),
    migrations.CreateModel(
        name="HistoricalTarget",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
                    blank=True, help_text="変更や取り下げの理由。市民にも表示します。", verbose_name="理由"
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
            "verbose_name": "historical 目標値",
            "verbose_name_plural": "historical 目標値",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Target",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                "indicator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="targets",
                    to="kpis.indicator",
                    verbose_name="指標",
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
                    blank=True, help_text="変更や取り下げの理由。市民にも表示します。", verbose_name="理由"
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
        ],
        options={
            "verbose_name": "目標値",
            "verbose_name_plural": "目標値",
            "ordering": ["indicator", "period", "effective_from"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("indicator", "period", "effective_from"),
                    name="target_once_a_day",
                    violation_error_message="同じ期間の目標が、同じ日にもう決められています。日付を確かめてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("period__glob", "[12][0-9][0-9][0-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-0[1-9]"),
                        ("period__glob", "[12][0-9][0-9][0-9]-1[0-2]"),
                        ("period__glob", "C[12][0-9][0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="target_period_form",
                ),
            ],
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("kpis", "0001_indicators_and_measurements"),
        ("kpis", "0002_quarterly_reviews_and_history"),
        ("kpis", "0003_quarterly_reports"),
        ("kpis", "0004_provisional_baselines_follow"),
        ("kpis", "0005_judging_rules_version_2"),
        ("kpis", "0006_revisions"),
        ("kpis", "0007_histories_begin"),
        ("kpis", "0008_conversions_and_breaks"),
        ("kpis", "0009_versions_of_rows"),
        ("kpis", "0010_forms_every_sqlite_tool_knows"),
        ("kpis", "0011_answers_to_returns"),
        ("kpis", "0012_checksums_of_kept_files"),
        ("kpis", "0013_standings"),
        ("kpis", "0014_lists_over_many_cities"),
    ]

    dependencies = [
        ("plans", "0012_newest_plans_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce(TABLES),
        migrations.RunPython(words.lay, words.take_away),
    ]
