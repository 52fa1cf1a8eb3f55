"""The forms in which it is worded what a figure covers (coverage_words.py).

Named because published ones are read again for a page in another language (kpis/documents/recorded_forms.py). Pure: no ORM.
"""

from django.utils.translation import gettext_noop

UNTIL = gettext_noop("%(label)sまで")
UNTIL_FROM_WITHIN = gettext_noop("%(label)sまで（年度の途中から）")
SUM_UNTIL = gettext_noop("%(label)sまでの合計")
SINCE_START = gettext_noop("計画のはじめから%(label)sまで")
YEAR_TO_DATE = gettext_noop("%(year)s・1年間の累計")
RATIO = gettext_noop("%(year)s・%(count)sを通した割合")
RATIO_FROM_WITHIN = gettext_noop("%(year)s・%(count)sを通した割合（年度の途中から）")
RATIO_UNTIL_WITHIN = gettext_noop("%(year)s・%(count)sを通した割合（年度の途中まで）")
SUM = gettext_noop("%(year)s・%(count)sの合計")
SUM_FROM_WITHIN = gettext_noop("%(year)s・%(count)sの合計（年度の途中から）")
SUM_UNTIL_WITHIN = gettext_noop("%(year)s・%(count)sの合計（年度の途中まで）")
SUM_WITH_GAP = gettext_noop("%(year)s・%(count)sの合計（%(gap)s）")
ONE_WITH_GAP = gettext_noop("%(label)s（%(gap)s）")
NO_VALUE = gettext_noop("%sの値なし")
NO_REPORT = gettext_noop("%sの報告なし")
COUNTED_ON = gettext_noop("%(period)s（%(day)s現在）")
BOTH_HALVES = gettext_noop("上半期と下半期")

# What each is made of is a period, a day, a count of periods or another of the forms.
FORMS = (
    UNTIL, UNTIL_FROM_WITHIN, SUM_UNTIL, SINCE_START, YEAR_TO_DATE, RATIO, RATIO_FROM_WITHIN, RATIO_UNTIL_WITHIN, SUM,
    SUM_FROM_WITHIN, SUM_UNTIL_WITHIN, SUM_WITH_GAP, ONE_WITH_GAP, NO_VALUE, NO_REPORT, COUNTED_ON,
)  # fmt: skip
