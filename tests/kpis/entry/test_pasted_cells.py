"""What pasted cells mean once their row is known: units, parts, headings, choices; and the page that shows it."""

import pytest
from django.urls import reverse

from kpis.models import Indicator
from tests.factories import make_action
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


class TestUnits:
    @pytest.fixture(autouse=True)
    def cards(self, rows):
        rows["1-4"].unit = "万枚"
        rows["1-4"].save()

    def test_another_magnitude_beside_the_value_is_converted_and_said(self, put, filled):
        found = put("番号\t単位\t実績値\n1-4\t千枚\t3.2\n1-1\t件\t5")
        assert filled(found) == {"1-4 value": "3.2千枚", "1-1 value": "5"}
        reasons = [target.reason for target in found.fills]
        assert reasons == ["0.32万枚 と読み取ります。", ""]

    def test_another_magnitude_in_the_heading(self, put, filled):
        for head in ("実績値（枚）", "6月末（枚）", "今回の値 [単位：枚]"):
            assert filled(put(f"番号\t{head}\n1-4\t32000")) == {"1-4 value": "32000枚"}, head
        found = put("番号\t実績値（枚）\n1-4\t32000\n1-1\t5")
        assert "単位「枚」が、この指標の単位「件」と違います" in found.wrong[0].reason

    def test_another_unit_stops_it(self, put):
        found = put("番号\t単位\t実績値\n1-4\t人\t3.2")
        assert found.wrong[0].reason == (
            "貼り付けたものの単位「人」が、この指標の単位「万枚」と違います。万枚で数えた値を写してください。"
        )
        assert put("番号\t単位\t実績値\n1-4\t冊子\t3.2").wrong

    def test_the_same_unit_blanks_and_dashes_change_nothing(self, put, filled):
        for unit in ("万枚", "万 枚", "", "－"):
            assert filled(put(f"番号\t単位\t実績値\n1-4\t{unit}\t3.2")) == {"1-4 value": "3.2"}

    def test_what_stands_in_brackets_may_be_no_unit(self, put, filled):
        assert filled(put("番号\t値（6月末）\n1-4\t3.2")) == {"1-4 value": "3.2"}

    def test_within_the_cell(self, put, filled):
        assert filled(put("1-4\t3千枚")) == {"1-4 value": "3千枚"}
        assert put("1-4\t3千枚").fills[0].reason == "0.3万枚 と読み取ります。"
        assert "単位が、この指標の単位「万枚」と違います" in put("1-4\t3千件").wrong[0].reason


class TestTheRowAsAWhole:
    @pytest.mark.parametrize(
        ("parts", "words"),
        [("5\t-3", "分母は0以上"), ("7\t5", "分子が分母より大きく"), ("-1\t5", "分子は0以上")],
    )
    def test_parts_that_make_no_share_stop_it(self, rows, put, parts, words):
        rows["1-2"].is_part_of_whole = True
        rows["1-2"].save()
        found = put(f"番号\t分子\t分母\n1-2\t{parts}")
        assert not found.can_be_accepted
        assert words in found.wrong[0].reason

    @pytest.mark.parametrize(
        ("text", "words"),
        [("1-2\t7\t5", "割合が100%を超えます"), ("1-2\t0\t0", "算定不可"), ("1-1\t3.5", "小数点以下の数")],
    )
    def test_what_is_doubtful_is_said(self, put, text, words):
        head = "番号\t分子\t分母" if text.startswith("1-2") else "番号\t実績値"
        found = put(f"{head}\n{text}")
        assert found.can_be_accepted
        assert words in found.fills[0].reason

    def test_one_part_alone_is_taken_as_before(self, put, filled):
        assert filled(put("番号\t分母\n1-2\t5")) == {"1-2 denominator": "5"}


