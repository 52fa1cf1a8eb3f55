"""The 47 prefectures by region, in the order of their codes (JIS X 0401), each as it is stored and as a page says it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_ = gettext_lazy
REGIONS: tuple[tuple[Promise, dict[str, Promise]], ...] = (
    (
        _("北海道・東北"),
        {
            "北海道": _("北海道"),
            "青森県": _("青森県"),
            "岩手県": _("岩手県"),
            "宮城県": _("宮城県"),
            "秋田県": _("秋田県"),
            "山形県": _("山形県"),
            "福島県": _("福島県"),
        },
    ),
    (
        _("関東"),
        {
            "茨城県": _("茨城県"),
            "栃木県": _("栃木県"),
            "群馬県": _("群馬県"),
            "埼玉県": _("埼玉県"),
            "千葉県": _("千葉県"),
            "東京都": _("東京都"),
            "神奈川県": _("神奈川県"),
        },
    ),
    (
        _("中部"),
        {
            "新潟県": _("新潟県"),
            "富山県": _("富山県"),
            "石川県": _("石川県"),
            "福井県": _("福井県"),
            "山梨県": _("山梨県"),
            "長野県": _("長野県"),
            "岐阜県": _("岐阜県"),
            "静岡県": _("静岡県"),
            "愛知県": _("愛知県"),
        },
    ),
    (
        _("近畿"),
        {
            "三重県": _("三重県"),
            "滋賀県": _("滋賀県"),
            "京都府": _("京都府"),
            "大阪府": _("大阪府"),
            "兵庫県": _("兵庫県"),
            "奈良県": _("奈良県"),
            "和歌山県": _("和歌山県"),
        },
    ),
    (
        _("中国"),
        {
            "鳥取県": _("鳥取県"),
            "島根県": _("島根県"),
            "岡山県": _("岡山県"),
            "広島県": _("広島県"),
            "山口県": _("山口県"),
        },
    ),
    (
        _("四国"),
        {
            "徳島県": _("徳島県"),
            "香川県": _("香川県"),
            "愛媛県": _("愛媛県"),
            "高知県": _("高知県"),
        },
    ),
    (
        _("九州・沖縄"),
        {
            "福岡県": _("福岡県"),
            "佐賀県": _("佐賀県"),
            "長崎県": _("長崎県"),
            "熊本県": _("熊本県"),
            "大分県": _("大分県"),
            "宮崎県": _("宮崎県"),
            "鹿児島県": _("鹿児島県"),
            "沖縄県": _("沖縄県"),
        },
    ),
)
PREFECTURES = {name: said for _region, names in REGIONS for name, said in names.items()}


def prefecture_name(stored: str) -> str:
    """What is stored of a city, in the language spoken; what is no prefecture stays as it is."""
    return str(PREFECTURES.get(stored, stored))
