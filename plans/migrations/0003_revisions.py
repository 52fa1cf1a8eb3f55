import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import plans.validators


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "__first__"),
        ("plans", "0002_notes_on_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalAction",
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
                ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
                ("title", models.CharField(max_length=200, verbose_name="題名")),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        help_text="計画が取組を見出しでまとめているとき、その見出し。例: その他の主な取組",
                        max_length=100,
                        verbose_name="まとまり",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="説明")),
                (
                    "first_period",
                    models.CharField(
                        blank=True,
                        help_text="途中から始めた取組で書きます。例: 2025-Q1。それより前の報告は求めません。",
                        max_length=7,
                        validators=[plans.validators.validate_quarter],
                        verbose_name="最初の四半期",
                    ),
                ),
                (
                    "last_period",
                    models.CharField(
                        blank=True,
                        help_text="終わった取組で書きます。それより後の報告は求めません。",
                        max_length=7,
                        validators=[plans.validators.validate_quarter],
                        verbose_name="最後の四半期",
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
                "verbose_name": "historical 取組",
                "verbose_name_plural": "historical 取組",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommittee",
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
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("function", models.TextField(blank=True, verbose_name="役割")),
                ("secretariat", models.CharField(blank=True, max_length=100, verbose_name="事務局")),
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
                "verbose_name": "historical 会議・推進組織",
                "verbose_name_plural": "historical 会議・推進組織",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDepartment",
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
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="開始日")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="終了日（最後の日）")),
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
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.municipality",
                        verbose_name="市区町村",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.department",
                        verbose_name="上位の部署",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 部署",
                "verbose_name_plural": "historical 部署",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGoal",
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
                    "kind",
                    models.CharField(
                        choices=[("direction", "方向"), ("pillar", "柱"), ("sub-goal", "目標")],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
                ("title", models.CharField(max_length=200, verbose_name="題名")),
                ("subtitle", models.CharField(blank=True, max_length=200, verbose_name="副題")),
                ("summary", models.TextField(blank=True, verbose_name="説明")),
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
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.goal",
                        verbose_name="上位の目標",
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
                "verbose_name": "historical 目標",
                "verbose_name_plural": "historical 目標",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMunicipality",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=50, verbose_name="名称")),
                ("name_kana", models.CharField(blank=True, max_length=100, verbose_name="よみ")),
                ("name_en", models.CharField(blank=True, max_length=100, verbose_name="英語名")),
                (
                    "slug",
                    models.SlugField(
                        help_text="アドレスの最初の部分です。例: takarazuka",
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                "半角の英小文字・数字・ハイフンで書いてください（例: 1-1、pillar-2）。",
                            ),
                            plans.validators.validate_city_slug,
                        ],
                        verbose_name="アドレス名",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="検査数字を含む6桁。架空の市だけ空欄にできます。",
                        max_length=6,
                        validators=[plans.validators.validate_municipality_code],
                        verbose_name="全国地方公共団体コード",
                    ),
                ),
                ("prefecture", models.CharField(blank=True, max_length=10, verbose_name="都道府県")),
                ("url", models.URLField(blank=True, verbose_name="公式サイト")),
                (
                    "is_fictional",
                    models.BooleanField(
                        default=False,
                        help_text="この市のページとファイルには、すべて「サンプル」と表示します。",
                        verbose_name="架空の市",
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
            ],
            options={
                "verbose_name": "historical 市区町村",
                "verbose_name_plural": "historical 市区町村",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNationalPriority",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("taxonomy", models.CharField(max_length=100, verbose_name="体系")),
                ("version", models.CharField(max_length=50, verbose_name="版")),
                ("group", models.CharField(blank=True, max_length=100, verbose_name="区分")),
                ("code", models.CharField(max_length=50, verbose_name="コード")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="注記")),
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
                "verbose_name": "historical 国の取組事項",
                "verbose_name_plural": "historical 国の取組事項",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlan",
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
                    "slug",
                    models.SlugField(
                        help_text="アドレスの2番目の部分です。例: dx-vision。変えると、古いアドレスから自動で転送します。",
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                "半角の英小文字・数字・ハイフンで書いてください（例: 1-1、pillar-2）。",
                            ),
                            plans.validators.validate_plan_slug,
                        ],
                        verbose_name="アドレス名",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="題名")),
                ("edition", models.CharField(blank=True, max_length=50, verbose_name="版")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plan", "計画"),
                            ("vision", "ビジョン"),
                            ("strategy", "戦略"),
                            ("policy", "方針"),
                        ],
                        default="plan",
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="策定日")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="開始日")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="空欄は「必要に応じて見直し」を意味します。",
                        null=True,
                        verbose_name="終了日",
                    ),
                ),
                ("is_draft", models.BooleanField(default=False, verbose_name="案")),
                (
                    "is_public",
                    models.BooleanField(
                        default=True, help_text="選ばないと、職員だけが見られます。", verbose_name="公開する"
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="概要")),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        help_text="例: 公共データ利用規約（第1.0版）。空欄は「原本に記載なし」と表示します。",
                        max_length=200,
                        verbose_name="利用条件",
                    ),
                ),
                ("licence_url", models.URLField(blank=True, verbose_name="利用条件のアドレス")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="更新日時"
                    ),
                ),
                (
                    "public_since",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="公開した日"),
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
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.municipality",
                        verbose_name="市区町村",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 計画",
                "verbose_name_plural": "historical 計画",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlanDepartment",
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
                ("role", models.TextField(blank=True, verbose_name="この計画での役割")),
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
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.department",
                        verbose_name="部署",
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
                "verbose_name": "historical 担当部署の役割",
                "verbose_name_plural": "historical 担当部署の役割",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlanLabel",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mission", "ミッション"),
                            ("vision", "ビジョン"),
                            ("value", "合言葉"),
                            ("principle", "原則"),
                            ("challenge", "課題"),
                            ("focus", "強化点"),
                            ("concept", "考え方"),
                            ("keyword", "キーワード"),
                            ("direction", "方向"),
                            ("pillar", "柱"),
                            ("sub-goal", "目標"),
                            ("action", "取組"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("label", models.CharField(max_length=50, verbose_name="この計画での呼び名")),
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
                "verbose_name": "historical 呼び名",
                "verbose_name_plural": "historical 呼び名",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlanRelation",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("upper", "上位"),
                            ("predecessor", "統合・継承"),
                            ("embodies", "具体化"),
                            ("reflects", "反映"),
                            ("aligned", "整合"),
                            ("equivalent", "相当"),
                            ("related", "関連"),
                        ],
                        max_length=20,
                        verbose_name="関係",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="相手の計画・法令")),
                ("wording", models.TextField(blank=True, verbose_name="原本の記述")),
                (
                    "dated",
                    models.CharField(
                        blank=True,
                        help_text="2023、2023-03、2023-03-31 のいずれかの形で書きます。",
                        max_length=10,
                        validators=[plans.validators.validate_partial_date],
                        verbose_name="策定などの日",
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="アドレス")),
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
                    "related_plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="このポータルにある計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 他の計画・法令との関係",
                "verbose_name_plural": "historical 他の計画・法令との関係",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalScheduleItem",
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
                    "kind",
                    models.CharField(
                        choices=[("task", "作業"), ("milestone", "節目"), ("meeting", "会議")],
                        default="task",
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="内容")),
                (
                    "from_quarter",
                    models.CharField(
                        help_text="年度と四半期。例: 2023-Q3（令和5年度の10〜12月）",
                        max_length=7,
                        validators=[plans.validators.validate_quarter],
                        verbose_name="開始の四半期",
                    ),
                ),
                (
                    "to_quarter",
                    models.CharField(
                        help_text="年度と四半期。例: 2023-Q3（令和5年度の10〜12月）",
                        max_length=7,
                        validators=[plans.validators.validate_quarter],
                        verbose_name="終了の四半期",
                    ),
                ),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="予定日")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完了日")),
                (
                    "is_uncertain",
                    models.BooleanField(
                        default=False,
                        help_text="原本の表から時期をはっきり読み取れないときに選びます。",
                        verbose_name="時期が不確か",
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
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.goal",
                        verbose_name="目標",
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
                    "track",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.scheduletrack",
                        verbose_name="スケジュールの列",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical スケジュールの項目",
                "verbose_name_plural": "historical スケジュールの項目",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalScheduleTrack",
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
                ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
                ("title", models.CharField(max_length=100, verbose_name="題名")),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.goal",
                        verbose_name="目標",
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
                "verbose_name": "historical スケジュールの列",
                "verbose_name_plural": "historical スケジュールの列",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSeat",
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
                ("code", models.CharField(max_length=50, verbose_name="コード")),
                ("role", models.CharField(blank=True, max_length=100, verbose_name="役割名")),
                ("office", models.CharField(max_length=100, verbose_name="職・部署")),
                (
                    "person",
                    models.CharField(blank=True, max_length=100, verbose_name="氏名（原本にある場合）"),
                ),
                ("function", models.TextField(blank=True, verbose_name="担うこと")),
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
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.committee",
                        verbose_name="会議・推進組織",
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
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.seat",
                        verbose_name="上位の席",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 席",
                "verbose_name_plural": "historical 席",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSitePage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "slug",
                    models.CharField(
                        choices=[("about", "このポータルについて"), ("accessibility", "アクセシビリティ")],
                        db_index=True,
                        max_length=30,
                        verbose_name="ページ",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="題名")),
                (
                    "body",
                    models.TextField(
                        help_text="見出しは行の始めに「## 」、箇条書きは「- 」を付けます（Markdown）。HTMLは使えません。",
                        verbose_name="本文",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="更新日時"
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
                "verbose_name": "historical サイトの文章",
                "verbose_name_plural": "historical サイトの文章",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSourceDocument",
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
                ("title", models.CharField(max_length=200, verbose_name="題名")),
                ("publisher", models.CharField(blank=True, max_length=100, verbose_name="発行者")),
                (
                    "published",
                    models.CharField(
                        blank=True,
                        help_text="2023、2023-03、2023-03-31 のいずれかの形で書きます。",
                        max_length=10,
                        validators=[plans.validators.validate_partial_date],
                        verbose_name="発行日",
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="アドレス")),
                ("description", models.TextField(blank=True, verbose_name="説明")),
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
                "verbose_name": "historical 原本",
                "verbose_name_plural": "historical 原本",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSourceNote",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("contradiction", "食い違い"),
                            ("silent", "記載なし"),
                            ("unreadable", "読み取れない"),
                            ("correction", "誤字の訂正"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="件名")),
                ("found", models.TextField(verbose_name="原本の記述")),
                ("chosen", models.TextField(verbose_name="このポータルの扱い")),
                (
                    "is_unverified",
                    models.BooleanField(
                        default=False,
                        help_text="どちらの読み方も日本語として成り立ち、原本で確かめていないときに選びます。",
                        verbose_name="原本未確認",
                    ),
                ),
                (
                    "changes_figure",
                    models.BooleanField(
                        default=False,
                        help_text="数値や日付の読み方が変わるときに選びます。ほかの注記より先に示します。",
                        verbose_name="数値や日付に関わる",
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
                "verbose_name": "historical 出典の注記",
                "verbose_name_plural": "historical 出典の注記",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStatement",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("mission", "ミッション"),
                            ("vision", "ビジョン"),
                            ("value", "合言葉"),
                            ("principle", "原則"),
                            ("challenge", "課題"),
                            ("focus", "強化点"),
                            ("concept", "考え方"),
                            ("keyword", "キーワード"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
                ("title", models.CharField(max_length=300, verbose_name="見出し・原文")),
                ("body", models.TextField(blank=True, verbose_name="本文")),
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
                "verbose_name": "historical 計画の言葉",
                "verbose_name_plural": "historical 計画の言葉",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTerm",
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
                ("name", models.CharField(max_length=100, verbose_name="用語")),
                ("original", models.CharField(blank=True, max_length=100, verbose_name="もとの言葉")),
                (
                    "reading_group",
                    models.CharField(
                        help_text="例: 英字、ア行、数字", max_length=20, verbose_name="五十音などの区分"
                    ),
                ),
                ("body", models.TextField(verbose_name="説明")),
                (
                    "page",
                    models.CharField(
                        blank=True,
                        help_text="原本の表記のまま。例: P8",
                        max_length=20,
                        verbose_name="出てくるページ",
                    ),
                ),
                (
                    "aliases",
                    models.TextField(
                        blank=True,
                        help_text="用語と違う書き方を、1行に1つ。本文に出てきたとき、この説明につなぎます。",
                        verbose_name="本文での書き方",
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
                "verbose_name": "historical 用語",
                "verbose_name_plural": "historical 用語",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("publication", "公開"),
                            ("edition", "計画の改定"),
                            ("target", "目標の変更"),
                            ("withdrawal", "目標の取り下げ"),
                            ("change", "変更"),
                            ("redefinition", "定義の変更"),
                            ("conversion", "単位の換算"),
                            ("addition", "追加"),
                            ("ending", "終了"),
                            ("misprint", "誤りの訂正"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("subject_model", models.CharField(max_length=50, verbose_name="対象の種類")),
                ("subject_id", models.PositiveBigIntegerField(verbose_name="対象のID")),
                ("subject_code", models.CharField(blank=True, max_length=50, verbose_name="コード")),
                ("subject_name", models.CharField(max_length=350, verbose_name="対象")),
                ("changes", models.JSONField(default=list, verbose_name="変更の内容")),
                ("effective_on", models.DateField(verbose_name="いつから")),
                ("reason", models.TextField(verbose_name="理由")),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="根拠となる決定")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="記録した日時"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="plans.plan",
                        verbose_name="計画",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "計画の変更",
                "verbose_name_plural": "計画の変更",
                "ordering": ["-effective_on", "-id"],
                "indexes": [
                    models.Index(fields=["plan", "-effective_on", "-id"], name="revision_newest_first"),
                    models.Index(fields=["subject_model", "subject_id"], name="revision_of_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "publication",
                                    "edition",
                                    "target",
                                    "withdrawal",
                                    "change",
                                    "redefinition",
                                    "conversion",
                                    "addition",
                                    "ending",
                                    "misprint",
                                ],
                            )
                        ),
                        name="revision_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="revision_with_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RevisionMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plan_id", models.PositiveBigIntegerField()),
                ("subject_model", models.CharField(blank=True, max_length=50)),
                ("subject_id", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "変更の印",
                "verbose_name_plural": "変更の印",
                "indexes": [models.Index(fields=["plan_id"], name="revision_mark_plan")],
            },
        ),
        migrations.AddField(
            model_name="action",
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
            model_name="action",
            name="ending_reason",
            field=models.TextField(blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"),
        ),
        migrations.AddField(
            model_name="action",
            name="first_period",
            field=models.CharField(
                blank=True,
                help_text="途中から始めた取組で書きます。例: 2025-Q1。それより前の報告は求めません。",
                max_length=7,
                validators=[plans.validators.validate_quarter],
                verbose_name="最初の四半期",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="last_period",
            field=models.CharField(
                blank=True,
                help_text="終わった取組で書きます。それより後の報告は求めません。",
                max_length=7,
                validators=[plans.validators.validate_quarter],
                verbose_name="最後の四半期",
            ),
        ),
        migrations.AddField(
            model_name="action",
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
            model_name="plan",
            name="public_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="公開した日"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["preparing", "public"])), name="action_publicity_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
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
                name="action_ending_whole",
                violation_error_message="終わり方、終わった理由、最後の期間は、そろえて書いてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_period", ""),
                        ("first_period__regex", "^[12][0-9]{3}-Q[1-4]\\Z"),
                        _connector="OR",
                    ),
                    models.Q(
                        ("last_period", ""),
                        ("last_period__regex", "^[12][0-9]{3}-Q[1-4]\\Z"),
                        _connector="OR",
                    ),
                ),
                name="action_life_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_period", ""),
                    ("last_period", ""),
                    ("last_period__gte", models.F("first_period")),
                    _connector="OR",
                ),
                name="action_ends_after_start",
                violation_error_message="最後の四半期が、最初の四半期より前になっています。",
            ),
        ),
    ]
