"""What a report calls its numbers: as they were called when the rules of its version were in force. Pure: no ORM."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Words:
    """The terms of one rule version, in headings and in the portal's own sentences.

    `…_head` stands over a narrow column: its lines end where a reader pauses. `progress` is that of the actions, `missed`
    the group of what did not reach its target, `periods` how the form to print tells of which time a value is.
    """

    expected: str
    expected_head: str
    expected_note: str
    attainment: str
    attainment_head: str
    progress: str
    missed: str
    periods: str


def words_of(rule_version: int) -> Words:
    """The terms in which a report of that rule version explains itself."""
    if rule_version == 1:
        return Words(
            expected=_("期待値"),
            expected_head=_("期待値"),
            expected_note=_("「期待値」は、基準から目標まで同じ歩みで進むとしたときの、今いるはずの値です。"),
            attainment=_("進捗率"),
            attainment_head=_("進捗率"),
            progress=_("進み方"),
            missed=_("未達"),
            periods=_(
                "前回と今回の値は、見出しの四半期のものです。ほかの時点の値は、「時点など」に時点を示します。「年度の途中」は、その年度のはじめからの合計です。「年換算」は、その歩みで1年続いたときの値です。"
            ),
        )
    return Words(
        expected=_("計画どおりなら"),
        expected_head=_("計画どおり\nなら"),
        expected_note=_(
            "「計画どおりなら」は、基準から目標まで同じペースで進むとしたときの、今いるはずの値です。"
        ),
        attainment=_("目標までの到達率"),
        attainment_head=_("目標までの\n到達率"),
        progress=_("進み具合"),
        missed=_("未達成"),
        periods=_(
            "前回と今回の値は、見出しの四半期のものです。ほかの時点の値と1年間の合計は、「時点など」に、いつからいつまでの値かを示します。1年間の合計の「前回」は、前の年の同じ時期までの値です。「年換算」は、その歩みで1年続いたときの値です。"
        ),
    )
