"""The kinds of rows a plan consists of, and the portal's own word for each.

A plan may call a kind otherwise (PlanLabel): Takarazuka's sub-goals are 目指す姿, Amagasaki's pillars 取組項目.
"""

from django.db import models
from django.utils.translation import gettext_lazy


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
    SUB_GOAL = "sub-goal", gettext_lazy("目標")


ACTION = ("action", gettext_lazy("取組"))

LABELLED_KINDS = [*StatementKind.choices, *GoalKind.choices, ACTION]