class TestHeadings:
    def test_the_same_field_twice_stops_it(self, put):
        found = put("番号\t実績値\t今回の値\n1-1\t1\t2")
        assert found.stops == ["「実績値」の列が2つ以上あります。1つだけ写してください。"]

    def test_each_column_finds_its_field(self, put, filled):
        found = put(
            "番号\t名称\t単位\t実績値\t分子\t分母\t値の状態\t取組状況\t備考\n"
            '1-1\t指標1-1\t件\t131\t\t\t\t"一行目\n""二行目"""\tx\n'
            "1-2\t指標1-2\t%\t52.1\t521\t1000\t速報値\t\t\n"
        )
        assert filled(found) == {
            "1-1 value": "131",
            "1-1 progress_comment": '一行目\n"二行目"',
            "1-2 numerator": "521",
            "1-2 denominator": "1000",
            "1-2 observation_status": "P",
        }
        assert "割合は、分子と分母から計算します。" in [target.reason for target in found.targets]
        assert "使わない列: 備考" in found.notices

    def test_one_column_with_a_heading_of_its_own_follows_the_cursor(self, put, filled):
        assert filled(put("番号\t6月末\n1-4\t40")) == {"1-4 value": "40"}

    def test_of_several_nobody_knows_which(self, put):
        assert "どの列の値" in put("番号\t5月末\t6月末\n1-4\t39\t40").stops[0]

    def test_the_heading_is_no_line(self, put, filled):
        assert filled(put("実績値\n131\n\n40", code="1-4")) == {"1-1 value": "131", "1-4 value": "40"}

    def test_a_plain_indicator_has_no_parts(self, put):
        found = put("番号\t分子\t分母\n1-1\t1\t2")
        assert {target.reason for target in found.targets} == {"分子と分母のない指標です。"}


class TestActions:
    def test_how_they_go_is_a_choice(self, small_city, put):
        second = make_action(small_city.plan, "2")
        second.lead_departments.add(small_city.section)
        found = put("遅れ\t入札をやり直した\n完了\t", name="status", owner=small_city.action)
        assert [(target.fill, target.value) for target in found.fills] == [
            (f"{key_of(small_city.action)}-status", "delayed"),
            (f"{key_of(small_city.action)}-comment", "入札をやり直した"),
            (f"{key_of(second)}-status", "completed"),
        ]
        for text in ("予定通り", "予定どおり", "予定とおり"):
            found = put(f"{text}\n完了", name="status", owner=small_city.action)
            assert found.fills[0].value == "as-planned", text
        found = put("順調\n完了", name="status", owner=small_city.action)
        assert "未着手、予定どおり、遅れ、完了、中止のどれか" in found.wrong[0].reason


class TestThePage:
    def post(self, small_city, sit, **data):
        client = sit().client
        return client.post(reverse("admin:kpis_review_paste", args=[small_city.review.pk]), data)

    def test_it_shows_what_stands_there_now_typed_or_stored(self, small_city, sit, rows):
        key = key_of(rows["1-4"])
        screen = sit().type(key=key, value="38")
        text = self.post(small_city, sit, **screen.fields, text="番号\t実績値\n1-4\t40", at=f"{key}-value")
        html = text.content.decode()
        assert f'data-fill="{key}-value" data-value="40"' in html
        assert '<td data-label="今">38</td>' in html
        assert not rows["1-4"].measurements.exists()

    def test_a_place_that_is_none_is_refused_with_a_sentence(self, put, rows):
        for name in ("", "x", "pick", "seen", "status", "#number", "answer"):
            assert "貼り付ける欄が見つかりません" in put("1\n2", name=name).stops[0], name
        assert "貼り付ける欄が見つかりません" in put("1\n2", owner=Indicator(pk=0)).stops[0]

    def test_whatever_stands_on_the_clipboard_is_answered(self, put):
        texts = ("", "\n", '"', "\0", "\t\t\n\t", '"a\n"b', "x" * 200_000 + "\t", "\v\f\x1c\t1", '"a\n" "b\t')
        for text in texts:
            for name in ("value", "observation_status", "evidence_url", "denominator"):
                assert not put(text, name=name).can_be_accepted, (text[:20], name)
