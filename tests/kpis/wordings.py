"""Targets as municipal plans word them, and how each is entered here. The wordings are written for these tests, after kinds
that are seen in public plans."""

from dataclasses import dataclass, field
from typing import Any

YEAR = "2027"  # of the plan's end: FY2027


@dataclass(frozen=True)
class Wording:
    """`fields`: what is chosen or typed beyond the name; `target`: the number, where there is one; `told`: how the page has it."""

    wording: str
    told: str
    fields: dict[str, Any] = field(default_factory=dict)
    target: str | None = None
    period: str = YEAR


def number(wording: str, told: str, target: str, unit: str, **fields: Any) -> Wording:
    return Wording(wording, told, {"unit": unit, "frequency": "yearly"} | fields, target)


def steps(wording: str, told: str, *lines: str) -> Wording:
    return Wording(wording, told, {"kind": "milestone", "steps": "\n".join(lines)})


def words(wording: str, told: str, direction: str, unit: str, **fields: Any) -> Wording:
    return Wording(
        wording, told, {"kind": "words", "direction": direction, "unit": unit, "frequency": "yearly"} | fields
    )


NUMBERS = [
    number("オンラインで申請できる手続を120手続にする", "120手続", "120", "手続"),
    number("マイナンバーカードの保有率90%", "90%", "90", "%", is_part_of_whole=True),
    number(
        "時間外勤務を年間120時間まで減らす", "120時間", "120", "時間", direction="decrease", series="flow"
    ),
    number(
        "紙の使用量を1,000千枚以下にする",
        "1,000千枚以下",
        "1000",
        "千枚",
        direction="keep_at_most",
        series="flow",
    ),
    number("窓口満足度95%以上を維持", "95%以上", "95", "%", direction="keep_at_least"),
    number("苦情の割合を10%未満にする", "10%未満", "10", "%", direction="keep_at_most", strict=True),
    number("利用者数5万人を超える", "50,000人超", "50000", "人", strict=True, series="flow"),
    number("待ち時間20分未満", "20分未満", "20", "分", direction="decrease", strict=True),
    number("県内10位以内", "10位以内", "10", "位", direction="keep_at_most"),
    number("類似団体で3位以内に入る", "3位以内", "3", "位", direction="keep_at_most"),
    number("研修の受講者を延べ600人にする（計画期間の累計）", "600人", "600", "人", series="cumulative"),
    number("アプリのダウンロード数2.5万件", "25,000件", "25000", "件", series="cumulative"),
    number("合計特殊出生率1.45", "1.45", "1.45", "", decimals=2),
    number("重大な情報事故0件を保つ", "0件以下", "0", "件", direction="keep_at_most", series="flow"),
    number("システムの稼働率99.95%以上", "99.95%以上", "99.95", "%", decimals=2, direction="keep_at_least"),
    number("4年後に拠点を3か所（初年度1か所、最終年度3か所）", "3か所", "3", "か所", path="stepwise"),
    number("温室効果ガスを46%減らす（平成25年度比）", "46%", "46", "%"),
    number("満足度5点満点で4.2点", "4.2点", "4.2", "点", decimals=1),
    number(
        "職員1人当たりの面積を12平方メートル以下に",
        "12平方メートル以下",
        "12",
        "平方メートル",
        direction="keep_at_most",
    ),
    number(
        "毎年度200件以上の相談に応じる", "200件以上", "200", "件", direction="keep_at_least", series="flow"
    ),
    number("公開データを半年ごとに数えて80件", "80件", "80", "件", frequency="half-yearly"),
    number("電子決裁率100%", "100%", "100", "%", is_part_of_whole=True),
]
STEPS = [
    steps("行かない窓口を検討し、試行を経て実施する", "実施", "2025-03 検討", "2026-03 試行", "2027-03 実施"),
    steps("DX人材育成方針を策定する", "策定", "令和7年9月 策定"),
    steps("条例を制定する", "制定", "2026年3月 制定"),
    steps("公式サイトを令和8年度に全面改修", "公開", "2025-12 設計", "2026-06 開発", "R9.3 公開"),
    steps("書かない窓口の導入（有・無）", "導入", "2026-03 導入"),
    steps("標準準拠システムへの移行完了", "移行完了", "2025-09 データ移行", "2025年度 移行完了"),
    steps("オープンデータカタログを公開する", "公開", "2025-Q4 公開"),
    steps(
        "協議会を設置し、毎年開催する体制をつくる",
        "第1回の開催",
        "2024-09 要綱の制定",
        "2024-12 設置",
        "2025-02 第1回の開催",
    ),
    steps("ペーパーレス会議を全部署で実施する", "全部署で実施", "2024-10 一部の部署", "2025-10 全部署で実施"),
    steps("個人情報の安全管理措置を点検し、見直す", "見直し", "2025-06 点検", "2025-12 見直し"),
    steps("地域ポイント制度の実施可否を決める", "判断", "2026-12 判断"),
    steps("防災情報システムを更新する", "稼働", "2025-03 調達", "2026-01 構築", "2026-04 稼働"),
    steps(
        "施設予約をすべてオンライン化する", "全施設", "2025-03 体育施設", "2026-03 文化施設", "2027-03 全施設"
    ),
]
WORDS = [
    words("市民満足度の向上", "増やす・高める", "increase", "%", margin="2", margin_reason="標本調査の誤差"),
    words("相談件数を減少傾向へ", "減らす", "decrease", "件", series="flow"),
    words("開館日数を維持する", "下げずに保つ", "keep_at_least", "日", series="flow"),
    words("待機児童数を増加させない", "増やさずに保つ", "keep_at_most", "人"),
    words("ターゲット層へのリーチ率向上", "増やす・高める", "increase", "%"),
    words("職員の働きがいを高める", "増やす・高める", "increase", "点", decimals=1),
    words("地域活動に参加する人の割合を増やす", "増やす・高める", "increase", "%"),
    words("問い合わせの電話を減らす", "減らす", "decrease", "件", series="flow"),
    words(
        "生活の質に関する実感を前回調査より高める",
        "増やす・高める",
        "increase",
        "%",
        frequency="every-2-years",
        first_period="2024",
    ),
    words("健康寿命の延伸", "増やす・高める", "increase", "歳", decimals=1),
]
# What the next ones are worked out from: other indicators of the plan, with unit and kind of series.
SERIES = {
    "rate": ("市の利用率", "%", "level"),
    "ken": ("利用率（県平均）", "%", "level"),
    "nation": ("利用率（全国平均）", "%", "level"),
    "quality": ("窓口の満足度", "%", "level"),
    "fires": ("火災の件数", "件", "level"),
    "north": ("北館の利用者", "人", "flow"),
    "south": ("南館の利用者", "人", "flow"),
    "online": ("オンラインの利用者", "人", "flow"),
    "cost": ("運営費", "千円", "flow"),
    "forms": ("書かない窓口の件数", "件", "flow"),
}


