"""Facts of 尼崎市「あまがさき共創DXプラン」 and its press release, written down from both documents by hand.

They were listed independently of the fixtures, so that a test comparing both finds what either overlooked.
"""

PLAN = {"title": "あまがさき共創DXプラン", "adopted_on": "2023-12-13", "ends_on": "2026-03-31"}

# The plan's cover, and the press release.
PUBLISHED = ["2023-12", "2023-12-21"]

VISION = ["選ばれ続ける", "市民と職員に寄り添い、ともに創る共創型スマートシティ"]

KEYWORD = "共創"

DIRECTIONS = {
    "shimin": ["安心して住み続けられるまちへ", "ニーズ志向のサービスづくり"],
    "shokuin": ["信頼されるパートナーへ", "いきいきと働き成長できる人・組織づくり"],
}

PILLARS_OF = {"shimin": ["1", "2", "3"], "shokuin": ["4", "5", "6"]}

# 取組項目: title and subtitle; a space stands for a line break.
PILLARS = {
    "1": ("市民ニーズをつかみ活かす仕組みづくり", "広聴機会の拡大、データ活用"),
    "2": ("行政手続のスマート化", "市民・事業者等ニーズを反映したメリハリあるサービスづくり"),
    "3": ("情報発信・協働", "誰もが必要な情報を得て活動参画できる仕組みづくり"),
    "4": ("多様な働き方推進", "スマートワーク推進と組織風土の改革 (エンゲージメント向上)"),
    "5": ("業務効率化", "デジタルを活用したプロセス改革 データ活用 (EBPM)"),
    "6": ("人材育成", "DX人材育成・セキュリティ強化"),
}

# 内容: the bullets of each 取組項目, in order.
ACTIONS = {
    "1": [
        "デジタル市民サポート活動(仮称)の仕組みづくり",
        "各種広聴データの分析、活用の仕組みづくり",
        "市政課題・データの共有による、事業者等の共創促進",
    ],
    "2": [
        "行政手続のスマート化",
        "デジタル化ニーズの高い子育て層などを対象とした支援アプリ等の拡充",
    ],
    "3": [
        "データを活用した、ターゲット別情報発信",
        "総合コールセンタにおけるデータ活用による応対向上",
        "デジタルデバイド解消に向けたスマホ教室の開催拡大",
    ],
    "4": [
        "時間、場所によらない多様な働き方の実現",
        "タイムリーな職員ニーズの把握",
        "エンゲージメントアンケート(予定)による組織状態の見える化",
    ],
    "5": [
        "業務プロセス改革",
        "ペーパレスによる業務効率化、コスト削減、セキュリティ向上",
        "データを活用した政策判断による、政策の質の向上",
    ],
    "6": ["DX育成", "セキュリティ強化"],
}

# From the lines under the bullets: must occur in the texts of that pillar's actions.
ACTION_FACTS = {
    "1": ["市政アンケートの一元化", "見える化"],
    "2": ["電子申請", "事業者向け", "AI", "24時間受付", "キャッシュレス"],
    "3": ["市民向けアプリ", "属性", "市民参画"],
    "4": ["スマートワーク", "サポーター制度"],
    "5": ["業務プロセスの見える化", "課題抽出", "ローコード", "AI"],
    "6": ["階層別研修", "DX専門人材", "職場推進者", "外部機関派遣", "委託事業者", "監査"],
}

# 6. 具体的な取組②「その他の主な取組」
OTHER_ACTIONS = [
    "時間、場所を問わない手続",
    "市民属性に応じた多様なサポート",
    "伴走支援による職場課題の見える化",
    "子育て層の時間的負担の軽減",
    "子育て層向け情報発信の強化",
    "職場風土の強みと課題の見える化",
]

# The boxes in which they stand.
OTHER_GROUPS = [
    "行政手続のスマート化とサポート充実",
    "デジタルを活用したプロセス改革",
    "デジタルニーズの高い子育て層の利便性向上",
    "職員ニーズに基づく働き方改革・風土改革",
]

# 6. 具体的な取組① is one idea on one page; a portal may keep it as an action or as a text.
FEATURED = "ソーシャルマーケティング"

PRINCIPLES = ["ニーズ起点", "全体最適", "チャレンジ＆アジャイル", "人材育成と組織風土改革"]

# Distinctive parts of the challenges: the plan has five bullets, the press release four points.
CHALLENGES = [
    "更なる拡大",
    "メリハリ",
    "意見参画",
    "庁内横断的",
    "DX人材の育成",
    "推進できる人材",
    "活用できる人材",
    "多様な働き方の推進",
]

FOCUS = ["寄り添い文化", "ファミリー層の定住"]

COMMITTEE = "DX推進会議"
SECRETARIAT = "デジタル推進課"

