"""The tables of 0001 to 0014 as they stand after them: for a database that has none of these yet (docs/adr/0031).

What those moved, they moved in rows that such a database has not.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import plans.validators
from plans.migrating.tables_at_once import TablesAtOnce

words = import_module("plans.migrations.0012_newest_plans_first")
lists = import_module("plans.migrations.0013_lists_by_key")

TABLES = [
    migrations.CreateModel(
        name="ChangeRecord",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("at", models.DateTimeField(verbose_name="日時")),
            ("table_name", models.CharField(max_length=63, verbose_name="表")),
            ("row_key", models.CharField(max_length=100, verbose_name="行")),
            (
                "operation",
                models.CharField(
                    choices=[("I", "追加"), ("U", "変更"), ("D", "削除")], max_length=1, verbose_name="操作"
                ),
            ),
            ("before", models.JSONField(null=True, verbose_name="前")),
            ("after", models.JSONField(null=True, verbose_name="後")),
            ("city_id", models.BigIntegerField(null=True, verbose_name="市区町村")),
            ("who_id", models.BigIntegerField(null=True, verbose_name="ユーザーのID")),
            ("who", models.CharField(blank=True, max_length=350, verbose_name="だれが")),
            ("way", models.CharField(max_length=200, verbose_name="どこから")),
            ("why", models.TextField(blank=True, verbose_name="理由")),
            ("act", models.CharField(blank=True, max_length=64, verbose_name="一続きの操作")),
        ],
        options={
            "verbose_name": "変更記録",
            "verbose_name_plural": "変更記録",
            "ordering": ["-id"],
            "indexes": [
                models.Index(fields=["city_id", "-id"], name="change_record_city"),
                models.Index(fields=["table_name", "row_key"], name="change_record_row"),
                models.Index(fields=["at"], name="change_record_at"),
                models.Index(fields=["who_id", "-id"], name="change_record_who"),
            ],
        },
    ),
    migrations.CreateModel(
        name="SiteAct",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="日時")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("removed", "市の削除"),
                        ("samples", "見本の読み込み"),
                        ("restored", "バックアップからの復元"),
                    ],
                    max_length=20,
                    verbose_name="種類",
                ),
            ),
            ("what", models.TextField(verbose_name="内容")),
            ("records_gone", models.PositiveBigIntegerField(default=0, verbose_name="消した変更記録")),
        ],
        options={
            "verbose_name": "サイト全体の操作",
            "verbose_name_plural": "サイト全体の操作",
            "ordering": ["-id"],
        },
    ),
    migrations.CreateModel(
        name="Acting",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("who_id", models.BigIntegerField(null=True)),
            ("who", models.CharField(max_length=350)),
            ("way", models.CharField(max_length=200)),
            ("why", models.TextField()),
            ("act", models.CharField(max_length=64)),
            ("decides", models.BooleanField()),
        ],
        options={
            "verbose_name": "操作中の人",
            "verbose_name_plural": "操作中の人",
        },
    ),
    migrations.CreateModel(
        name="RecordGate",
        fields=[
            ("table_name", models.CharField(max_length=63, primary_key=True, serialize=False)),
        ],
        options={
            "verbose_name": "変更記録の入口",
            "verbose_name_plural": "変更記録の入口",
        },
    ),
    migrations.CreateModel(
        name="ReplacedRow",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("table_name", models.CharField(max_length=63)),
            ("row_key", models.CharField(max_length=100)),
            ("before", models.TextField()),
            ("city_id", models.BigIntegerField(null=True)),
        ],
        options={
            "verbose_name": "置きかえられる行",
            "verbose_name_plural": "置きかえられる行",
            "indexes": [models.Index(fields=["table_name"], name="replaced_row_table")],
        },
    ),
    migrations.CreateModel(
        name="HistoricalMunicipality",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
        name="Municipality",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=50, verbose_name="名称")),
            ("name_kana", models.CharField(blank=True, max_length=100, verbose_name="よみ")),
            ("name_en", models.CharField(blank=True, max_length=100, verbose_name="英語名")),
            (
                "slug",
                models.SlugField(
                    help_text="アドレスの最初の部分です。例: takarazuka",
                    unique=True,
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
        ],
        options={
            "verbose_name": "市区町村",
            "verbose_name_plural": "市区町村",
            "ordering": ["is_fictional", "order", "code", "slug"],
            "indexes": [
                models.Index(fields=["is_fictional", "order", "code", "slug"], name="municipality_in_order")
            ],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("code", ""), _negated=True),
                    fields=("code",),
                    name="municipality_code_unique",
                    violation_error_message="この全国地方公共団体コードはすでに登録されています。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("code__glob", "[0-9][0-9][0-9][0-9][0-9][0-9]"),
                        models.Q(("code", ""), ("is_fictional", True)),
                        _connector="OR",
                    ),
                    name="municipality_code_unless_fictional",
                    violation_error_message="実在の市区町村には全国地方公共団体コード（6桁）が必要です。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Department",
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
            ("valid_from", models.DateField(blank=True, null=True, verbose_name="開始日")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="終了日（最後の日）")),
            (
                "municipality",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="departments",
                    to="plans.municipality",
                    verbose_name="市区町村",
                ),
            ),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="children",
                    to="plans.department",
                    verbose_name="上位の部署",
                ),
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
            ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
        ],
        options={
            "verbose_name": "部署",
            "verbose_name_plural": "部署",
            "ordering": ["municipality", "order", "code"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_until__isnull", True),
                        ("valid_from__isnull", True),
                        ("valid_until__gte", models.F("valid_from")),
                        _connector="OR",
                    ),
                    name="department_valid_range",
                    violation_error_message="終了日は開始日より後の日にしてください。",
                ),
                models.UniqueConstraint(fields=("municipality", "code"), name="department_code_unique"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("parent__isnull", True),
                        models.Q(("parent", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="department_not_its_own_parent",
                    violation_error_message="部署を自分自身の下に置くことはできません。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalDepartment",
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
            "verbose_name": "historical 部署",
            "verbose_name_plural": "historical 部署",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="HistoricalPlan",
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
            "verbose_name": "historical 計画",
            "verbose_name_plural": "historical 計画",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Plan",
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
                "municipality",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="plans",
                    to="plans.municipality",
                    verbose_name="市区町村",
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
        ],
        options={
            "verbose_name": "計画",
            "verbose_name_plural": "計画",
            "ordering": ["municipality", "order", "-starts_on", "slug"],
            "indexes": [models.Index(fields=["-updated_at", "-id"], name="plan_newest_first")],
            "constraints": [
                models.UniqueConstraint(
                    fields=("municipality", "slug"),
                    name="plan_slug_unique",
                    violation_error_message="この市区町村には、同じアドレス名の計画がすでにあります。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on__isnull", True),
                        ("starts_on__isnull", True),
                        ("ends_on__gte", models.F("starts_on")),
                        _connector="OR",
                    ),
                    name="plan_ends_after_start",
                    violation_error_message="終了日は開始日より後の日にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("is_public", False), ("public_since__isnull", False), _connector="OR"
                    ),
                    name="plan_public_since_a_day",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalPlanLabel",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
            "verbose_name": "historical 呼び名",
            "verbose_name_plural": "historical 呼び名",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="PlanLabel",
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
                    related_name="labels",
                    to="plans.plan",
                    verbose_name="計画",
                ),
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
        ],
        options={
            "verbose_name": "呼び名",
            "verbose_name_plural": "呼び名",
            "constraints": [models.UniqueConstraint(fields=("plan", "kind"), name="plan_label_unique")],
        },
    ),
    migrations.CreateModel(
        name="FormerAddress",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("path", models.CharField(max_length=120, unique=True, verbose_name="以前のアドレス")),
            (
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="former_addresses",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
        ],
        options={
            "verbose_name": "以前のアドレス",
            "verbose_name_plural": "以前のアドレス",
        },
    ),
    migrations.CreateModel(
        name="HistoricalStatement",
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
                "ended_on",
                models.DateField(
                    blank=True,
                    help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
                    null=True,
                    verbose_name="最後の日",
                ),
            ),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                    help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
                    max_length=10,
                    verbose_name="終わり方",
                ),
            ),
            (
                "ending_reason",
                models.TextField(blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"),
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
                    ],
                    max_length=20,
                    verbose_name="種類",
                ),
            ),
            ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
            ("title", models.CharField(max_length=300, verbose_name="見出し・原文")),
            ("body", models.TextField(blank=True, verbose_name="本文")),
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
            "verbose_name": "historical 計画の言葉",
            "verbose_name_plural": "historical 計画の言葉",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Statement",
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
                "ended_on",
                models.DateField(
                    blank=True,
                    help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
                    null=True,
                    verbose_name="最後の日",
                ),
            ),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                    help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
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
                    related_name="statements",
                    to="plans.plan",
                    verbose_name="計画",
                ),
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
                    ],
                    max_length=20,
                    verbose_name="種類",
                ),
            ),
            ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
            ("title", models.CharField(max_length=300, verbose_name="見出し・原文")),
            ("body", models.TextField(blank=True, verbose_name="本文")),
        ],
        options={
            "verbose_name": "計画の言葉",
            "verbose_name_plural": "計画の言葉",
            "ordering": ["order", "code"],
            "constraints": [
                models.UniqueConstraint(fields=("plan", "code"), name="statement_code_unique"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["preparing", "public"])),
                    name="statement_publicity_known",
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
                    name="statement_ending_whole",
                    violation_error_message="終わり方、終わった理由、最後の日は、そろえて書いてください。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Goal",
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
                "ended_on",
                models.DateField(
                    blank=True,
                    help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
                    null=True,
                    verbose_name="最後の日",
                ),
            ),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                    help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
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
                    related_name="goals",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("direction", "方向"), ("pillar", "柱"), ("sub-goal", "目標")],
                    max_length=20,
                    verbose_name="種類",
                ),
            ),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="children",
                    to="plans.goal",
                    verbose_name="上位の目標",
                ),
            ),
            ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
            ("title", models.CharField(max_length=200, verbose_name="題名")),
            ("subtitle", models.CharField(blank=True, max_length=200, verbose_name="副題")),
            ("summary", models.TextField(blank=True, verbose_name="説明")),
        ],
        options={
            "verbose_name": "目標",
            "verbose_name_plural": "目標",
            "ordering": ["order", "code"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("plan", "code"),
                    name="goal_code_unique",
                    violation_error_message="この計画には、同じコードの目標がすでにあります。",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["preparing", "public"])), name="goal_publicity_known"
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
                    name="goal_ending_whole",
                    violation_error_message="終わり方、終わった理由、最後の日は、そろえて書いてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "direction"), _negated=True),
                        ("parent__isnull", True),
                        _connector="OR",
                    ),
                    name="goal_direction_at_top",
                    violation_error_message="方向は計画のいちばん上に置きます。上位の目標を空欄にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "sub-goal"), _negated=True),
                        ("parent__isnull", False),
                        _connector="OR",
                    ),
                    name="goal_sub_goal_has_parent",
                    violation_error_message="目標には、上位の柱または目標が必要です。",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["direction", "pillar", "sub-goal"])),
                    name="goal_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("parent__isnull", True),
                        models.Q(("parent", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    name="goal_not_its_own_parent",
                    violation_error_message="目標を自分自身の下に置くことはできません。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalGoal",
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
                "ended_on",
                models.DateField(
                    blank=True,
                    help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
                    null=True,
                    verbose_name="最後の日",
                ),
            ),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                    help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
                    max_length=10,
                    verbose_name="終わり方",
                ),
            ),
            (
                "ending_reason",
                models.TextField(blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"),
            ),
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
            "verbose_name": "historical 目標",
            "verbose_name_plural": "historical 目標",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="HistoricalNationalPriority",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
        name="NationalPriority",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("taxonomy", models.CharField(max_length=100, verbose_name="体系")),
            ("version", models.CharField(max_length=50, verbose_name="版")),
            ("group", models.CharField(blank=True, max_length=100, verbose_name="区分")),
            ("code", models.CharField(max_length=50, verbose_name="コード")),
            ("title", models.CharField(max_length=200, verbose_name="名称")),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="注記")),
            ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
            ("lock_version", models.PositiveIntegerField(default=1, editable=False)),
        ],
        options={
            "verbose_name": "国の取組事項",
            "verbose_name_plural": "国の取組事項",
            "ordering": ["taxonomy", "version", "order"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("taxonomy", "version", "code"), name="national_priority_unique"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalAction",
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
            "verbose_name": "historical 取組",
            "verbose_name_plural": "historical 取組",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Action",
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
                    related_name="actions",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
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
            (
                "goals",
                models.ManyToManyField(
                    blank=True, related_name="actions", to="plans.goal", verbose_name="関係する目標"
                ),
            ),
            (
                "lead_departments",
                models.ManyToManyField(
                    blank=True, related_name="led_actions", to="plans.department", verbose_name="担当部署"
                ),
            ),
            (
                "supporting_departments",
                models.ManyToManyField(
                    blank=True,
                    related_name="supported_actions",
                    to="plans.department",
                    verbose_name="関係部署",
                ),
            ),
            (
                "national_priorities",
                models.ManyToManyField(
                    blank=True,
                    related_name="actions",
                    to="plans.nationalpriority",
                    verbose_name="国の取組事項",
                ),
            ),
        ],
        options={
            "verbose_name": "取組",
            "verbose_name_plural": "取組",
            "ordering": ["order", "code"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("plan", "code"),
                    name="action_code_unique",
                    violation_error_message="この計画には、同じコードの取組がすでにあります。",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["preparing", "public"])), name="action_publicity_known"
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
                    name="action_ending_whole",
                    violation_error_message="終わり方、終わった理由、最後の期間は、そろえて書いてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("first_period", ""),
                            ("first_period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                            _connector="OR",
                        ),
                        models.Q(
                            ("last_period", ""),
                            ("last_period__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                            _connector="OR",
                        ),
                    ),
                    name="action_life_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("first_period", ""),
                        ("last_period", ""),
                        ("last_period__gte", models.F("first_period")),
                        _connector="OR",
                    ),
                    name="action_ends_after_start",
                    violation_error_message="最後の四半期が、最初の四半期より前になっています。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ContentVersion",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("plan_id", models.PositiveBigIntegerField(db_index=True)),
            ("version", models.BigIntegerField()),
        ],
        options={
            "verbose_name": "内容の版",
            "verbose_name_plural": "内容の版",
        },
    ),
    migrations.CreateModel(
        name="HistoricalTerm",
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
            "verbose_name": "historical 用語",
            "verbose_name_plural": "historical 用語",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Term",
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
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="terms",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
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
        ],
        options={
            "verbose_name": "用語",
            "verbose_name_plural": "用語",
            "ordering": ["order", "code"],
            "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="term_code_unique")],
        },
    ),
    migrations.CreateModel(
        name="HistoricalCommittee",
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
            ("name", models.CharField(max_length=100, verbose_name="名称")),
            ("function", models.TextField(blank=True, verbose_name="役割")),
            ("secretariat", models.CharField(blank=True, max_length=100, verbose_name="事務局")),
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
            "verbose_name": "historical 会議・推進組織",
            "verbose_name_plural": "historical 会議・推進組織",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="Committee",
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
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="committees",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
            ("name", models.CharField(max_length=100, verbose_name="名称")),
            ("function", models.TextField(blank=True, verbose_name="役割")),
            ("secretariat", models.CharField(blank=True, max_length=100, verbose_name="事務局")),
        ],
        options={
            "verbose_name": "会議・推進組織",
            "verbose_name_plural": "会議・推進組織",
            "ordering": ["order", "code"],
            "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="committee_code_unique")],
        },
    ),
    migrations.CreateModel(
        name="Seat",
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
                "committee",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="seats",
                    to="plans.committee",
                    verbose_name="会議・推進組織",
                ),
            ),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="children",
                    to="plans.seat",
                    verbose_name="上位の席",
                ),
            ),
            ("code", models.CharField(max_length=50, verbose_name="コード")),
            ("role", models.CharField(blank=True, max_length=100, verbose_name="役割名")),
            ("office", models.CharField(max_length=100, verbose_name="職・部署")),
            ("person", models.CharField(blank=True, max_length=100, verbose_name="氏名（原本にある場合）")),
            ("function", models.TextField(blank=True, verbose_name="担うこと")),
            ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
        ],
        options={
            "verbose_name": "席",
            "verbose_name_plural": "席",
            "ordering": ["order", "code"],
            "constraints": [models.UniqueConstraint(fields=("committee", "code"), name="seat_code_unique")],
        },
    ),
    migrations.CreateModel(
        name="HistoricalSeat",
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
            ("code", models.CharField(max_length=50, verbose_name="コード")),
            ("role", models.CharField(blank=True, max_length=100, verbose_name="役割名")),
            ("office", models.CharField(max_length=100, verbose_name="職・部署")),
            ("person", models.CharField(blank=True, max_length=100, verbose_name="氏名（原本にある場合）")),
            ("function", models.TextField(blank=True, verbose_name="担うこと")),
            ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
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
            "verbose_name": "historical 席",
            "verbose_name_plural": "historical 席",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="HistoricalPlanDepartment",
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
            ("role", models.TextField(blank=True, verbose_name="この計画での役割")),
            ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
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
            "verbose_name": "historical 担当部署の役割",
            "verbose_name_plural": "historical 担当部署の役割",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="PlanDepartment",
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
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="plan_departments",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
            (
                "department",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="plan_roles",
                    to="plans.department",
                    verbose_name="部署",
                ),
            ),
            ("role", models.TextField(blank=True, verbose_name="この計画での役割")),
            ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
        ],
        options={
            "verbose_name": "担当部署の役割",
            "verbose_name_plural": "担当部署の役割",
            "ordering": ["order", "id"],
            "constraints": [
                models.UniqueConstraint(fields=("plan", "department"), name="plan_department_unique")
            ],
        },
    ),
    migrations.CreateModel(
        name="Membership",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("valid_from", models.DateField(blank=True, null=True, verbose_name="開始日")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="終了日（最後の日）")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="memberships",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="ユーザー",
                ),
            ),
            (
                "municipality",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="memberships",
                    to="plans.municipality",
                    verbose_name="市区町村",
                ),
            ),
            (
                "department",
                models.ForeignKey(
                    blank=True,
                    help_text="下位の部署も含みます。空欄は全庁を意味します。",
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="memberships",
                    to="plans.department",
                    verbose_name="部署",
                ),
            ),
            (
                "role",
                models.CharField(
                    choices=[("editor", "入力担当"), ("approver", "承認者"), ("manager", "計画管理者")],
                    max_length=20,
                    verbose_name="役割",
                ),
            ),
            (
                "deputy_for",
                models.ForeignKey(
                    blank=True,
                    help_text="この人に代わって承認するときに選びます。代決として記録します。",
                    null=True,
                    on_delete=django.db.models.deletion.RESTRICT,
                    related_name="deputies",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="代決の相手",
                ),
            ),
            (
                "made_staff",
                models.BooleanField(default=False, editable=False, verbose_name="役割による職員権限"),
            ),
        ],
        options={
            "verbose_name": "担当者の役割",
            "verbose_name_plural": "担当者の役割",
            "ordering": ["municipality", "department", "role"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_until__isnull", True),
                        ("valid_from__isnull", True),
                        ("valid_until__gte", models.F("valid_from")),
                        _connector="OR",
                    ),
                    name="membership_valid_range",
                    violation_error_message="終了日は開始日より後の日にしてください。",
                ),
                models.UniqueConstraint(
                    models.F("user"),
                    models.F("municipality"),
                    django.db.models.functions.comparison.Coalesce(models.F("department"), 0),
                    models.F("role"),
                    django.db.models.functions.comparison.Coalesce(models.F("deputy_for"), 0),
                    name="membership_unique",
                    violation_error_message="同じ役割がすでに登録されています。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("deputy_for__isnull", True),
                        models.Q(("deputy_for", models.F("user")), _negated=True),
                        _connector="OR",
                    ),
                    name="membership_not_own_deputy",
                    violation_error_message="自分自身の代決者にはなれません。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Revision",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                "kind",
                models.CharField(
                    choices=[
                        ("publication", "公開"),
                        ("edition", "計画の改定"),
                        ("target", "目標の変更"),
                        ("withdrawal", "目標の取り下げ"),
                        ("change", "変更"),
                        ("redefinition", "数え方の変更"),
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
            ("factor", models.CharField(blank=True, max_length=40, verbose_name="換算")),
            ("reason", models.TextField(verbose_name="理由")),
            ("decision", models.CharField(blank=True, max_length=200, verbose_name="根拠となる決定")),
            (
                "recorded_at",
                models.DateTimeField(default=django.utils.timezone.now, verbose_name="記録した日時"),
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
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
    migrations.CreateModel(
        name="HistoricalScheduleTrack",
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
                "ended_on",
                models.DateField(
                    blank=True,
                    help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
                    null=True,
                    verbose_name="最後の日",
                ),
            ),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                    help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
                    max_length=10,
                    verbose_name="終わり方",
                ),
            ),
            (
                "ending_reason",
                models.TextField(blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"),
            ),
            ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
            ("title", models.CharField(max_length=100, verbose_name="題名")),
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
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="plans.goal",
                    verbose_name="目標",
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
            "verbose_name": "historical スケジュールの列",
            "verbose_name_plural": "historical スケジュールの列",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="ScheduleTrack",
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
                "ended_on",
                models.DateField(
                    blank=True,
                    help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
                    null=True,
                    verbose_name="最後の日",
                ),
            ),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                    help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
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
                    related_name="schedule_tracks",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
            ("number", models.CharField(blank=True, max_length=20, verbose_name="番号")),
            ("title", models.CharField(max_length=100, verbose_name="題名")),
            (
                "goal",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="schedule_tracks",
                    to="plans.goal",
                    verbose_name="目標",
                ),
            ),
        ],
        options={
            "verbose_name": "スケジュールの列",
            "verbose_name_plural": "スケジュールの列",
            "ordering": ["order", "code"],
            "constraints": [
                models.UniqueConstraint(fields=("plan", "code"), name="schedule_track_code_unique"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["preparing", "public"])),
                    name="scheduletrack_publicity_known",
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
                    name="scheduletrack_ending_whole",
                    violation_error_message="終わり方、終わった理由、最後の日は、そろえて書いてください。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalScheduleItem",
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
                "ended_on",
                models.DateField(
                    blank=True,
                    help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
                    null=True,
                    verbose_name="最後の日",
                ),
            ),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                    help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
                    max_length=10,
                    verbose_name="終わり方",
                ),
            ),
            (
                "ending_reason",
                models.TextField(blank=True, help_text="市民にも表示します。", verbose_name="終わった理由"),
            ),
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
            "verbose_name": "historical スケジュールの項目",
            "verbose_name_plural": "historical スケジュールの項目",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="ScheduleItem",
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
                "ended_on",
                models.DateField(
                    blank=True,
                    help_text="途中で終えたとき、計画の一部だった最後の日を書きます。",
                    null=True,
                    verbose_name="最後の日",
                ),
            ),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[("abolished", "廃止"), ("merged", "統合"), ("achieved", "達成により終了")],
                    help_text="途中で終えるときに選び、「最後の日」と理由も書きます。",
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
                    related_name="schedule_items",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
            (
                "track",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="items",
                    to="plans.scheduletrack",
                    verbose_name="スケジュールの列",
                ),
            ),
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
            (
                "goal",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="schedule_items",
                    to="plans.goal",
                    verbose_name="目標",
                ),
            ),
            (
                "action",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="schedule_items",
                    to="plans.action",
                    verbose_name="取組",
                ),
            ),
        ],
        options={
            "verbose_name": "スケジュールの項目",
            "verbose_name_plural": "スケジュールの項目",
            "ordering": ["from_quarter", "order", "code"],
            "constraints": [
                models.UniqueConstraint(fields=("plan", "code"), name="schedule_item_code_unique"),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["preparing", "public"])),
                    name="scheduleitem_publicity_known",
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
                    name="scheduleitem_ending_whole",
                    violation_error_message="終わり方、終わった理由、最後の日は、そろえて書いてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("from_quarter__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                        ("to_quarter__glob", "[12][0-9][0-9][0-9]-Q[1-4]"),
                    ),
                    name="schedule_item_quarter_form",
                ),
                models.CheckConstraint(
                    condition=models.Q(("to_quarter__gte", models.F("from_quarter"))),
                    name="schedule_item_ends_after_start",
                    violation_error_message="終了の四半期は、開始の四半期と同じか後にしてください。",
                ),
                models.CheckConstraint(
                    condition=models.Q(("goal__isnull", True), ("action__isnull", True), _connector="OR"),
                    name="schedule_item_one_subject",
                    violation_error_message="目標と取組は、どちらか一方だけを選んでください。",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalSitePage",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
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
        name="SitePage",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "slug",
                models.CharField(
                    choices=[("about", "このポータルについて"), ("accessibility", "アクセシビリティ")],
                    max_length=30,
                    unique=True,
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
        ],
        options={
            "verbose_name": "サイトの文章",
            "verbose_name_plural": "サイトの文章",
            "ordering": ["slug"],
        },
    ),
    migrations.CreateModel(
        name="HistoricalSourceDocument",
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
            "verbose_name": "historical 原本",
            "verbose_name_plural": "historical 原本",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="SourceDocument",
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
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="documents",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
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
        ],
        options={
            "verbose_name": "原本",
            "verbose_name_plural": "原本",
            "ordering": ["order", "code"],
            "constraints": [
                models.UniqueConstraint(fields=("plan", "code"), name="document_code_unique"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("published", ""),
                        ("published__glob", "[12][0-9][0-9][0-9]"),
                        ("published__glob", "[12][0-9][0-9][0-9]-[0-9][0-9]"),
                        ("published__glob", "[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="document_published_form",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalPlanRelation",
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
            "verbose_name": "historical 他の計画・法令との関係",
            "verbose_name_plural": "historical 他の計画・法令との関係",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="PlanRelation",
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
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="relations",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
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
            (
                "related_plan",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="related_from",
                    to="plans.plan",
                    verbose_name="このポータルにある計画",
                ),
            ),
        ],
        options={
            "verbose_name": "他の計画・法令との関係",
            "verbose_name_plural": "他の計画・法令との関係",
            "ordering": ["order", "code"],
            "constraints": [
                models.UniqueConstraint(fields=("plan", "code"), name="relation_code_unique"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("dated", ""),
                        ("dated__glob", "[12][0-9][0-9][0-9]"),
                        ("dated__glob", "[12][0-9][0-9][0-9]-[0-9][0-9]"),
                        ("dated__glob", "[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"),
                        _connector="OR",
                    ),
                    name="relation_dated_form",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalSourceNote",
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
            "verbose_name": "historical 出典の注記",
            "verbose_name_plural": "historical 出典の注記",
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
        },
        bases=(simple_history.models.HistoricalChanges, models.Model),
    ),
    migrations.CreateModel(
        name="SourceNote",
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
                "plan",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="source_notes",
                    to="plans.plan",
                    verbose_name="計画",
                ),
            ),
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
            (
                "goals",
                models.ManyToManyField(
                    blank=True, related_name="source_notes", to="plans.goal", verbose_name="関係する目標"
                ),
            ),
            (
                "actions",
                models.ManyToManyField(
                    blank=True, related_name="source_notes", to="plans.action", verbose_name="関係する取組"
                ),
            ),
        ],
        options={
            "verbose_name": "出典の注記",
            "verbose_name_plural": "出典の注記",
            "ordering": ["order", "code"],
            "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="source_note_code_unique")],
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("plans", "0001_the_plan_model"),
        ("plans", "0002_notes_on_figures"),
        ("plans", "0003_revisions"),
        ("plans", "0004_ledgers_begin"),
        ("plans", "0005_public_since_a_day"),
        ("plans", "0006_lives_of_goals"),
        ("plans", "0007_conversions"),
        ("plans", "0008_versions_of_rows"),
        ("plans", "0009_forms_every_sqlite_tool_knows"),
        ("plans", "0010_roles_make_staff"),
        ("plans", "0011_content_versions"),
        ("plans", "0012_newest_plans_first"),
        ("plans", "0013_lists_by_key"),
        ("plans", "0014_change_record"),
    ]

    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("axes", "0010_accessattemptexpiration"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce(TABLES),
        migrations.RunPython(words.lay, words.take_away),
        *(migrations.RunSQL(*lists.statements(index)) for index in lists.OTHERS),
    ]
