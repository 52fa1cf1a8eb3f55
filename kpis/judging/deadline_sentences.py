"""What a target's time being over means for the verdict: by which value it is given, and what came later. Pure: no ORM."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .coverage_words import judged_time
from .facts import Facts
from .outcome import Evaluation
from .terms import Verdict
from .wording import margin_text, value_text


def deadline_sentences(facts: Facts, found: Evaluation) -> Iterator[str]:
    """At the end of the second sentence."""
    if found.is_past_deadline and found.verdict is not Verdict.ACHIEVED and found.reading is not None:
        form = (
            _("期限の値がないので、%sの値で判定しています。")
            if found.annualized is None
            else _("期限の値がないので、%sの年換算の値で判定しています。")
        )
        yield form % judged_time(facts, found.reading)
    if found.is_final and _is_of_an_earlier_survey(found) and found.reading is not None:
        yield _("期限の前の最後の調査（%s）で判定しています。") % found.reading.period.short_label_at(
            facts.frequency
        )
    if found.verdict is Verdict.NEARLY and _is_within_margin_of_target(facts, found):
        yield _("目標との差は誤差の幅（%s）の中です。") % margin_text(facts)
    if found.verdict is Verdict.NOT_ACHIEVED and found.is_worse_than_baseline:
        yield _("期限の時点で、基準より悪くなっていました。")
    if found.reached_later is not None:
        yield _("目標の値には、期限の後の%(period)sに%(value)sで届きました。") % {
            "period": found.reached_later.period.short_label_at(facts.frequency),
            "value": value_text(facts, found.reached_later.value, found.goalpost),
        }


def _is_of_an_earlier_survey(found: Evaluation) -> bool:
    if found.reading is None or found.target is None:
        return False
    return found.reading.path_index < found.target.period.index


def _is_within_margin_of_target(facts: Facts, found: Evaluation) -> bool:
    if found.keep or found.target is None or found.value is None:
        return False
    return abs(found.value - found.target.value) <= facts.margin