def composed(
    wording: str, told: str, formula: str, parts: str, target: str, unit: str, **fields: Any
) -> Wording:
    values = {
        "kind": "composite",
        "formula": formula,
        "parts": parts,
        "unit": unit,
        "frequency": "yearly",
        "direction": "keep_at_least",
    }
    return Wording(wording, told, values | fields, target)


COMPOSED = [
    composed("県平均を上回る", "0ポイント超", "difference", "rate\nken", "0", "ポイント", strict=True),
    composed(
        "全国平均以下に抑える", "0ポイント以下", "difference", "rate\nnation", "0", "ポイント", direction="keep_at_most"
    ),
    composed(
        "県平均との差を1ポイント以内に縮める", "1ポイント以下", "difference", "利用率（県平均）\n市の利用率", "1", "ポイント",
        direction="keep_at_most",
    ),
    composed("全国平均の9割以上にする", "90%以上", "ratio", "rate\nnation", "90", "%"),
    composed("前年度より5%増やす", "105%以上", "year-before", "north", "105", "%"),
    composed("前年度を上回る", "100%超", "year-before", "online", "100", "%", strict=True),
    composed("前年度以下にする", "100%以下", "year-before", "cost", "100", "%", direction="keep_at_most"),
    composed(
        "5年間の平均で年100件以下", "100件以下", "mean-over", "fires", "100", "件", mean_years=5, direction="keep_at_most"
    ),
    composed("計画期間の平均で満足度80%以上", "80%以上", "mean-over", "quality", "80", "%"),
    composed(
        "2つの館の利用者の合計3万人", "30,000人", "sum", "north\nsouth", "30000", "人", series="flow", direction="increase"
    ),
    composed("利用率と満足度の平均75%", "75%", "mean", "rate\nquality", "75", "%", direction="increase"),
    composed(
        "総合指数（満足度2、利用率1の重み）70点", "70点", "mean", "quality × 2\nrate × 1", "70", "点", direction="increase"
    ),
    composed(
        "1件15分の短縮で年間500時間を生み出す", "500時間", "product", "forms × 0.25", "500", "時間", series="flow",
        direction="increase",
    ),
    composed(
        "利用者に占めるオンラインの割合50%", "50%", "ratio", "online\nnorth", "50", "%", series="flow", direction="increase"
    ),
    composed(
        "利用者1人当たりの運営費を10千円以下に", "10千円以下", "ratio", "cost\nnorth", "10", "千円", series="flow",
        direction="keep_at_most",
    ),
    words(
        "県平均との差を縮める", "減らす", "decrease", "ポイント", formula="difference", parts="ken\nrate"
    ),
]  # fmt: skip
WORDINGS = [*NUMBERS, *STEPS, *WORDS, *COMPOSED]
