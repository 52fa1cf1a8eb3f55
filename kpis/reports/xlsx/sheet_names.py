"""The names of the workbook's sheets, which other sheets and charts refer to."""

from kpis.reports.words import Words

COVER = "概要"
ATTENTION = "要対応"
LISTING = "指標一覧"
QUALITY = "データの質と方法"
CHARTS = "グラフ"
CHART_DATA = "グラフの元データ"
DATA_INDICATORS = "データ_指標"
DATA_ACTIONS = "データ_取組"


def actions(words: Words) -> str:
    """取組の進み具合, in the words of the report's rules."""
    return f"取組の{words.progress}"
