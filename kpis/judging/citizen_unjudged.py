"""What a citizen reads first where nothing is judged: no target, no value, a gap, too early to tell. Pure: no ORM."""

from django.utils.translation import gettext as _

from .break_words import citizen_nothing_since
from .citizen_words import CitizenWords
from .coverage_words import counted_time, covers_text, gap_words
from .outcome import Reason
from .terms import Series, Verdict
from .value import Reading
from .wording import value_text, with_status


class Unjudged(CitizenWords):
    """Finds the words for one evaluation that gives no judgement."""

    def sentence(self) -> str:
        """Blank where the evaluation does judge."""
        found = self.found
        if found.verdict is Verdict.NOT_RATED:
            return self._not_rated()
        if found.reading is None:
            return self._no_data()
        if found.verdict is Verdict.NOT_EVALUABLE:
            return self._not_evaluable(found.reading)
        if found.verdict is Verdict.TOO_EARLY:
            return self._too_early(found.reading)
        return ""

    def _not_rated(self) -> str:
        reading = self.found.reading
        if self.found.reason is Reason.ENDED:
            return self._ended(reading)
        if reading is None:
            since = citizen_nothing_since(self.facts, self.found.at)
            return since or _("判定をしない指標です。実績は、まだ登録されていません。")
        if reading.value is None:
            return _("%sの値はありません。判定はしません。") % counted_time(self.facts, reading)
        return _("%(covers)sは%(value)sです。判定はしません。") % {
            "covers": covers_text(self.facts, reading),
            "value": with_status(value_text(self.facts, reading.value), reading.status),
        }

    def _ended(self, reading: Reading | None) -> str:
        if reading is None or reading.value is None:
            return _("この指標は、もう使っていません。")
        return _("この指標は、もう使っていません。最後の値は、%(covers)sの%(value)sです。") % {
            "covers": covers_text(self.facts, reading),
            "value": with_status(value_text(self.facts, reading.value), reading.status),
        }

    def _no_data(self) -> str:
        since = citizen_nothing_since(self.facts, self.found.at)
        if since:
            return since
        if self.found.newest is not None:
            return _("判定に使う実績は、まだ登録されていません。")
        if self.facts.missing_marks(self.found.at):
            return _("値のある報告は、まだありません。")
        if self.found.target is None:
            return _("実績は、まだ登録されていません。")
        if self.found.is_past_deadline:
            return _(
                "実績は、まだ登録されていません。目標は%(target)sで、その期限（%(when)s）は過ぎました。"
            ) % (self._target_words)
        return _("実績は、まだ登録されていません。目標は、%(when)sに%(target)sです。") % self._target_words

    def _not_evaluable(self, reading: Reading) -> str:
        reason = self.found.reason
        if reason is Reason.NOTHING_TO_COUNT:
            return _("%sは、数える対象がありませんでした（該当なし）。") % counted_time(self.facts, reading)
        if reason is Reason.GAP:
            return self._gap(reading)
        if reason is Reason.PART_OF_YEAR:
            return _(
                "%(covers)sは%(value)sです。1年分の値ではないので、1年の目標の%(target)sに届いたかは判定できません。"
            ) % (
                self._target_words
                | {"covers": covers_text(self.facts, reading), "value": self._shown(reading)}
            )
        if reason is Reason.NO_END:
            return _("目標の期限（%(when)s）の値がないので、判定できません。") % self._target_words
        if reason is Reason.DEADLINE_PASSED:
            return (
                _("目標の期限（%(when)s）は過ぎましたが、判定に足りる報告がありません。") % self._target_words
            )
        if reason is Reason.MIXED:
            return _("報告のしかたが途中で変わったので、1年間の値を計算できません。")
        return _("割合のもとになる数が0なので、計算できません。")

    def _gap(self, reading: Reading) -> str:
        """A year with a part missing; where the city has said that there is no value (値なし), so it says."""
        is_marked = reading.has_marked
        if reading.reported == 1 and self.facts.series is not Series.YEAR_TO_DATE:
            form = (
                _("%(missing)sの値がないので判定できません。%(period)sは%(value)sです。")
                if is_marked
                else _("%(missing)sの報告がないので判定できません。%(period)sは%(value)sです。")
            )
        elif reading.is_ratio:
            form = (
                _(
                    "%(year)sは、%(missing)sの値がないので判定できません。%(count)sを通した割合は%(value)sです。"
                )
                if is_marked
                else _(
                    "%(year)sは、%(missing)sの報告がないので判定できません。%(count)sを通した割合は%(value)sです。"
                )
            )
        elif self.facts.series is Series.YEAR_TO_DATE:
            form = (
                _("%(year)sは、%(missing)sの値がないので判定できません。%(period)sまでは%(value)sです。")
                if is_marked
                else _(
                    "%(year)sは、%(missing)sの報告がないので判定できません。%(period)sまでは%(value)sです。"
                )
            )
        else:
            form = (
                _("%(missing)sの値がないので判定できません。%(count)sの合計は%(value)sです。")
                if is_marked
                else _("%(missing)sの報告がないので判定できません。%(count)sの合計は%(value)sです。")
            )
        return form % gap_words(self.facts, reading)

    def _too_early(self, reading: Reading) -> str:
        words = {
            "period": reading.period.short_label_at(self.facts.frequency),
            "covers": covers_text(self.facts, reading),
            "value": self._text(reading.value if reading.value is not None else reading.judged),
        }
        if self.found.reason is Reason.FIRST_PERIOD:
            return _("%(period)sは%(value)sです。年度の最初の値なので、判定はこれからです。") % words
        if self.found.reason is Reason.YEAR_IN_PROGRESS:
            return _("%(covers)sは%(value)sです。1年分の値がそろってから比べます。") % words
        if self.found.reason is Reason.BEFORE_START:
            return _("%(covers)sは%(value)sです。計画の始まりより前の値なので、判定はこれからです。") % words
        if self.found.reason is Reason.FIRST_VALUE:
            return _("最初の値は%(value)sです。次の値から、進み具合が分かります。") % words
        if self._is_flat_beginning(reading):
            return (
                _("%(covers)sは%(value)sです。計画ではまだほとんど変わらない時期なので、判定はこれからです。")
                % words
            )
        return _("%(covers)sは%(value)sです。始まったばかりなので、判定はこれからです。") % words

    def _is_flat_beginning(self, reading: Reading) -> bool:
        """Whether the plan asks for next to nothing until now, though more than a tenth of its time is gone."""
        baseline, target = self.found.baseline, self.found.target
        if baseline is None or target is None:
            return False
        whole = target.period.index - baseline.period.index
        return (reading.path_index - baseline.period.index) * 10 >= whole
