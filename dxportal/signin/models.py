"""Why a sign-in failed: beside each failure that django-axes records."""

from axes.models import AccessFailureLog
from django.db import models
from django.utils.translation import gettext_lazy


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
            gettext_lazy("スタッフ権限が外れている（役割はある。「ユーザー」で「スタッフ権限」を付ける）"),
        )
        TO_COME = "to-come", gettext_lazy("役割がまだ始まっていない（開始日より前）")
        ENDED = "ended", gettext_lazy("役割が終わっている（終了日を過ぎた）")

    log = models.OneToOneField(AccessFailureLog, models.CASCADE, primary_key=True, related_name="why")
    reason = models.CharField(gettext_lazy("理由"), max_length=20, choices=Reason)

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("サインインできなかった理由")

    def __str__(self) -> str:
        return str(self.get_reason_display())
