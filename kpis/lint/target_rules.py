"""What an indicator lacks, and targets that contradict its baseline, its path or the plan's term."""

from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.known import Point
from kpis.judging.terms import Kind, Path, Series
from kpis.judging.wording import goalpost_text, value_text
from kpis.models.steps import stored_steps

from .findings import Level, Rule
from .kind_rules import Check, Seen
from .wordings import names_a_time

BARE = ""  # nothing to read beside the name


def _bare(condition: bool) -> str | None:
    return BARE if condition else None


def no_target(seen: Seen) -> str | None:
    is_asked = seen.facts.kind in (Kind.NUMBER, Kind.COMPOSITE) and seen.is_rated
    return _bare(is_asked and not seen.targets and seen.facts.lower is None)


def no_baseline(seen: Seen) -> str | None:
    """Without one, the way that was gone cannot be told; words are compared with nothing else."""
    facts = seen.facts
    is_way = facts.kind is Kind.WORDS or (
        facts.kind is not Kind.MILESTONE
        and seen.is_rated
        and bool(seen.targets)
        and not facts.direction.keeps
        and facts.series is not Series.CUMULATIVE
        and facts.path is not Path.STEPWISE
    )
    return _bare(is_way and facts.baseline is None and not facts.baseline_is_provisional)


def no_department(seen: Seen) -> str | None:
    return _bare(seen.is_rated and not seen.row.formula and not seen.row.departments.all())


def no_definition(seen: Seen) -> str | None:
    return _bare(seen.is_rated and not seen.row.definition.strip())


def no_source(seen: Seen) -> str | None:
    """Also of a reference that others are held against: whose figures are they?"""
    is_asked = (seen.is_rated or seen.is_part) and seen.facts.kind is not Kind.MILESTONE
    is_asked = is_asked and not seen.row.formula
    return _bare(is_asked and not seen.row.data_source.strip())


def no_wording(seen: Seen) -> str | None:
    return _bare(seen.is_rated and not seen.words.strip())


def _told(seen: Seen, point: Point) -> str:
    when = point.period.label_at(seen.facts.frequency)
    return _("%(when)sの目標 %(value)s") % {"when": when, "value": goalpost_text(seen.facts, point.value)}


def after_the_plan(seen: Seen) -> str | None:
    end = seen.facts.plan_end if seen.is_rated else None
    late = [point for point in seen.targets if end is not None and point.period.last_day > end]
    if seen.facts.kind is Kind.MILESTONE:
        steps = stored_steps(seen.row.steps)
        return steps[-1].title if end is not None and steps[-1].planned.first_day > end else None
    return _told(seen, late[-1]) if late else None


def before_the_end(seen: Seen) -> str | None:
    """The last year of the plan has no target, and the plan's words name no other time."""
    end = seen.facts.plan_end
    is_asked = seen.is_rated and seen.facts.kind is not Kind.MILESTONE and not names_a_time(seen.words)
    if end is None or not seen.targets or not is_asked:
        return None
    last = seen.targets[-1]
    is_early = (end.year - last.period.last_day.year) * 12 + end.month - last.period.last_day.month >= 12
    return _told(seen, last) if is_early else None


def met_at_the_start(seen: Seen) -> str | None:
    """A baseline that is no worse than the last target, where there is a way to go."""
    base, way = seen.facts.baseline, seen.facts.direction
    if base is None or not seen.targets or way.keeps or not way.sign or seen.facts.kind is Kind.WORDS:
        return None
    last = seen.targets[-1]
    if (base.value - last.value) * way.sign < 0:
        return None
    words = {"base": value_text(seen.facts, base.value), "target": _told(seen, last)}
    return _("基準値 %(base)s・%(target)s") % words


def turning(seen: Seen) -> str | None:
    """A later target that asks for less than an earlier one."""
    way = seen.facts.direction
    if seen.facts.kind is Kind.MILESTONE:
        return None
    for before, after in pairwise(seen.targets):
        if (after.value - before.value) * way.sign < 0:
            return "・".join(_told(seen, point) for point in (before, after))
    return None


def over_the_whole(seen: Seen) -> str | None:
    """More than 100 % of something that is called a rate."""
    if not seen.row.is_percent or seen.row.is_part_of_whole or not seen.row.name.endswith(("率", "割合")):
        return None
    over = [point for point in seen.targets if point.value > 100]
    return _told(seen, over[-1]) if over else None


CHECKS: tuple[tuple[Rule, Check], ...] = (
    (
        Rule(
            "no-target",
            Level.LACKS,
            gettext_lazy("目標値のない指標"),
            gettext_lazy(
                "目標値を登録してください。目標のない指標は「見守る」を選ぶと、判定の対象から外れます。"
            ),
        ),
        no_target,
    ),
    (
        Rule(
            "no-baseline",
            Level.LACKS,
            gettext_lazy("基準値のない指標"),
            gettext_lazy(
                "計画の始まりの値を基準値に登録してください。計画にないときは「仮の基準」を選ぶと、最初の実績と比べます。"
            ),
        ),
        no_baseline,
    ),
    (
        Rule(
            "no-department",
            Level.LACKS,
            gettext_lazy("担当部署のない指標"),
            gettext_lazy("担当部署を選んでください。選ばないと、入力の依頼がだれにも届きません。"),
        ),
        no_department,
    ),
    (
        Rule(
            "no-definition",
            Level.LACKS,
            gettext_lazy("説明・数え方のない指標"),
            gettext_lazy("何を、どう数えた値かを書いてください。市民と、次の担当者が読みます。"),
        ),
        no_definition,
    ),
    (
        Rule(
            "no-data-source",
            Level.LACKS,
            gettext_lazy("数値の出どころのない指標"),
            gettext_lazy("値をどこから取るか（システム、調査など）を書いてください。"),
        ),
        no_source,
    ),
    (
        Rule(
            "no-wording",
            Level.LACKS,
            gettext_lazy("計画に書かれた目標（原文）のない指標"),
            gettext_lazy("計画の表の言葉を、そのまま書いてください。"),
        ),
        no_wording,
    ),
    (
        Rule(
            "target-after-plan",
            Level.DOUBTFUL,
            gettext_lazy("計画が終わった後の目標がある指標"),
            gettext_lazy("目標の期間か、計画の終了日を確かめてください。"),
        ),
        after_the_plan,
    ),
    (
        Rule(
            "no-final-target",
            Level.DOUBTFUL,
            gettext_lazy("計画の最後の年度の目標がない指標"),
            gettext_lazy(
                "最後の目標の後は、判定が変わりません。計画の最後の年度の目標がないか、確かめてください。"
            ),
        ),
        before_the_end,
    ),
    (
        Rule(
            "met-at-start",
            Level.DOUBTFUL,
            gettext_lazy("基準値が、初めから目標を満たしている指標"),
            gettext_lazy(
                "基準値、目標値、目指す向きを確かめてください。保つ目標なら「下回らないように保つ」などを選びます。"
            ),
        ),
        met_at_the_start,
    ),
    (
        Rule(
            "turning-targets",
            Level.DOUBTFUL,
            gettext_lazy("後の目標が、前の目標よりゆるい指標"),
            gettext_lazy("目標値の期間を取り違えていないか、確かめてください。"),
        ),
        turning,
    ),
    (
        Rule(
            "rate-over-100",
            Level.DOUBTFUL,
            gettext_lazy("率や割合なのに、目標が100%を超える指標"),
            gettext_lazy("目標値を確かめてください。100%を超えない率なら「全体に占める割合」を選びます。"),
        ),
        over_the_whole,
    ),
)
