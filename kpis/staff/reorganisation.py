"""The plan manager's page of a reorganisation: choose successors, look at what passes on, confirm."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MinValueValidator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kpis.models import Indicator
from kpis.workflow import reorganisation
from kpis.workflow.departments import DepartmentTree
from kpis.workflow.reorganisation import Options, live_plans
from plans.access import Right, in_reach
from plans.era import date_label, fiscal_year_of
from plans.models import Action, Department, Municipality
from plans.typed_fields import DayField

from .review_page import render_staff


class ReorganisationForm(forms.Form):
    """A day, a successor for each department that has something, and what else is to change."""

    from_day = DayField(
        label=gettext_lazy("引き継ぎの日"),
        validators=[MinValueValidator(date(1950, 1, 1))],
        help_text=gettext_lazy("この日から引き継ぎ先の担当です。今日までの日を選びます。"),
    )
    end_old = forms.BooleanField(
        label=gettext_lazy("引き継ぐ部署の終了日を、前の日にする"), required=False, initial=True
    )
    start_new = forms.BooleanField(
        label=gettext_lazy("引き継ぎ先が新しい部署で、開始日が空欄なら、この日にする"), required=False
    )
    carry_members = forms.BooleanField(
        label=gettext_lazy("担当者の役割（入力担当・承認者など）も引き継ぐ"), required=False
    )

    def __init__(self, city: Municipality, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.city = city
        today = timezone.localdate()
        self.fields["from_day"].initial = date(fiscal_year_of(today), 4, 1)
        offices = DepartmentTree(city)
        self.departments = offices.by_id
        choices = [("", _("引き継がない"))]
        choices += [
            (str(row.pk), row.full_path)
            for row in offices.sorted()
            if row.valid_until is None or row.valid_until >= today
        ]
        counts = owned(city, today)
        self.rows = [row for row in offices.sorted() if row.pk in counts]
        for row in self.rows:
            indicators, actions = counts[row.pk]
            self.fields[self.name_of(row)] = forms.ChoiceField(
                label=row.path,
                required=False,
                choices=choices,
                help_text=_("指標%(indicators)d件・取組%(actions)d件")
                % {"indicators": indicators, "actions": actions},
            )

    @staticmethod
    def name_of(department: Department) -> str:
        return f"department-{department.pk}"

    @property
    def successors(self) -> list[forms.BoundField]:
        return [self[self.name_of(row)] for row in self.rows]

    @property
    def options_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("end_old", "start_new", "carry_members")]

    @property
    def options(self) -> Options:
        names = ("end_old", "start_new", "carry_members")
        return Options(**{name: self.cleaned_data[name] for name in names})

    @property
    def mapping(self) -> dict[Department, Department]:
        chosen = {row: self.cleaned_data.get(self.name_of(row)) for row in self.rows}
        return {row: self.departments[int(key)] for row, key in chosen.items() if key}

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        wrong = reorganisation.problems(self.city, self.mapping, cleaned["from_day"], self.options)
        for row in self.rows:
            if row.pk in wrong:
                self.add_error(self.name_of(row), wrong[row.pk])
        return cleaned


def owned(city: Municipality, day: date) -> dict[int, tuple[int, int]]:
    """How many indicators and actions (led or supported) each department has in the plans that pass on, by its id."""
    plans = live_plans(city, day)
    actions = Action.objects.filter(plan__in=plans)
    indicators = _pairs(Indicator.objects.filter(plan__in=plans), "departments")
    led = _pairs(actions, "lead_departments") | _pairs(actions, "supporting_departments")
    keys = {key for _row, key in indicators | led}
    return {
        key: (sum(1 for row in indicators if row[1] == key), sum(1 for row in led if row[1] == key))
        for key in keys
    }


def _pairs(rows, path: str) -> set[tuple[int, int]]:
    return set(rows.filter(**{f"{path}__isnull": False}).values_list("pk", path))


@require_http_methods(["GET", "HEAD", "POST"])
def reorganise_page(request: HttpRequest) -> HttpResponse:
    """Three steps at one address: the form, what would pass on, done."""
    cities = list(in_reach(Municipality.objects.all(), request.user, Right.RUN_REVIEWS))
    if not cities:
        raise PermissionDenied(_("組織改編を行う権限がありません。"))
    city = _city(request, cities)
    if city is None:
        return _render(request, "admin/kpis/reorganise.html", cities, None)
    if request.method != "POST":
        return _render(request, "admin/kpis/reorganise.html", cities, city, form=ReorganisationForm(city))
    form = ReorganisationForm(city, request.POST)
    if not form.is_valid() or "edit" in request.POST:
        return _render(request, "admin/kpis/reorganise.html", cities, city, form=form)
    seen = request.POST.get("seen", "")
    try:
        if "confirm" in request.POST and seen:
            return _carry_out(request, form, seen)
        return _preview(request, cities, form)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _render(request, "admin/kpis/reorganise.html", cities, city, form=form)


def _city(request: HttpRequest, cities: Iterable[Municipality]) -> Municipality | None:
    """The city of the address, else the only one; None where there is a choice."""
    slug = request.GET.get("city")
    if slug:
        found = next((city for city in cities if city.slug == slug), None)
        if found is None:
            raise Http404
        return found
    return cities[0] if len(cities) == 1 else None


def _preview(request: HttpRequest, cities: list[Municipality], form: ReorganisationForm) -> HttpResponse:
    found = reorganisation.moves(
        form.city, form.mapping, from_day=form.cleaned_data["from_day"], options=form.options
    )
    return _render(
        request,
        "admin/kpis/reorganise_preview.html",
        cities,
        form.city,
        form=form,
        preview=found,
        day=date_label(found.from_day),
        hidden=[(field.html_name, field.value()) for field in form if field.value()],
    )


def _carry_out(request: HttpRequest, form: ReorganisationForm, seen: str) -> HttpResponse:
    done = reorganisation.reorganise(
        form.city,
        form.mapping,
        by=request.user,
        from_day=form.cleaned_data["from_day"],
        options=form.options,
        seen=seen,
    )
    messages.success(
        request,
        _("%(count)d部署の担当を引き継ぎました（指標%(indicators)d件、取組%(actions)d件）。")
        % {
            "count": len(done.moves),
            "indicators": sum(len(move.indicators) for move in done.moves),
            "actions": len({row.pk for move in done.moves for row in (*move.led, *move.supported)}),
        },
    )
    for row in (row for move in done.moves for row in move.listed):
        messages.warning(
            request,
            _(
                "「%(plan)s」の推進体制のページに、終わった「%(name)s」が残っています。「計画」の画面の「担当部署の役割」で直してください。"
            )
            % {"plan": row.plan.title, "name": row.department},
        )
    return HttpResponseRedirect(request.get_full_path())


def _render(
    request: HttpRequest, template: str, cities: list[Municipality], city: Municipality | None, **context
) -> HttpResponse:
    title = _("組織改編")
    return render_staff(request, template, None, title=title, cities=cities, city=city, **context)


URLS = [("reorganise/", reorganise_page, "kpis_reorganisation")]
