"""What a forecast says, in sentences: where it leads, how far it reaches, how earlier ones did. Pure: no ORM."""

from django.utils.translation import gettext as _

from .facts import Facts
from .forecast import Forecast
from .wording import time_text, value_text


def forecast_sentence(found: Forecast) -> str:
    """Where the values lead if they go on as before."""
    if found.met_in is None:
        return _("これまでの値の動きが続くと、10年以内に目標に届く見込みはありません。")
    return _("これまでの値の動きが続くと、%sに目標に届く見込みです。") % found.met_in_label


def forecast_range_sentence(facts: Facts, found: Forecast) -> str:
    """What the value would be at the deadline, and how far that reaches."""
    return _(
        "%(when)sの値は、10回のうち8回、%(low)sから%(high)sの間になる見込みです（中央は%(value)s）。"
    ) % {
        "when": time_text(facts, found.target),
        "low": value_text(facts, found.low),
        "high": value_text(facts, found.high),
        "value": value_text(facts, found.to_value),
    }


def forecast_record_sentence(found: Forecast) -> str:
    """How earlier forecasts of the same kind did; blank where too few could be made."""
    if found.record is None:
        return ""
    hits, tried = found.record
    return _(
        "同じ方法で出した過去の見込みは、%(tried)d回のうち%(hits)d回、次の値を幅の中に含んでいました。"
    ) % {
        "tried": tried,
        "hits": hits,
    }
