"""Of a bound to keep: what it is and how often it was kept, with the numbers that a reader can check. Pure: no ORM."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .bounds import distance, has_left_out
from .facts import Facts
from .outcome import Evaluation
from .terms import Verdict
from .wording import bound_text, margin_text, point_text


def bound_sentences(facts: Facts, found: Evaluation) -> Iterator[str]:
    """The second sentence of a bound, after its value."""
    assert found.keep is not None  # noqa: S101 the caller has looked
    words = {"bound": bound_text(facts, found.keep, found.bound)}
    if found.was_met_at_start and found.baseline is not None:
        words["baseline"] = point_text(facts, found.baseline)
        yield (
            _("基準の%(baseline)sがはじめから目標を満たしているので、%(bound)sを保てたかで判定します。")
            % words
        )
    elif facts.is_rank:
        yield _("目標は、%(bound)sに入ることです。") % words
    else:
        yield _("目標は、%(bound)sを保つことです。") % words
    if found.kept and found.kept[1]:
        yield _kept_text(facts, found, *found.kept)
        if has_left_out(facts, found.at):
            yield _("判定から除いた期は数えていません。")
    if _is_out_by_the_margin(facts, found):
        yield _("外れた分は誤差の幅（%s）の中です。") % margin_text(facts)


def _is_out_by_the_margin(facts: Facts, found: Evaluation) -> bool:
    is_slight = found.verdict in (Verdict.SLIGHTLY_BEHIND, Verdict.NEARLY)
    if found.keep is None or found.reading is None or not is_slight:
        return False
    return 0 < distance(facts, found.keep, found.bound, found.reading.judged) <= facts.margin


def _kept_text(facts: Facts, found: Evaluation, kept: int, due: int) -> str:
    words = {"due": due, "kept": kept}
    bounds = {point.value for point in facts.targets_in_force(found.at)}
    if facts.direction.keeps and (len(bounds) > 1 or facts.ranges_before(found.at)):
        form = (
            _("それぞれの期の目標を、これまで%(due)d回のうち%(kept)d回守りました。")
            if kept
            else _("それぞれの期の目標を、これまで%(due)d回のうち、守れた回はありません。")
        )
    else:
        form = (
            _("これまで%(due)d回のうち%(kept)d回守りました。")
            if kept
            else _("これまで%(due)d回のうち、守れた回はありません。")
        )
    return form % words
