"""What the plan itself, its goals and actions, the people who run it and the texts around it lack."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.models import ReviewPolicy
from plans.asking import asking, departments_asked_about
from plans.kinds import Publicity, StatementKind
from plans.models import Membership, Plan

from .findings import Found, Level, Place, Rule

NO_TERM = Rule(
    "no-term",
    Level.LACKS,
    gettext_lazy("計画の開始日が空欄"),
    gettext_lazy("開始日を書いてください。年度ごとの進み具合は、そこから数えます。"),
)
NO_SUMMARY = Rule(
    "no-summary",
    Level.LACKS,
    gettext_lazy("計画の概要が空欄"),
    gettext_lazy("市民が最初に読む2、3文を書いてください。"),
)
NO_LICENCE = Rule(
    "no-licence",
    Level.LACKS,
    gettext_lazy("データの利用条件が空欄"),
    gettext_lazy("オープンデータとして使える条件（公共データ利用規約など）を書いてください。"),
)
NO_VISION = Rule(
    "no-vision",
    Level.LACKS,
    gettext_lazy("計画の言葉（理念・ビジョン）がない"),
    gettext_lazy("計画が目指す姿を、原文のまま登録してください。市の紹介の最初に出ます。"),
)
NO_GOALS = Rule(
    "no-goals",
    Level.LACKS,
    gettext_lazy("目標（柱・基本目標など）がない"),
    gettext_lazy("目標を登録し、指標と取組を目標に付けてください。"),
)
NO_INDICATORS = Rule(
    "no-indicators",
    Level.LACKS,
    gettext_lazy("公開している指標がない"),
    gettext_lazy("指標と目標値を登録してください。計画ブック（Excel）でまとめて登録できます。"),
)
NO_POLICY = Rule(
    "no-review-policy",
    Level.LACKS,
    gettext_lazy("四半期レビューの決まりがない"),
    gettext_lazy("「レビューの決まり」で、締切までの日数と、報告を始める期間を決めてください。"),
)
NO_CONTACT = Rule(
    "no-contact",
    Level.LACKS,
    gettext_lazy("市民の問い合わせ先がない"),
    gettext_lazy("問い合わせに答える部署を選び、その部署の電話かメールを書いてください。"),
)
NO_PEOPLE = Rule(
    "no-people",
    Level.LACKS,
    gettext_lazy("役割の決まっていない仕事がある"),
    gettext_lazy(
        "システムの管理者に、その役割の登録を依頼してください。入力した人と承認する人は、別の人にします。"
    ),
)
GOAL_EMPTY = Rule(
    "goal-without-measure",
    Level.LACKS,
    gettext_lazy("指標も取組もない目標"),
    gettext_lazy("何で測るか、何をするかが分かるように、指標か取組を目標に付けてください。"),
)
ACTION_WITHOUT_GOAL = Rule(
    "action-without-goal",
    Level.LACKS,
    gettext_lazy("どの目標にも付いていない取組"),
    gettext_lazy("関係する目標を選んでください。選ばないと、体系図に出ません。"),
)
ACTION_WITHOUT_DEPARTMENT = Rule(
    "action-without-department",
    Level.LACKS,
    gettext_lazy("担当部署のない取組"),
    gettext_lazy("担当部署を選んでください。選ばないと、進み具合の報告がだれにも頼まれません。"),
)
PREPARING = Rule(
    "preparing",
    Level.DOUBTFUL,
    gettext_lazy("準備中のままのもの"),
    gettext_lazy("市民には見えません。公開してよければ、「公開」にしてください。"),
)
RULES = (
    NO_TERM,
    NO_SUMMARY,
    NO_VISION,
    NO_GOALS,
    NO_INDICATORS,
    NO_LICENCE,
    NO_POLICY,
    NO_CONTACT,
    NO_PEOPLE,
    GOAL_EMPTY,
    ACTION_WITHOUT_GOAL,
    ACTION_WITHOUT_DEPARTMENT,
    PREPARING,
)


def find(plan: Plan, at: date) -> Found:
    yield from _of_the_plan(plan)
    yield from _of_its_people(plan, at)
    yield from _of_goals(plan)
    yield from _of_actions(plan)
    for rows in (plan.statements, plan.goals, plan.actions, plan.indicators):
        for row in rows.filter(state=Publicity.PREPARING):
            yield PREPARING, Place(row)


def _of_the_plan(plan: Plan) -> Found:
    visions = (StatementKind.MISSION, StatementKind.VISION)
    lacks = {
        NO_TERM: plan.starts_on is None,
        NO_SUMMARY: not plan.summary.strip(),
        NO_LICENCE: not plan.licence.strip(),
        NO_VISION: not plan.statements.shown().filter(kind__in=visions).exists(),
        NO_GOALS: not plan.goals.shown().exists(),
        NO_INDICATORS: not plan.indicators.shown().exists(),
        NO_POLICY: not ReviewPolicy.objects.filter(plan=plan).exists(),
    }
    yield from ((rule, Place(plan)) for rule, is_lacking in lacks.items() if is_lacking)


def _of_its_people(plan: Plan, at: date) -> Found:
    asked = asking(plan.municipality, departments_asked_about(plan), subject="", address="", today=at)
    if not asked.is_anybody_reachable:
        yield NO_CONTACT, Place(plan)
    holding = Membership.objects.in_force(at=at).filter(municipality=plan.municipality, user__is_active=True)
    by_role: dict[str, set[int]] = {role: set() for role in Membership.Role}
    for role, user in holding.values_list("role", "user_id"):
        by_role[role].add(user)
    for role, people in by_role.items():
        if not people:
            yield NO_PEOPLE, Place(plan, str(Membership.Role(role).label))
    writers, deciders = by_role[Membership.Role.EDITOR], by_role[Membership.Role.APPROVER]
    if len(deciders) == 1 and deciders == writers:
        yield NO_PEOPLE, Place(plan, _("入力担当と承認者が同じ1人"))


def _of_goals(plan: Plan) -> Found:
    rows = plan.goals.shown()
    inner = {row.parent_id for row in rows}
    measured = set(plan.indicators.values_list("goal", flat=True))
    served = set(plan.actions.values_list("goals", flat=True))
    for row in rows:
        if row.pk not in inner | measured | served:
            yield GOAL_EMPTY, Place(row)


def _of_actions(plan: Plan) -> Found:
    for row in plan.actions.shown().prefetch_related("goals", "lead_departments"):
        if row.has_ending:
            continue
        if not row.goals.all():
            yield ACTION_WITHOUT_GOAL, Place(row)
        if not row.lead_departments.all():
            yield ACTION_WITHOUT_DEPARTMENT, Place(row)
