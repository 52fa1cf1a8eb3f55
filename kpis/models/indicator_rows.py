"""Which indicators a page, a duty or a person has to do with."""

from django.db import models
from django.db.models.functions import Concat

from kpis.judging.periods import periods_in
from kpis.judging.terms import Frequency
from plans.access import Right, in_reach
from plans.era import Quarter
from plans.kinds import Publicity
from plans.models import Plan
from plans.models.living import LivingQuerySet

from .parts_checks import has_part


class IndicatorQuerySet(LivingQuerySet):
    def rated_kinds(self):
        """KPIs and KGIs: what the plan measures itself by. References are shown apart."""
        return self.exclude(role=self.model.Role.REFERENCE)

    def due_in(self, quarter: Quarter):
        """Those whose frequency asks for a value in that quarter.

        A reference is reported on only where another indicator is worked out of it, which itself is not asked for. A survey
        is asked for every few years only, and nothing outside an indicator's life: see `due_periods`.
        """
        wholes = (
            self.model.objects.filter(plan=models.OuterRef("plan"), state=Publicity.PUBLIC)
            .exclude(formula="")
            .annotate(
                lines=Concat(models.Value("\n"), "parts", models.Value("\n"), output_field=models.TextField())
            )
            .filter(has_part(models.OuterRef("code")))
        )
        return (
            self.shown()
            .filter(formula="")
            .filter(~models.Q(role=self.model.Role.REFERENCE) | models.Exists(wholes))
            .filter(
                frequency__in=[frequency.value for frequency in Frequency if periods_in(quarter, frequency)]
            )
        )

    def editable_by(self, user):
        """Those whose values the user may fill in: of own departments, by plans/access.py."""
        return in_reach(self, user, Right.WRITE_ENTRIES)

    def for_scorecard(self, plan: Plan):
        """The plan's indicators with all that judging and printing them needs, in a constant number of queries."""
        rows = self.filter(plan=plan).shown().with_figures()
        return rows.select_related("goal").prefetch_related("departments")

    def with_figures(self):
        """With targets and approved measurements at hand, as `kpis.assessment` reads them."""
        measurements = self.model._meta.get_field("measurements").related_model.objects
        found = self.with_decisions().prefetch_related(
            models.Prefetch("measurements", queryset=measurements.approved(), to_attr="approved_measurements")
        )
        found._has_figures = True
        return found

    _has_figures = False

    def _clone(self):
        found = super()._clone()
        found._has_figures = self._has_figures
        return found

    def _fetch_all(self):
        """Those that are worked out know the rows that were read with them: their parts are read for all at once."""
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._has_figures:
            rows = [row for row in self._result_cache if isinstance(row, self.model)]
            for row in rows:
                if row.formula:
                    row.read_with = rows

    def with_decisions(self):
        """With what was decided of them at hand: targets, excluded periods, breaks. Without values."""
        # Asked through the relations: the modules of targets and measurements import this one.
        targets = self.model._meta.get_field("targets").related_model.objects
        return self.prefetch_related(
            models.Prefetch("targets", queryset=targets.order_by("period", "effective_from", "pk")),
            "excluded_periods",
            "series_breaks",
        )
