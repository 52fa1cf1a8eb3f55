"""The chart of a judged indicator: for its page, its files and its pictures."""

from kpis.charts import Figure, figure, is_worth_drawing

from .assessment import Assessment


def figure_of(
    assessment: Assessment, *, wide: bool, show_title: bool = False, is_marked: bool = True
) -> Figure:
    """The chart; without its title where something beside it says the same, and without the mark サンプル likewise."""
    indicator = assessment.indicator
    return figure(
        assessment.facts,
        assessment.evaluation,
        title=indicator.name,
        at=assessment.at,
        uid=f"chart-{indicator.code}-{'wide' if wide else 'narrow'}",
        wide=wide,
        sample=is_marked and indicator.plan.municipality.is_fictional,
        forecast=assessment.forecast,
        show_title=show_title,
    )


def has_chart(assessment: Assessment) -> bool:
    """Whether there is anything to see in its chart."""
    return is_worth_drawing(assessment.facts, assessment.evaluation, assessment.at)
