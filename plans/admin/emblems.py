"""A city's emblem: chosen as a file, checked before it is stored."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import models
from plans.admin_scope import ScopedAdmin
from plans.emblem_files import kind_of
from plans.opened_form import OpenedForm


class EmblemForm(OpenedForm):
    upload = forms.FileField(
        required=False,
        label=gettext_lazy("図のファイル"),
        widget=forms.FileInput(attrs={"accept": ".png,.svg"}),
        help_text=gettext_lazy("PNGかSVG、100 KBまで。小さく表示するので、正方形に近い図が向いています。"),
    )
    seen_digest = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_digest"].initial = self.instance.digest

    def clean_upload(self) -> bytes | None:
        file = self.cleaned_data["upload"]
        if file is None:
            if not self.instance.picture:
                raise ValidationError(_("図のファイルを選んでください（PNGかSVG）。"))
            return None
        content = file.read()
        kind_of(content)
        return content

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if found.get("upload") is None:
            return found
        if self.instance.pk and found.get("seen_digest") != self.instance.digest:
            self._send("seen_digest", [self.instance.digest])
            self.add_error(
                "upload",
                _(
                    "この画面を開いた後に、ほかの人が図を替えました。それでも替えるときは、もう一度ファイルを選んで保存してください。"
                ),
            )
            return found
        self.instance.picture = found["upload"]
        return found


@admin.register(models.Emblem)
class EmblemAdmin(ScopedAdmin):
    form = EmblemForm
    list_display = ["municipality", "source_place"]
    list_select_related = ["municipality"]
    fields = ["municipality", "shown", "upload", "source_place", "seen_digest"]
    readonly_fields = ["shown"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.defer("picture") if request.resolver_match.url_name.endswith("_changelist") else rows

    @admin.display(description=gettext_lazy("今の図"))
    def shown(self, emblem: models.Emblem) -> SafeString | str:
        if not emblem.pk:
            return _("まだありません。")
        address = f"{reverse('emblem', args=[emblem.municipality.slug])}?v={emblem.digest[:12]}"
        return format_html('<img src="{}" alt="{}" width="64" height="64">', address, emblem)
