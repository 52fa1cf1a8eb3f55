"""What the pictures of an indicator say: the words of its page, in the order in which they are read."""

from django.conf import settings
from django.utils.translation import gettext as _

from kpis.assessment.assessment import Assessment
from kpis.reports.pdf.glyphs import breakable
from plans.colours import COLOURS
from plans.era import date_label
from plans.models import Plan

from .drawing import Data


def head_of(plan: Plan) -> Data:
    """Whose plan it is; of a fictional city that all of it is made up."""
    city = plan.municipality
    return {
        "city": breakable(city.name),
        "colour": city.colour or COLOURS["blue-900"],
        "plan": breakable(plan.title),
        "sample": _("サンプル（架空のデータ）") if city.is_fictional else "",
    }


def foot_of(at_label: str) -> Data:
    return {"site": str(settings.SITE_NAME), "day": at_label}


def indicator_words(row: Assessment) -> Data:
    """Name, verdict, sentence, and the two numbers that belong together."""
    return {
        "number": row.indicator.number or str(row.indicator.get_role_display()),
        "name": breakable(row.indicator.name),
        "status": {
            "key": row.evaluation.group.key,
            "label": row.evaluation.label,
            "stale": _("更新遅れ") if row.evaluation.stale else "",
        },
        "sentence": breakable(row.citizen_sentence),
        "value": _number(
            _("最新の値"),
            row.newest_text or row.absent_text,
            row.newest_covers_text,
            is_known=bool(row.newest_text),
        ),
        "target": _number(_("目標"), *_target(row), is_known=bool(row.target_text)),
        "day": _("%(day)s現在") % {"day": date_label(row.at)},
    }


def _target(row: Assessment) -> tuple[str, str]:
    if row.target_text:
        return row.target_text, row.target_period_label
    told = row.target_told
    return (told.coming_text, told.coming_label) if told.coming_text else (told.none_text, "")


def _number(name: str, text: str, when: str, *, is_known: bool) -> Data:
    return {"name": name, "text": breakable(text), "when": breakable(when), "is_known": is_known}
