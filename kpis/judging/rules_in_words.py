"""The rules of judging in words: what /method/ explains and what a report carries in its annex. Pure: no ORM."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from .terms import GROUP_OF, Verdict


@dataclass(frozen=True)
class VerdictRule:
    """When a verdict is given; the first that matches holds."""

    verdict: Verdict
    when: str

    @property
    def label(self) -> str:
        return str(self.verdict.label)

    @property
    def group(self) -> str:
        if self.verdict is Verdict.NOT_ACHIEVED:
            return str(gettext_lazy("遅れ（計画が終わった後は未達）"))
        return str(GROUP_OF[self.verdict].label)


@dataclass(frozen=True)
class RuleSection:
    title: str
    text: str


VERDICT_RULES = (
    VerdictRule(
        Verdict.NOT_RATED, gettext_lazy("数値の目標がない、動きを見守るだけ、または参考として載せている")
    ),
    VerdictRule(Verdict.NO_DATA, gettext_lazy("承認された実績がまだない")),
    VerdictRule(Verdict.NOT_EVALUABLE, gettext_lazy("年度の途中の値が抜けている、または分母が0")),
    VerdictRule(
        Verdict.ACHIEVED,
        gettext_lazy("実績が最後の目標を満たした。期限の前なら、その時点の期待値も満たしている"),
    ),
    VerdictRule(
        Verdict.NEARLY, gettext_lazy("期限の時点で、進捗率が90%以上（基準がなければ、目標との差が10%以内）")
    ),
    VerdictRule(Verdict.NOT_ACHIEVED, gettext_lazy("期限の時点で、それにも届かない")),
    VerdictRule(
        Verdict.TOO_EARLY, gettext_lazy("最初の値しかない、または目標への道のりの1割にもならない時期")
    ),
    VerdictRule(Verdict.REVERSED, gettext_lazy("進捗率がマイナス5%を下回る")),
    VerdictRule(Verdict.AHEAD, gettext_lazy("進み方が105%以上")),
    VerdictRule(Verdict.ON_TRACK, gettext_lazy("進み方が95%以上")),
    VerdictRule(Verdict.SLIGHTLY_BEHIND, gettext_lazy("進み方が60%以上")),
    VerdictRule(Verdict.BEHIND, gettext_lazy("進み方が60%未満")),
)

IDEA = {
    "idea": gettext_lazy(
        "始まりの値（基準）から、期限の目標まで、同じ歩みで進むと考えます。その途中の、今いるはずの値を「期待値」と呼びます。実績が期待値までの道のりをどれだけ進んだかが「進み方」で、100%なら計画どおりです。"
    ),
    "pace": gettext_lazy("進み方 ＝（実績 − 基準）÷（期待値 − 基準）"),
    "attainment": gettext_lazy("進捗率 ＝（実績 − 基準）÷（目標 − 基準）"),
    "axis": gettext_lazy(
        "減らす目標でも、同じ式で計算できます。期間は四半期を単位に数え、年度の値はその年度の第4四半期の位置に置きます。"
    ),
}

NOTES = (
    gettext_lazy(
        "期待値が基準とほとんど変わらず、割り算が意味をもたないときは、期待値との差を、基準から目標までの幅で割って判定します（＋5%以上で前倒し、−5%以上で順調、−20%以上でやや遅れ）。"
    ),
    gettext_lazy(
        "「更新遅れ」は判定ではありません。報告の期限から14日たっても値が登録されていないことを示します。"
    ),
    gettext_lazy(
        "目標が変わったときは、基準から新しい目標まで線を引き直します。いつ、なぜ変えたかは、指標のページの「目標の記録」に残ります。"
    ),
    gettext_lazy("画面の割合は切り捨てで表示します。判定は、丸める前の値で行います。"),
)

SECTIONS = {
    "year": RuleSection(
        gettext_lazy("年度の途中の値"),
        gettext_lazy(
            "1年間の量を四半期ごとに報告する指標は、年度の途中では「年換算」で判定します。過去に1年分そろった年度があれば、その年度の同じ時期までの割合で割り、なければ「報告した期の数 ÷ 1年の期の数」で割ります。途中の値が1つでも抜けていると、判定しません。"
        ),
    ),
    "keep": RuleSection(
        gettext_lazy("保つことが目標の指標"),
        gettext_lazy(
            "「95%以上を保つ」のような指標は、内側にあれば順調、外れても境目の5%以内ならやや遅れ、それより外れると遅れです。期限の時点では、すべての期で保てたら達成、最後の期で保てたか外れが5%以内なら概ね達成です。基準の値がはじめから目標を満たしている指標も、同じように判定します。"
        ),
    ),
    "no_baseline": RuleSection(
        gettext_lazy("基準の値がない指標"),
        gettext_lazy(
            "その時点の値を測る指標は、最初の実績を「仮の基準」とします。計画のはじめから積み上げる指標は、計画の始まりを0とします。1年間の量を測る指標は、実績 ÷ その年度の目標（減らす目標では、目標 ÷ 実績）で判定します。"
        ),
    ),
    "roll_up": RuleSection(
        gettext_lazy("目標や計画全体のまとめ"),
        gettext_lazy(
            "柱や計画の全体は、平均ではなく、判定ごとの件数で示します。数値目標のある指標のうち、いくつ判定できたかも合わせて示します。"
        ),
    ),
}
