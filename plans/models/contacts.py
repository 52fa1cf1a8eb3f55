"""How people reach a city or a department: telephone, mail, form, counter. All may be blank."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy

from plans.phone_numbers import Phone, read_phone

validate_web_address = URLValidator(
    schemes=["http", "https"],
    message=gettext_lazy("https:// か http:// から始まるアドレスを書いてください。"),
)


def validate_phone(text: str) -> None:
    try:
        read_phone(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


class PhoneField(models.CharField):
    """A telephone number, kept in one form however it was typed. In migrations it is a plain column."""

    if TYPE_CHECKING:  # what stands in a row is a text

        def __get__(self, row: Any, owner: Any = None) -> Any: ...
        def __set__(self, row: Any, value: Any) -> None: ...

    def to_python(self, value: object) -> object:
        """The number in its form. What cannot be read stays as it is: the validator says why."""
        text = super().to_python(value)
        if not text or not text.strip():
            return "" if text is not None else text
        try:
            return str(read_phone(text))
        except ValueError:
            return text

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Reachable(models.Model):
    """A row that people can ask. Where all is blank, what stands above it is asked (plans/asking.py)."""

    CONTACTS = ("phone", "mail", "form_url", "counter", "hours")

    phone = PhoneField(
        gettext_lazy("電話"),
        max_length=60,
        blank=True,
        validators=[validate_phone],
        help_text=gettext_lazy(
            "市民に公開します。市外局番から書きます。例: 0797-77-1111、0797-77-1111 内線 2345"
        ),
    )
    mail = models.EmailField(
        gettext_lazy("メール"),
        blank=True,
        help_text=gettext_lazy("市民に公開します。個人ではなく、部署のアドレスを書いてください。"),
    )
    form_url = models.URLField(
        gettext_lazy("問い合わせフォーム"),
        blank=True,
        max_length=500,
        validators=[validate_web_address],
        help_text=gettext_lazy("市の問い合わせフォームのアドレス。https:// から書きます。"),
    )
    counter = models.CharField(
        gettext_lazy("窓口の場所"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("例: 市役所本庁舎 3階 12番窓口"),
    )
    hours = models.CharField(
        gettext_lazy("受付時間"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("例: 平日 9時から17時30分まで（祝日と年末年始を除く）"),
    )

    class Meta:
        abstract = True

    @property
    def is_reachable(self) -> bool:
        """Whether anybody can be asked here: opening hours alone lead to nobody."""
        return bool(self.phone or self.mail or self.form_url or self.counter)

    @property
    def phone_number(self) -> Phone | None:
        """None where there is none, or none that can be read."""
        try:
            return read_phone(self.phone) if self.phone else None
        except ValueError:
            return None
