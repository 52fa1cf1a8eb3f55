"""What the record calls a column or a table of which the model itself says nothing in Japanese."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Columns that the model (or the package it comes from) names after its Python attribute.
_COLUMNS = {
    "id": gettext_lazy("番号"),
    "version": gettext_lazy("保存の回数"),
    "lock_version": gettext_lazy("保存の回数"),
    "history_id": gettext_lazy("履歴の番号"),
    "history_date": gettext_lazy("履歴の日時"),
    "history_change_reason": gettext_lazy("変えた理由"),
    "history_type": gettext_lazy("変え方"),
    "history_user_id": gettext_lazy("変えた人"),
    "report_id": gettext_lazy("四半期報告"),
    "format": gettext_lazy("形式"),
    "content": gettext_lazy("内容"),
    "checksum": gettext_lazy("チェックサム"),
    "made_at": gettext_lazy("作成した日時"),
    "created_at": gettext_lazy("登録した日時"),
    "last_used_at": gettext_lazy("最後に使った日時"),
    "user_id": gettext_lazy("ユーザー"),
    "name": gettext_lazy("名前"),
    "confirmed": gettext_lazy("確認済み"),
    "key": gettext_lazy("秘密の鍵"),
    "token": gettext_lazy("回復コード"),
    "device_id": gettext_lazy("コードの一式"),
    "type": gettext_lazy("種類"),
    "data": gettext_lazy("秘密の内容"),
    "provider": gettext_lazy("アカウントの発行元"),
    "uid": gettext_lazy("発行元での名前"),
    "extra_data": gettext_lazy("発行元が伝えた内容"),
    "verified": gettext_lazy("確認済み"),
    "primary": gettext_lazy("主なアドレス"),
    "step": gettext_lazy("コードが変わる間隔（秒）"),
    "t0": gettext_lazy("数えはじめの時刻"),
    "digits": gettext_lazy("コードの桁数"),
    "tolerance": gettext_lazy("許す時計のずれ"),
    "drift": gettext_lazy("時計のずれ"),
    "last_t": gettext_lazy("最後に使ったコードの時刻"),
    "throttling_failure_timestamp": gettext_lazy("最後に間違えた日時"),
    "throttling_failure_count": gettext_lazy("続けて間違えた回数"),
    "plan_id": gettext_lazy("計画"),
    "subject_model": gettext_lazy("変わったものの種類"),
    "subject_id": gettext_lazy("変わったものの番号"),
    "group_id": gettext_lazy("グループ"),
    "permission_id": gettext_lazy("権限"),
}
_TABLES = {
    "auth_group_permissions": gettext_lazy("グループの権限"),
    "auth_user_user_permissions": gettext_lazy("ユーザーの権限"),
    "otp_totp_totpdevice": gettext_lazy("ワンタイムコード"),
    "otp_static_staticdevice": gettext_lazy("回復コードの一式"),
    "otp_static_statictoken": gettext_lazy("回復コード"),
    "mfa_authenticator": gettext_lazy("パスキー"),
    "socialaccount_socialaccount": gettext_lazy("市役所のアカウントとの結びつき"),
}


def named(column: str, field: models.Field | None) -> str:
    """The field's name where the model gives one in Japanese, else that of the list above, else of a link what it leads to."""
    name = str(field.verbose_name) if field is not None else column
    if not name.isascii():
        return name
    if column in _COLUMNS:
        return str(_COLUMNS[column])
    if field is not None and field.related_model:
        return str(field.related_model._meta.verbose_name)
    return name


def table_named(model: type[models.Model]) -> str:
    """担当者の役割; of a table of links whose they are and which: 取組の担当部署; of a history 取組の履歴"""
    name = _TABLES.get(model._meta.db_table)
    if name is not None:
        return str(name)
    kept = getattr(model, "instance_type", None)
    if kept is not None:
        return _("%(what)sの履歴") % {"what": kept._meta.verbose_name}
    owner = model._meta.auto_created
    if owner:
        link = next(field for field in owner._meta.many_to_many if field.remote_field.through is model)
        return _("%(what)sの%(link)s") % {"what": owner._meta.verbose_name, "link": link.verbose_name}
    return str(model._meta.verbose_name)
