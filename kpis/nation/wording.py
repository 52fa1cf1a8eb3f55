"""The words of the invented plans: the same in every city, as far as they say nothing of a place."""

DEPARTMENTS = (  # code, the department above it, name
    ("somu", "", "総務部"),
    ("digital", "somu", "デジタル推進課"),
    ("jinji", "somu", "人事課"),
    ("shimin", "", "市民部"),
    ("madoguchi", "shimin", "窓口課"),
    ("zeimu", "shimin", "税務課"),
    ("fukushi", "", "福祉部"),
    ("kosodate", "fukushi", "子育て支援課"),
)
SECTIONS = ("digital", "jinji", "madoguchi", "zeimu", "kosodate")  # they report
STATEMENTS = (  # code, kind, heading
    ("mission", "mission", "デジタルの力で、だれもが安心して暮らせるまちをつくる"),
    ("vision", "vision", "行かなくても、待たなくても、書かなくてもよい役所"),
    ("value-1", "value", "使う人の身になって考える"),
    ("value-2", "value", "小さく始めて、確かめながら広げる"),
    ("value-3", "value", "データにもとづいて決める"),
)
PILLARS = (  # heading, its two goals
    ("窓口とオンライン手続", ("申請のオンライン化を進める", "窓口で書く手間を減らす")),
    ("業務の見直し", ("くり返しの作業を自動にする", "紙の書類を減らす")),
    ("情報システムの標準化", ("標準準拠システムへ移る", "システムの運用を安定させる")),
    ("データの活用", ("オープンデータを増やす", "データで施策を確かめる")),
    ("だれもが使えるデジタル", ("デジタルの相談に応じる", "使いやすいサイトにする")),
    ("安全と人材", ("情報の安全を守る", "デジタル人材を育てる")),
)
ACTIONS = (
    "申請フォームの整備", "書かない窓口の導入", "定型作業の自動化", "電子決裁の徹底", "標準準拠システムへの移行",
    "クラウドの利用", "公開データの点検", "効果測定の研修", "スマートフォン教室", "サイトの改善", "情報セキュリティ研修",
    "デジタル推進員の育成",
)  # fmt: skip
# What is counted of each goal: name, unit, direction, series, baseline, target. Of a ratio the parts have names of their own.
MEASURES = (
    ("利用件数", "件", "increase", "flow", 200, 900),
    ("利用者の満足度", "点", "increase", "level", 60, 85),
    ("対象のうち済んだ割合", "%", "increase", "level", 20, 90),
    ("処理にかかる時間", "分", "decrease", "level", 60, 20),
    ("累計の参加者数", "人", "increase", "cumulative", 0, 4000),
    ("紙で届いた件数", "件", "decrease", "flow", 800, 300),
    ("職員一人あたりの時間外勤務", "時間", "decrease", "level", 40, 25),
    ("研修を受けた職員の数", "人", "increase", "cumulative", 0, 600),
    ("使えなかった時間", "分", "keep_at_most", "flow", 30, 60),
    ("問い合わせに当日答えた割合", "%", "keep_at_least", "level", 88, 85),
)
WHOLE = 1000  # denominator of a ratio
TASKS = ("準備と試行", "本番と見直し")
COMMENTS = (
    "計画どおり進めています。",
    "利用の案内を広報紙とサイトに載せました。",
    "入力の手順を見直し、担当課と確かめました。",
    "対象を広げるための準備をしています。",
    "",
)
