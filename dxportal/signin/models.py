"""How somebody signed in, or why not, beside each sign-in and each failure that django-axes records; and the count of failures
by name and by address."""

from axes.models import AccessFailureLog, AccessLog
from django.db import models
from django.utils.translation import gettext_lazy


class LockedBy(models.TextChoices):
    """What is counted, and locks out where it grows too many: limits.py says how many; PAIR is django-axes' own."""

    PAIR = "pair", gettext_lazy("同じ名前とアドレスで失敗が続いた")
    ADDRESS = "address", gettext_lazy("同じアドレスからの失敗が多い")
    OFFICE = "office", gettext_lazy("庁内の同じアドレスからの失敗が多い")
    NAME = "name", gettext_lazy("同じ名前での失敗が多い（庁外から）")
    KNOWN_NAME = "known-name", gettext_lazy("同じ名前での失敗が多い（庁内などから）")
    # Keeps nobody out: so many lines that name nobody are written for an address.
    NAMELESS = "nameless", gettext_lazy("同じアドレスからの、だれのものか分からない失敗が多い")


class Way(models.TextChoices):
    """How somebody signs in. A password, with or without a one-time code, is the rule: no row says it."""

    OIDC = "oidc", gettext_lazy("市役所のアカウント（OIDC）")
    SAML = "saml", gettext_lazy("市役所のアカウント（SAML）")
    PASSKEY = "passkey", gettext_lazy("パスキー")
    PASSWORD_PASSKEY = "password-passkey", gettext_lazy("パスワードとパスキー")


class SuccessfulSignIn(models.Model):
    """In another way than by a password."""

    log = models.OneToOneField(AccessLog, models.CASCADE, primary_key=True, related_name="how")
    way = models.CharField(gettext_lazy("方法"), max_length=20, choices=Way)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("サインインの方法")

    def __str__(self) -> str:
        return str(self.get_way_display())


class FailedSignIn(models.Model):
    """For the administrator only: the person at the sign-in page is not told which part was wrong."""

    class Reason(models.TextChoices):
        UNKNOWN = "unknown", gettext_lazy("その名前のアカウントはない")
        INACTIVE = "inactive", gettext_lazy("アカウントが無効（「有効」が外れている）")
        PASSWORD = "password", gettext_lazy("パスワードが違う")
        CODE = "code", gettext_lazy("ワンタイムコードが違う")
        NO_ROLE = "no-role", gettext_lazy("役割がない（「担当者の役割」に登録がない）")
        NO_STAFF = (
            "no-staff",
            gettext_lazy(
                "スタッフ権限が外れている（役割か管理者の権限はある。「ユーザー」で「スタッフ権限」を付ける）"
            ),
        )
        TO_COME = "to-come", gettext_lazy("役割がまだ始まっていない（開始日より前）")
        ENDED = "ended", gettext_lazy("役割が終わっている（終了日を過ぎた）")
        SSO_ONLY = (
            "sso-only",
            gettext_lazy("パスワードは閉じている（SSO_ONLY。SSO_EMERGENCY_ACCOUNTS にないアカウント）"),
        )
        NO_MATCH = "no-match", gettext_lazy("市役所のアカウントに当たるアカウントがない")
        AMBIGUOUS = "ambiguous", gettext_lazy("市役所のアカウントに当たるアカウントが2つ以上ある")
        NO_CLAIM = (
            "no-claim",
            gettext_lazy("認証基盤の答えに、照合する項目（SSO_CLAIM、SSO_SAML_CLAIM）がない"),
        )
        UNVERIFIED = "unverified", gettext_lazy("認証基盤が、メールアドレスを確かめていない")
        STATE = "state", gettext_lazy("始めたブラウザーと違うか、時間が切れた")
        ANSWER = "answer", gettext_lazy("認証基盤の答えを確かめられない（くわしくはログ）")
        DECLINED = "declined", gettext_lazy("認証基盤が断った")
        UNREACHABLE = "unreachable", gettext_lazy("認証基盤に接続できない")
        PASSKEY = "passkey", gettext_lazy("パスキーを確かめられない")

    log = models.OneToOneField(AccessFailureLog, models.CASCADE, primary_key=True, related_name="why")
    reason = models.CharField(gettext_lazy("理由"), max_length=20, choices=Reason)
    locked_by = models.CharField(
        gettext_lazy("締め出したきまり"), max_length=20, choices=LockedBy, blank=True, default=""
    )
    way = models.CharField(gettext_lazy("方法"), max_length=20, choices=Way, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("サインインできなかった理由")

    def __str__(self) -> str:
        return str(self.get_reason_display())


class Strike(models.Model):
    """A failed sign-in as one of the limits counts it (limits.py); gone after a day."""

    kind = models.CharField(gettext_lazy("数え方"), max_length=20, choices=LockedBy)
    key = models.CharField(gettext_lazy("アドレスまたはユーザー名"), max_length=255)
    at = models.DateTimeField(gettext_lazy("日時"))

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("サインインの失敗の数")
        indexes = [
            models.Index(fields=["kind", "key", "at"], name="strike_counted"),
            models.Index(fields=["at"], name="strike_forgotten"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class TakenAssertion(models.Model):
    """An assertion of SAML that has let somebody in: it is taken once, whichever process sees it; gone when expired."""

    digest = models.CharField(gettext_lazy("アサーションのハッシュ値"), max_length=64, unique=True)
    expires_at = models.DateTimeField(gettext_lazy("有効期限"), db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("受け取ったアサーション")

    def __str__(self) -> str:
        return self.digest
