"""What travels from a preview to its confirmation, signed: no server keeps it, so any worker can answer."""

from collections.abc import Iterable

from django.core import signing
from django.utils.translation import gettext as _

from kpis.models import Review

from .raw_rows import RawRow

MAX_AGE = 2 * 60 * 60  # seconds
MAX_LENGTH = 2_000_000  # characters: Django takes 2.5 MB of form data


class ConfirmationLost(Exception):  # noqa: N818 an answer, not a mishap
    """The parcel cannot be opened; `str()` says what to do."""


def sign_rows(rows: Iterable[RawRow], review: Review, user, *, unchanged: int = 0) -> str:
    """The rows as text that only this user can hand in, for this review, within two hours. Raises ConfirmationLost.

    `unchanged`: how many rows stay behind because they change nothing.
    """
    data = [unchanged, [row.as_data() for row in rows]]
    text = signing.dumps(data, salt=_salt(review, user), compress=True)
    if len(text) > MAX_LENGTH:
        raise ConfirmationLost(_("一度に取り込むには文章が多すぎます。部署ごとにシートを分けてください。"))
    return text


def read_signed_rows(text: str, review: Review, user) -> tuple[list[RawRow], int]:
    """The rows of `sign_rows`, and how many stayed behind. Raises ConfirmationLost."""
    try:
        unchanged, data = signing.loads(text, salt=_salt(review, user), max_age=MAX_AGE)
    except signing.SignatureExpired as error:
        raise ConfirmationLost(
            _("確かめてから2時間が過ぎました。もう一度ファイルを選んでください。")
        ) from error
    except signing.BadSignature as error:
        raise ConfirmationLost(
            _("確かめた内容を読み取れませんでした。もう一度ファイルを選んでください。")
        ) from error
    return [RawRow.from_data(row) for row in data], unchanged


def _salt(review: Review, user) -> str:
    return f"kpis.sheets:{review.pk}:{user.pk}"
