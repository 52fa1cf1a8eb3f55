"""A short help text for each list and form of the admin, in one table."""

from django import template
from django.utils.translation import gettext_lazy

register = template.Library()

# By the model's address name (app_model).
HELP = {
    "plans_municipality": gettext_lazy(
        "計画を載せる市区町村と、その部署です。名称とアドレス名は、市民のページにそのまま出ます。"
    ),
    "plans_department": gettext_lazy(
        "部署の木です。上位の部署の担当者は、下位の部署の指標も扱えます。組織改編では行を消さず、終了日を入れて新しい部署を足し、「組織改編」の画面で指標と取組を移します。"
    ),
    "plans_plan": gettext_lazy(
        "計画の題名、期間、公開のしかたです。計画全体をExcelで書き出したり、Excelから新しく作ったりできます。"
    ),
    "plans_statement": gettext_lazy(
        "使命、将来像、合言葉など、計画の言葉です。公式の文言は、原本のとおりに写します。"
    ),
    "plans_goal": gettext_lazy(
        "柱や目標の階層です。上位の目標を選ぶと、その下に並びます。体系図と目標のページに出ます。"
    ),
    "plans_action": gettext_lazy("取組です。担当部署の人が、四半期ごとに進み具合を報告します。"),
    "plans_scheduletrack": gettext_lazy("スケジュール表の列です。中の項目も、この画面で直せます。"),
    "plans_scheduleitem": gettext_lazy(
        "スケジュールの項目です。済んだら「完了日」を入れます。途中でやめたときは、終わり方を書きます。"
    ),
    "plans_committee": gettext_lazy("推進体制の会議や組織です。席（役割と職）も、この画面で直せます。"),
    "plans_seat": gettext_lazy("会議や組織の席です。氏名は、原本にある場合だけ書きます。"),
    "plans_plandepartment": gettext_lazy("部署がこの計画で担う役割です。推進体制のページに出ます。"),
    "plans_term": gettext_lazy("用語集です。ここに書いた言葉は、計画の文章の中で説明につながります。"),
    "plans_sourcedocument": gettext_lazy("計画の原本です。題名、発行者、日付、アドレスを書きます。"),
    "plans_planrelation": gettext_lazy("ほかの計画や法令との関係です。原本の言葉のまま書きます。"),
    "plans_sourcenote": gettext_lazy(
        "原本の食い違い、書かれていないこと、読めないところと、このポータルでの扱いです。出典のページに出ます。"
    ),
    "plans_nationalpriority": gettext_lazy(
        "国の取組事項の分類です。すべての市区町村で共通に使うので、管理者だけが直せます。"
    ),
    "plans_sitepage": gettext_lazy(
        "サイト全体の文章です。公開する前に、アクセシビリティ方針を自分の市のものに直してください。"
    ),
    "plans_membership": gettext_lazy(
        "だれが、どの部署で、いつからいつまで、何を担うかです。部署が空欄なら全庁です。代決者には「代決の相手」を選びます。異動のときは行を消さず、終了日を入れます。"
    ),
    "kpis_review": gettext_lazy(
        "四半期ごとの入力、承認、締め切りの単位です。四半期を選ぶと、入力や承認の画面が開きます。締切と会議の日は、あとから変えられます。"
    ),
    "kpis_reviewpolicy": gettext_lazy(
        "計画ごとの、四半期レビューの決まりです。登録がない計画は、初期値のとおりに動きます。"
    ),
    "kpis_indicator": gettext_lazy(
        "KPI・KGIの定義です。値の種類、目指す向き、報告の頻度によって、判定の方法が決まります。担当部署の人が値を入力します。"
    ),
    "kpis_target": gettext_lazy(
        "目標値の台帳です。目標を変えるときは行を直さず、新しい行を足して理由を書きます。前の目標も公開し続けます。"
    ),
    "kpis_measurement": gettext_lazy(
        "指標の値の一覧です。ふだんの入力は、入口の「入力の画面」かExcelで行います。承認された値を直すときは、改定案を書きます。"
    ),
    "kpis_actionprogress": gettext_lazy(
        "取組の進み具合の一覧です。ふだんの入力は、入口の「入力の画面」かExcelで行います。"
    ),
    "kpis_ratingscale": gettext_lazy(
        "A〜Dや◎○△×など、計画が使う印の決まりです。下の表で、今の値に付く印を確かめられます。"
    ),
    "kpis_planrating": gettext_lazy("この計画が使う印です。選ぶと、今の値に付く印が下に出ます。"),
    "kpis_assessmentscale": gettext_lazy(
        "担当課が自己評価に使う印です。良いほうから順に書き、それぞれが公開のどの区分にあたるかを選びます。承認された自己評価で使った印は、変えられません。"
    ),
    "kpis_assessmentaspect": gettext_lazy(
        "担当課が期ごとに何を自己評価するかです（例: 有効性、効率性、総合評価）。観点を登録すると、入力の画面に印と理由の欄が出ます。"
    ),
    "auth_user": gettext_lazy(
        "サインインする人です。役割は「担当者の役割」で与えます。役割があれば、サインインできます。退職や異動のときは消さずに「有効」を外します（記録に名前が残るためです）。"
    ),
}

# Of forms that are no part of keeping a list: on them stands one report.
FORM_HELP = {
    "kpis_measurement": gettext_lazy(
        "1つの指標の、1つの期間の値です。担当の課と計画管理者が書き、承認されると市民のページに出ます。承認された値を直すときは、改定案を書きます。"
    ),
    "kpis_actionprogress": gettext_lazy(
        "1つの取組の、1つの四半期の報告です。担当の課と計画管理者が書き、承認されると市民のページに出ます。承認された報告を直すときは、改定案を書きます。"
    ),
}


@register.simple_tag(takes_context=True)
def staff_help(context) -> str:
    """The help of the page's model; blank on pages that say what they are for themselves."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = (match.url_name or "") if match else ""
    key, _, page = name.rpartition("_")
    if page in ("add", "change") and key in FORM_HELP:
        return "" if context.get("notes") else FORM_HELP[key]  # the notes say what the person is doing
    return HELP.get(key, "") if page in ("changelist", "add", "change") else ""
