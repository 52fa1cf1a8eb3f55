"""What a forecast says, in sentences: where it leads, how far it reaches, how earlier ones did. Pure: no ORM."""

from django.utils.translation import gettext as _

from .facts import Facts
from .forecast import SHARE, Forecast
from .wording import time_text, value_text


def forecast_sentence(found: Forecast) -> str:
    """Where the values lead if they go on as before."""
    if found.met_in is None:
        return _("これまでの値の動きが続くと、10年たっても目標に届かない見込みです。")
    if found.range_meets_target or not found.meets_target:
        return _("これまでの値の動きが続くと、%sに目標に届く見込みです。") % found.met_in_label
    return (
        _("これまでの値の動きが続くと、%sに目標に届く見込みですが、届かないこともあります。")
        % found.met_in_label
    )


def forecast_range_sentence(facts: Facts, found: Forecast) -> str:
    """What the value would be at the deadline, and how far that reaches."""
    return _(
        "%(when)sの値は、%(low)sから%(high)sの間になる見込みです（10回のうち8回は当たる幅で、中央は%(value)s）。"
    ) % {
        "when": time_text(facts, found.target),
        "low": value_text(facts, found.low),
        "high": value_text(facts, found.high),
        "value": value_text(facts, found.to_value),
    }


def forecast_record_sentence(found: Forecast) -> str:
    """How earlier forecasts of the same kind did."""
    if found.record is None:
        return _("過去の見込みはまだ少なく、当たったかどうかを数えられません。")
    hits, tried = found.record
    form = (
        _("同じ方法で出した過去の見込みは、%(tried)d回のうち%(hits)d回、次の値を幅の中に含んでいました。")
        if hits >= SHARE * tried
        else _(
            "同じ方法で出した過去の見込みが次の値を幅の中に含んでいたのは、%(tried)d回のうち%(hits)d回だけなので、目安としてご覧ください。"
        )
    )
    return form % {"tried": tried, "hits": hits}
