"""The rules of judging in words: what /method/ explains and what a report carries in its annex. Pure: no ORM."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from .staleness import GRACE
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
            return str(gettext_lazy("遅れ（計画が終わった後は未達成）"))
        return str(GROUP_OF[self.verdict].label)


@dataclass(frozen=True)
class RuleSection:
    title: str
    text: str


VERDICT_RULES = (
    VerdictRule(
        Verdict.NOT_RATED,
        gettext_lazy("判定のもとになる目標がない、動きを見守るだけ、または参考として載せている"),
    ),
    VerdictRule(Verdict.NO_DATA, gettext_lazy("承認された実績がまだない")),
    VerdictRule(
        Verdict.NOT_EVALUABLE,
        gettext_lazy(
            "年度の合計に足りない期がある、分母が0、または期限を過ぎても判定に足りる値がない（数える対象がなかったときは「該当なし」）"
        ),
    ),
    VerdictRule(
        Verdict.ACHIEVED,
        gettext_lazy("実績が最後の目標を満たした。期限の前なら、計画どおりの値も満たしている"),
    ),
    VerdictRule(
        Verdict.NEARLY,
        gettext_lazy(
            "期限の時点で、目標までの到達率が90%以上（基準がなければ、目標との差が10%以内）、または目標との差が誤差の幅の中"
        ),
    ),
    VerdictRule(
        Verdict.NOT_ACHIEVED,
        gettext_lazy("期限の時点で、それにも届かない。基準より悪いときは、そのことも示す"),
    ),
    VerdictRule(
        Verdict.TOO_EARLY,
        gettext_lazy(
            "期限の前で、最初の値しかない、基準より前の値しかない、または計画どおりでも目標への道のりの1割にもならない時期（基準より悪くなっていれば、その判定をする）"
        ),
    ),
    VerdictRule(
        Verdict.REVERSED,
        gettext_lazy("目標への道のりの5%を超えて、基準より悪い（誤差の幅の中なら、変わらないとみなす）"),
    ),
    VerdictRule(Verdict.AHEAD, gettext_lazy("計画に対する進みが105%以上")),
    VerdictRule(Verdict.ON_TRACK, gettext_lazy("計画に対する進みが95%以上")),
    VerdictRule(Verdict.SLIGHTLY_BEHIND, gettext_lazy("計画に対する進みが60%以上")),
    VerdictRule(Verdict.BEHIND, gettext_lazy("計画に対する進みが60%未満")),
    VerdictRule(Verdict.DONE, gettext_lazy("段階で測る指標で、すべての段階が終わった")),
    VerdictRule(Verdict.IMPROVED, gettext_lazy("言葉の目標で、基準より良く、その違いが誤差の幅より大きい")),
    VerdictRule(
        Verdict.UNCHANGED,
        gettext_lazy("言葉の目標で、基準との違いが誤差の幅の中（幅がなければ、基準と同じ値）"),
    ),
    VerdictRule(Verdict.WORSENED, gettext_lazy("言葉の目標で、基準より悪く、その違いが誤差の幅より大きい")),
)

IDEA = {
    "idea": gettext_lazy(
        "始まりの値（基準）から、期限の目標まで、同じペースで進むと考えます。その途中の、今いるはずの値が「計画どおりなら」の値です。実績が、その値までの道のりをどれだけ進んだかが「計画に対する進み」で、100%なら計画どおりです。"
    ),
    "pace": gettext_lazy("計画に対する進み ＝（実績 − 基準）÷（計画どおりなら − 基準）"),
    "attainment": gettext_lazy("目標までの到達率 ＝（実績 − 基準）÷（目標 − 基準）"),
    "axis": gettext_lazy(
        "減らす目標でも、同じ式で計算できます。期間は月を単位に数え、値はその期間の最後の月の位置に置きます。四半期は3か月、年度の値は3月、暦年の値は12月です。"
    ),
}

NOTES = (
    gettext_lazy(
        "計画どおりの値が基準とほとんど変わらず、割り算が意味をもたないときは、計画どおりの値との差を、基準から目標までの幅で割って判定します（＋5%以上で前倒し、−5%以上で順調、−20%以上でやや遅れ）。目標が上がったり下がったりする計画でも同じで、到達率や見込みは出しません。"
    ),
    gettext_lazy(
        "「更新遅れ」は判定ではありません。市が報告を始めた期間より後で、報告の期限から%(days)d日たっても値が登録されていないことを示します。判定しない指標には付けません。"
    ),
    gettext_lazy(
        "途中の年度の目標がある計画では、目標から目標へ線を引きます。目標が変わったときは、その目標までの線を引き直します。いつ、なぜ変えたかは、指標のページの「目標の記録」に残ります。"
    ),
    gettext_lazy(
        "標本調査のように誤差のある値には、誤差の幅（±）とその理由を登録できます。その幅までの違いは「変わらない」とみなします。"
    ),
    gettext_lazy("市が理由を示して判定から除いた期間（災害の年など）の値は、載せますが判定には使いません。"),
    gettext_lazy(
        "ある期間から数え方が変わった指標は、その期間からの値だけで判定し、前の値とは比べません。グラフには、変わったところに縦の線を引きます。数え方が変わる前に期限が来た目標の判定は、そのまま残します。"
    ),
    gettext_lazy(
        "単位を換算した指標（件を千件にするなど）は、前の値も新しい単位に直して表示し、報告したときの値を並べます。"
    ),
    gettext_lazy(
        "到達率、達成率、計画に対する進みと、差の割合は切り捨て、そのほかの値は四捨五入で表示します。判定は、丸める前の値で行います。"
    ),
)

SECTIONS = {
    "year": RuleSection(
        gettext_lazy("年度の途中の値"),
        gettext_lazy(
            "1年間の量を期ごとに報告する指標は、年度の途中では「年換算」で判定します。過去に1年分そろった年度があれば、それらの年度の同じ時期までの割合の平均で割り、なければ「報告した期の数 ÷ 1年の期の数」で割ります。足りない報告があると分かった年度は、年換算をせず、あるだけの合計を示します。増やす目標で、その合計がすでに目標に届いていれば達成です。計画や指標が年度の途中で始まったときは、それより前の期の報告は求めません。そのような年度が目標の年度なら、あるだけの合計で答えが決まるときだけ判定します。"
        ),
    ),
    "keep": RuleSection(
        gettext_lazy("保つことが目標の指標"),
        gettext_lazy(
            "「95%以上を保つ」のような指標は、内側にあれば順調、外れても境目の5%以内（範囲のときは、範囲の半分の幅の5%以内）ならやや遅れ、それより外れると遅れです。上限なら「わずかに超過」「超過」、下限なら「わずかに下回る」「下回る」のように示します。期限の時点では、値のあるすべての期で守れたら（どの期も、そのとき決まっていた目標で数えます）達成、最後の期で守れたか外れが5%以内なら概ね達成です。値のない期、調査しない年、数える対象がなかった期は、守った数にも守らなかった数にも入れません。計画に書かれた基準がはじめから目標を満たしている指標も、同じように判定します。"
        ),
    ),
    "no_baseline": RuleSection(
        gettext_lazy("基準の値がない指標"),
        gettext_lazy(
            "その時点の値を増やす・減らす指標は、いちばん古い実績を「仮の基準」とします。その値がすでに目標を満たしていれば達成で、後で目標に届かなくなったら、目標との差を目標で割って判定します。計画のはじめから積み上げる指標は、計画の始まりを0とします。1年間の量を測る指標は、実績 ÷ その年度の目標（減らす目標では、目標 ÷ 実績）で判定します。"
        ),
    ),
    "milestones": RuleSection(
        gettext_lazy("「できたかどうか」で測る指標"),
        gettext_lazy(
            "「検討、試行、実施」のような段階と、その予定の月が目標です。報告された期の終わりまでに、予定した段階が終わっていれば順調、終わっていない段階があれば遅れ、すべて終われば完了です。「できた・できない」だけの指標は、段階が1つの指標です。割合（%）では表しません。"
        ),
    ),
    "words": RuleSection(
        gettext_lazy("言葉の目標"),
        gettext_lazy(
            "「満足度の向上」「件数を減少傾向へ」「維持」のように、数値のない目標は、基準の値（計画に基準がなければ最初の値）と今の値を比べ、改善・横ばい・悪化のどれかを示します。違いが誤差の幅の中なら横ばいです。1年間の量は、1年分がそろった年度どうしで比べます。数値や段階の目標とは別に数えます。"
        ),
    ),
    "strict": RuleSection(
        gettext_lazy("「未満」「超」の目標、段階ごとの目標、順位"),
        gettext_lazy(
            "「10%未満」「50件を超える」のような目標では、その値ちょうどは届いていないとみなします。年度ごとに目標が決まっていて、その間は増えなくてよい指標では、時期の来た最後の目標を、次の目標の時期まで計画どおりの値とします。到達率や見込みは出しません。「10位以内」のような順位は、境目として判定し、途中の順位は見込みません。"
        ),
    ),
    "composed": RuleSection(
        gettext_lazy("ほかと比べる指標、合わせて計算する指標"),
        gettext_lazy(
            "「県平均を上回る」「前年度より5%増やす」「5年間の平均で100件以下」のような目標では、もとの指標の値から、差、比、平均、合計などを計算し、その値を目標と比べます。計算の仕方ともとの値は、指標のページの「計算のもと」に載せます。もとの値がすべてそろった期だけを計算し、もとの値を改定したときは計算し直して、改定したことを示します。"
        ),
    ),
    "forecast": RuleSection(
        gettext_lazy("「これまでの動きが続くと」の見込み"),
        gettext_lazy(
            "4つ以上の値があると、値と値のあいだの傾きをすべて求め、その真ん中の傾き（タイル・セン推定）の線を先へ延ばします。幅は、値が線のまわりにどれだけ散らばっているかから計算し、まっすぐ進む値なら10回のうち8回は入る広さにしています。過去にも同じ方法で見込みを出していたら何回当たったかを、並べて示します。見込みは判定には使いません。保つことが目標の指標や、目標が上がったり下がったりする指標には出しません。"
        ),
    ),
    "roll_up": RuleSection(
        gettext_lazy("目標や計画全体のまとめ"),
        gettext_lazy(
            "柱や計画の全体は、平均ではなく、判定ごとの件数で示します。数値や段階の目標のある指標のうち、いくつ判定できたかも合わせて示します。"
        ),
    ),
}

# What the second version of the rules judges or says otherwise than the first. Reports published before stay as they are.
CHANGES = (
    gettext_lazy(
        "値には、それが何を合わせたものか（4四半期の合計、第1四半期まで、など）を書き、その期だけの値を並べました。比べる相手も、前の年の同じところまでにそろえました。"
    ),
    gettext_lazy(
        "年度の最後の報告がないまま期限を過ぎた年度は、年換算で判定するのをやめ、あるだけの合計と、足りない期を示します。"
    ),
    gettext_lazy("最新の値をいつも示し、判定に古い値を使っているときは、両方を並べました。"),
    gettext_lazy(
        "目標が上がったり下がったりする指標では、到達率と見込みを示すのをやめ、計画どおりの値との差だけで判定します。"
    ),
    gettext_lazy(
        "市が報告を始めていない期間や、判定しない指標を「更新遅れ」と呼ぶのをやめ、過ぎた期限の日を示します。"
    ),
    gettext_lazy(
        "仮の基準は、いちばん古い実績にいつも合わせます。最初の値が目標を満たしている指標は「保つ」指標とはせず、達成とします。"
    ),
    gettext_lazy(
        "期間を月で数えるようにし、毎月、暦年、2・3・5年ごとの値と、誤差の幅、判定から除く期間を使えるようにしました。"
    ),
    gettext_lazy("見込みの幅を、10回のうち8回は入る広さに直しました。"),
    gettext_lazy(
        "はじめに分かりやすい文を、次に計算の文を置きました。期限を過ぎた指標を「判定には早い」とは呼びません。"
    ),
    gettext_lazy(
        "「できたかどうか」で測る指標、言葉の目標、「未満」や「超」の目標、段階ごとの目標を使えるようにしました。"
    ),
    gettext_lazy("県平均や前の年と比べる指標、いくつかの指標を合わせて計算する指標を使えるようにしました。"),
    gettext_lazy(
        "基準より前の値では判定しません。期限の値がないと市が報告した指標や、期限の期間を判定から除いた指標も、期限の後は判定しません。年度の途中から数え始めた指標は、1年分の目標とそのままでは比べません。"
    ),
)


def notes() -> list[str]:
    """What else there is to know, with the figures that the rules themselves use."""
    return [str(note) % {"days": GRACE.days} if "%(days)d" in str(note) else str(note) for note in NOTES]
