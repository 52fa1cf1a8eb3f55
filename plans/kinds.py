"""The kinds of rows a plan consists of, and the portal's own word for each.

A plan may call a kind otherwise (PlanLabel): Takarazuka's sub-goals are 目指す姿, Amagasaki's pillars 取組項目.
"""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class StatementKind(models.TextChoices):
    MISSION = "mission", gettext_lazy("ミッション")
    VISION = "vision", gettext_lazy("ビジョン")
    VALUE = "value", gettext_lazy("合言葉")
    PRINCIPLE = "principle", gettext_lazy("原則")
    CHALLENGE = "challenge", gettext_lazy("課題")
    FOCUS = "focus", gettext_lazy("強化点")
    CONCEPT = "concept", gettext_lazy("考え方")
    KEYWORD = "keyword", gettext_lazy("キーワード")


class GoalKind(models.TextChoices):
    DIRECTION = "direction", gettext_lazy("方向")
    PILLAR = "pillar", gettext_lazy("柱")
    SUB_GOAL = "sub-goal", pgettext_lazy("a kind of goal", "目標")


class Publicity(models.TextChoices):
    """Whether the public sees a row. What has been public once stays so: it ends, and is not hidden again."""

    PREPARING = "preparing", gettext_lazy("準備中（公開しない）")
    PUBLIC = "public", gettext_lazy("公開")


class Ending(models.TextChoices):
    """Why a row of the plan came to its end."""

    ABOLISHED = "abolished", gettext_lazy("廃止")
    MERGED = "merged", gettext_lazy("統合")
    ACHIEVED = "achieved", gettext_lazy("達成により終了")


ACTION = ("action", gettext_lazy("取組"))

LABELLED_KINDS = [*StatementKind.choices, *GoalKind.choices, ACTION]