# Role, family name as printed (none for 委員), office.
SEATS = [
    ("会長", "松本", "市長"),
    ("DX推進責任者", "吹野", "副市長"),
    ("参与", "森山", "副市長"),
    ("DX推進責任者補佐官", "杉原", "理事"),
    ("委員", "", "局長等"),
]

# 実行体制: name -> (the unit above it, role).
DEPARTMENTS = {
    "総務局": (None, None),
    "行政マネジメント部": ("総務局", None),
    "デジタル推進課": ("行政マネジメント部", "施策の全体管理、デジタルサポート、専門人材育成"),
    "行政管理課": ("行政マネジメント部", "業務プロセス改革支援"),
    "人事管理部": ("総務局", None),
    "給与課": ("人事管理部", "スマートワーク、組織風土改革"),
    "人材育成担当": ("人事管理部", "人材育成"),
    "総合政策局": (None, None),
    "政策部": ("総合政策局", None),
    "都市政策課": ("政策部", "EBPM(政策へのデータ活用)"),
    "広報課": ("政策部", "情報発信"),
    "協働部": ("総合政策局", None),
    "協働推進課": ("協働部", "広聴、協働推進"),
}

# The printed table ends with 令和6年度.
SCHEDULE_QUARTERS = ["2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]

# What can be read for sure: the meetings.
SCHEDULE = {
    "2023-Q3": ["立ち上げ"],
    "2023-Q4": ["進捗"],
    "2024-Q1": ["R5年度振り返り", "R6計画"],
    "2024-Q2": ["進捗"],
    "2024-Q3": ["進捗"],
    "2024-Q4": ["進捗"],
}

KICK_OFF = "2023-10-20"

TRACKS = [
    "DX会議",
    "市民ニーズ収集・活用",
    "行政手続のスマート化",
    "情報アクセス強化",
    "多様な働き方推進",
    "業務の効率化",
    "人材育成",
]

# The text of every item, whichever quarter it stands at.
SCHEDULE_TITLES = [
    "DX推進会議",
    "立ち上げ",
    "進捗",
    "R5年度振り返り",
    "R6計画",
    "アンケート一元化検討",
    "報告",
    "施策展開と検証",
    "スマート化対象業務検討",
    "課題に対する対処検討",
    "オンライン申請サービスを活用した電子化",
    "データ活用施策検討",
    "職員アンケート活用によるエンゲージメント測定",
    "組織フィードバックと改善施策検討",
    "ペーパレス施策検討",
    "共通課題の対処方針検討",
    "各局取組みの実行管理",
    "共通課題の対処具体化",
    "モデル事業を対象としたプロセス変革検討",
    "方針決定",
    "専門人材の育成研修等",
    "職員に共通するDX推進研修の実施",
    "改革実践",
    "対象事業拡大",
]

# 取組指標（KPI） ※2025年度末目標, word for word (トナー for ターナー).
KPIS = {
    "1-1": "市政アンケート参加数 2万件/年",
    "1-2": "事業者提案 新規10件/年",
    "2-1": "オンライン申請項目数 120件",
    "2-2": "スマート手続の満足度80%",
    "3-1": "ターゲット層へのリーチ率向上",
    "3-2": "SDGsポイント発行件数4.6万/年",
    "3-3": "総合CC一次回答率100%",
    "3-4": "スマホ教室参加者1,000名",
    "4-1": "在宅勤務利用者数 1,600人",
    "4-2": "超過勤務時間の縮減 年間一人当たり 20%縮減 145H(R4実績)→120H",
    "5-1": "業務改善時間 1万時間",
    "5-2": "印刷削減 R4年比50%減 (行政事務支援システムプリンタートナー購入費用)",
    "6-1": "DX専門人材育成数 15人",
    "6-2": "職場推進者育成 20%",
    "6-3": "セキュリティ監査指摘対応 100%",
}

# The number to be reached at the end of fiscal 2025; None where the plan gives none.
KPI_TARGETS = {
    "1-1": "20000",
    "1-2": "10",
    "2-1": "120",
    "2-2": "80",
    "3-1": None,
    "3-2": "46000",
    "3-3": "100",
    "3-4": "1000",
    "4-1": "1600",
    "4-2": "120",
    "5-1": "10000",
    "5-2": "50",
    "6-1": "15",
    "6-2": "20",
    "6-3": "100",
}

# The value of R4 (fiscal 2022) that each KPI starts from. The plan's own: 4-2, R4実績, hours a year and person; 5-2 is
# printed as a share of R4, so R4 itself is 100. The others are R4実績 of an indicator of the plans before.
KPI_BASELINES = {"2-1": "68", "4-2": "145", "5-1": "6490", "5-2": "100", "6-3": "100"}

# The indicator of the plans before whose R4実績 a KPI borrows.
BORROWED_BASELINES = {
    "2-1": "オンライン申請数",
    "5-1": "RPA活用による業務改善時間",
    "6-3": "セキュリティ監査における指摘項目の改善",
}

# 最終目標（KGI）: the first two belong to shimin, the third to shokuin. Printed without any number.
KGIS = ["尼崎市に住んで良かった", "市民参画指数", "職員エンゲージメント指数"]

# Title, first and last year as printed.
PREDECESSORS = [
    ("官民データ活用推進計画", "2018", "2022"),
    ("行政手続等デジタル化推進計画", "2020", "2023"),
]

# Name, R4実績, R9目標 (the last has none).
PREDECESSOR_INDICATORS = [
    ("オンライン申請数", "68件", "120件"),
    ("オンライン、コンビニ申請比率", "29%", "50%"),
    ("RPA活用による業務改善時間", "6,490時間", "8,000時間"),
    ("セキュリティ監査における指摘項目の改善", "100%", None),
]

# Official terms, names and figures that a reader of both documents must find somewhere in the portal.
# The KPIs' and the old plans' figures stand in their own lists above.
MUST_BE_FOUND = [
    # the documents
    "あまがさき共創DXプラン",
    "市長定例記者会見資料",
    "12月13日",
    "12月21日",
    "岡本央",
    "06-6489-6202",
    "3か年",
    # vision, points and challenges
    "市民と職員に寄り添い、ともに創る共創型スマートシティ",
    "選ばれ続ける",
    "尼崎市らしいDX",
    "共創文化",
    "市民共創",
    "職員共創",
    "市民向け",
    "職員向け",
    "ソーシャルマーケティング",
    "エンゲージメント",
    "目的志向",
    "スピーディ",
    "協働のまちづくり",
    "ファミリー層",
    "子育て支援",
    "まちの魅力向上",
    # what came before
    "官民データ活用推進計画",
    "行政手続等デジタル化推進計画",
    "平成30年度",
    "令和2年度",
    "市民サービス向上",
    "内部事務効率化",
    "マイナンバー制度",
    "標準化システム",
    "kintone",
    "RPA",
    # pillars and actions
    "広くニーズを集め活かす仕組みづくり",
    "市政アンケートの一元化",
    "24時間受付",
    "キャッシュレス",
    "総合コールセンタ",
    "スマホ教室",
    "デジタルデバイド",
    "スマートワーク",
    "サポーター制度",
    "ローコードツール",
    "EBPM",
    "ペーパレス",
    "階層別研修",
    "外部機関派遣",
    "あまがさきこども・子育てアクションプラン",
    "児童ホーム",
    "学校手続",
    "特化型Webページ",
    "応対品質向上",
    "電子申請メニュー",
    "効率化ポイント",
    "職員ワークショップ",
    "ロードマップ",
    # organisation and schedule
    "DX推進会議",
    "PDCA",
    "松本",
    "吹野",
    "CIO",
    "森山",
    "杉原",
    "デジタル政策監",
    "事務局",
    "局長等",
    "実行体制",
    "四半期",
    "10月20日",
    "モデル事業",
    "伴走サポート",
    "2~3業務",
]

# Variants that must stand together in one source note.
CONTRADICTIONS = [
    ("20%", "17.2"),  # 145 → 120 hours
    ("決裁", "決済"),  # キャッシュレス決裁
    ("オンライン申請数", "オンライン申請項目数"),
    ("RPA活用による業務改善時間", "8,000時間", "1万時間"),
    ("行政手続デジタル化推進計画", "行政手続等デジタル化推進計画"),
    ("広くニーズを集め活かす仕組みづくり", "市民ニーズをつかみ活かす仕組みづくり"),
    ("生かし", "活かし"),
    ("4点", "5"),  # challenges: four points in the press release, five bullets in the plan
    ("3か年", "12月"),  # 令和5年度から令和7年度の3か年, but 2023.12月-2026.3月
    ("DX推進ビジョン", "DXビジョン"),  # table of contents against heading
    ("DX推進会議", "DX会議"),
    ("DX育成", "DX人材育成"),
    ("デジタル化ニーズ", "デジタルニーズ"),
    ("プロセス改革", "プロセス変革"),
    ("「ア」",),  # the press release refers to 「ア」 but numbers its pillars 1 to 6
]

# Slips in official wording in the text at hand, and what they stand for: also in one source note.
CORRECTIONS = [
    ("あまさかさき", "あまがさき"),  # three times in the press release
    ("府内", "庁内"),
    ("ソーター", "サポーター"),
    ("ターナー", "トナー"),
    ("ぱいたり", "ばいたり"),
    ("層別研修", "階層別研修"),
    ("市民参画指數", "市民参画指数"),
]

# What the plan does not tell; a source note must name each.
SILENT = [
    "1,600人",  # a year or in all, and counted how
    "1万時間",
    "15人",
    "1,000名",
    "リーチ率",  # no number
    "SDGsポイント",  # 4.6万 of what
    "職場推進者",  # 20 % of whom
    "印刷削減",  # the R4 amount
    "令和7年度",  # the schedule ends with 令和6年度
]
