from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0004_ways_of_signing_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenAssertion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, verbose_name="アサーションのハッシュ値"),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="有効期限")),
            ],
            options={
                "verbose_name": "受け取ったアサーション",
                "verbose_name_plural": "受け取ったアサーション",
            },
        ),
        migrations.AlterField(
            model_name="failedsignin",
            name="locked_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pair", "同じ名前とアドレスで失敗が続いた"),
                    ("address", "同じアドレスからの失敗が多い"),
                    ("office", "庁内の同じアドレスからの失敗が多い"),
                    ("name", "同じ名前での失敗が多い（庁外から）"),
                    ("known-name", "同じ名前での失敗が多い（庁内などから）"),
                    ("nameless", "同じアドレスからの、だれのものか分からない失敗が多い"),
                ],
                default="",
                max_length=20,
                verbose_name="締め出したきまり",
            ),
        ),
        migrations.AlterField(
            model_name="failedsignin",
            name="reason",
            field=models.CharField(
                choices=[
                    ("unknown", "その名前のアカウントはない"),
                    ("inactive", "アカウントが無効（「有効」が外れている）"),
                    ("password", "パスワードが違う"),
                    ("code", "ワンタイムコードが違う"),
                    ("no-role", "役割がない（「担当者の役割」に登録がない）"),
                    (
                        "no-staff",
                        "スタッフ権限が外れている（役割か管理者の権限はある。「ユーザー」で「スタッフ権限」を付ける）",
                    ),
                    ("to-come", "役割がまだ始まっていない（開始日より前）"),
                    ("ended", "役割が終わっている（終了日を過ぎた）"),
                    (
                        "sso-only",
                        "パスワードは閉じている（SSO_ONLY。SSO_EMERGENCY_ACCOUNTS にないアカウント）",
                    ),
                    ("no-match", "市役所のアカウントに当たるアカウントがない"),
                    ("ambiguous", "市役所のアカウントに当たるアカウントが2つ以上ある"),
                    ("no-claim", "認証基盤の答えに、照合する項目（SSO_CLAIM、SSO_SAML_CLAIM）がない"),
                    ("unverified", "認証基盤が、メールアドレスを確かめていない"),
                    ("state", "始めたブラウザーと違うか、時間が切れた"),
                    ("answer", "認証基盤の答えを確かめられない（くわしくはログ）"),
                    ("declined", "認証基盤が断った"),
                    ("unreachable", "認証基盤に接続できない"),
                    ("passkey", "パスキーを確かめられない"),
                ],
                max_length=20,
                verbose_name="理由",
            ),
        ),
        migrations.AlterField(
            model_name="strike",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pair", "同じ名前とアドレスで失敗が続いた"),
                    ("address", "同じアドレスからの失敗が多い"),
                    ("office", "庁内の同じアドレスからの失敗が多い"),
                    ("name", "同じ名前での失敗が多い（庁外から）"),
                    ("known-name", "同じ名前での失敗が多い（庁内などから）"),
                    ("nameless", "同じアドレスからの、だれのものか分からない失敗が多い"),
                ],
                max_length=20,
                verbose_name="数え方",
            ),
        ),
    ]
