"""自己評価 in the admin: a plan's scales with their marks, and what is assessed with them.

What departments say stands with their reports (kpis/entry/assessment_fields.py).
"""

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy

from kpis import models
from kpis.judging.self_assessment import ScaleError, check_marks
from plans.admin_inlines import ScopedInline
from plans.admin_scope import ScopedAdmin
from plans.exports import ListExport
from plans.part_form import PartForm


class MarkFormSet(BaseInlineFormSet):
    """The marks of a scale make sense only together: what overlaps is said at the mark that is to be mended."""

    DUPLICATE = gettext_lazy("同じ印か順番が上にもあります。どちらかを直すか、消してください。")

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        forms = [
            form
            for form in self.forms
            if (form.has_changed() or form.instance.pk) and not self._should_delete_form(form)
        ]
        try:
            check_marks([form.instance.as_mark() for form in forms])
        except ScaleError as error:
            if error.number < len(forms):
                forms[error.number].add_error(error.field, str(error))
            else:
                self._non_form_errors.append(str(error))


class AssessmentMarkInline(ScopedInline):
    model = models.AssessmentMark
    form = PartForm
    formset = MarkFormSet
    fields = ["order", "mark", "label", "group"]


@admin.register(models.AssessmentScale)
class AssessmentScaleAdmin(ListExport, ScopedAdmin):
    form = PartForm
    list_display = ["name", "plan", "code", "marks_text"]
    list_filter = ["plan"]
    list_select_related = ["plan__municipality"]
    search_fields = ["name", "code"]
    inlines = [AssessmentMarkInline]
    fields = ["plan", "name", "code", "description"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("marks")

    @admin.display(description=gettext_lazy("印"))
    def marks_text(self, scale: models.AssessmentScale) -> str:
        return " ".join(row.mark for row in scale.marks.all())


@admin.register(models.AssessmentAspect)
class AssessmentAspectAdmin(ListExport, ScopedAdmin):
    form = PartForm
    list_display = ["name", "plan", "code", "scale"]
    list_filter = ["plan"]
    list_select_related = ["plan__municipality", "scale"]
    search_fields = ["name", "code"]
    fields = ["plan", "name", "code", "scale", "order"]
