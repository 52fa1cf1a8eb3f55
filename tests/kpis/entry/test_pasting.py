"""Where pasted cells go: to the row that their number or name means, or that stands there in the whole table."""

import pytest
from django.urls import reverse

from kpis.entry.grid import due_items_to_enter, grid
from kpis.entry.pasting import Paste, paste
from kpis.models import Indicator
from tests.cities import PERIOD
from tests.factories import make_action, make_measurement
from tests.kpis.reported_rows import add
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(small_city):
    """1-1, 1-2 (a ratio) and 1-4, as in the reported case."""
    ratio = add(small_city, "1-2", order=1, unit="%", numerator_label="使った人", denominator_label="全員")
    last = add(small_city, "1-4", order=2)
    return {"1-1": small_city.indicator, "1-2": ratio, "1-4": last}


@pytest.fixture
def put(small_city, rows):
    """Pastes the text with the cursor in that row's field."""

    def put(text: str, code: str = "1-1", name: str = "value", who: str = "writer", owner=None) -> Paste:
        made = grid(due_items_to_enter(small_city.user(who), small_city.review), small_city.review)
        return paste(made, text, f"{key_of(owner or rows[code])}-{name}")

    return put


@pytest.fixture
def filled(rows):
    """What would be filled in, by the rows' codes and fields."""
    names = {key_of(row): code for code, row in rows.items()}

    def filled(found: Paste) -> dict[str, str]:
        pairs = ((target.fill.rpartition("-"), target.value) for target in found.fills)
        return {f"{names.get(key, key)} {name}": value for (key, _dash, name), value in pairs}

    return filled


class TestByPosition:
    def test_a_ratio_in_between_keeps_its_place(self, put, filled):
        found = put("131\n52.1\n40\n")
        assert filled(found) == {"1-1 value": "131", "1-4 value": "40"}
        assert [target.reason for target in found.targets if target.text == "52.1"] == [
            "分子と分母で書く指標なので、入れられません。2列を写してください。"
        ]
        assert found.can_be_accepted
        assert not found.is_short

    def test_approved_and_submitted_rows_keep_theirs_too(self, put, filled, rows):
        make_measurement(rows["1-1"], PERIOD, 100, state="approved")
        make_measurement(rows["1-2"], PERIOD, None, numerator=1, denominator=2, state="submitted")
        found = put("131\n52.1\n40", code="1-4")
        assert filled(found) == {"1-4 value": "40"}
        reasons = {target.text: target.reason for target in found.targets}
        assert "承認済みなので入れません" in reasons["131"]
        assert "提出済みなので入れません" in reasons["52.1"]
        assert found.can_be_accepted

    def test_a_ratio_takes_two_columns(self, put, filled):
        found = put("131\t\n521\t1000\n40\t")
        assert filled(found) == {
            "1-1 value": "131",
            "1-2 numerator": "521",
            "1-2 denominator": "1000",
            "1-4 value": "40",
        }

    def test_a_column_of_choices(self, put, filled):
        found = put("速報値\n推計値\n確定値", name="observation_status")
        assert filled(found) == {"1-1 observation_status": "P", "1-2 observation_status": "E"}, (
            "1-4 has it already"
        )

    def test_values_and_choices_side_by_side(self, put, filled):
        found = put("40\t速 報 値\n", code="1-4")
        assert filled(found) == {"1-4 value": "40", "1-4 observation_status": "P"}

    def test_a_choice_does_not_go_in_without_the_value_beside_it(self, put, filled, rows):
        found = put("番号\t実績値\t値の状態\n1-2\t52.1\t速報値\n1-4\t－\t速報値")
        assert filled(found) == {}
        assert not found.is_stopped
        make_measurement(rows["1-4"], PERIOD, 40, state="draft")
        assert filled(put("番号\t実績値\t値の状態\n1-4\t40\t速報値")) == {"1-4 observation_status": "P"}

    def test_a_second_column_of_figures_stops_it(self, put):
        """It went into a folded field, and nobody saw the error."""
        found = put("131\t120\n\t\n40\t38")
        assert not found.can_be_accepted
        assert [(target.line, target.text) for target in found.wrong] == [(1, "120"), (3, "38")]
        assert "選択肢はありません" in found.wrong[0].reason

    def test_a_column_for_which_there_is_no_field_stops_it(self, put):
        found = put("131\t速報値\t備考\n\t\t\n40\t\t")
        assert [target.text for target in found.wrong] == ["備考"]
        assert "入れる欄がありません" in found.wrong[0].reason

    def test_more_lines_than_rows_stop_it(self, put):
        found = put("1\n2\n3\n4")
        assert not found.can_be_accepted
        assert "4行ですが、ここから下は3行です" in found.stops[0]

    def test_more_lines_than_from_here_on_stop_it(self, put):
        assert "2行ですが、ここから下は1行です（表の全体は3行）" in put("1\n2", code="1-4").stops[0]

    def test_blank_lines_at_the_end_are_not_more(self, put, filled):
        assert filled(put("1\n2\n3\n\n\n")) == {"1-1 value": "1", "1-4 value": "3"}

    def test_fewer_lines_want_a_word(self, put, filled):
        found = put("131\n52.1")
        assert found.is_short
        assert "2行で、ここから下の3行より少なくなっています" in found.notices[0]
        assert filled(found) == {"1-1 value": "131"}

    def test_blank_cells_leave_what_is_there(self, put, filled, rows):
        make_measurement(rows["1-1"], PERIOD, 100, state="draft")
        found = put("\n\n－")
        assert filled(found) == {}
        assert not found.is_stopped
        assert not found.can_be_accepted

    def test_what_is_no_number_stops_it_and_is_named(self, put):
        found = put("131\n\nたくさん")
        assert [(target.line, target.owner) for target in found.wrong] == [(3, "指標1-4")]
        assert "数として読み取れません" in found.wrong[0].reason

    def test_full_width_and_other_ways_of_writing(self, put, filled):
        found = put("１３１\n\n1.2万")
        assert filled(found) == {"1-1 value": "１３１", "1-4 value": "1.2万"}
        assert [target.reason for target in found.fills] == [
            "131件 と読み取ります。",
            "12,000件 と読み取ります。",
        ]


class TestByNumberOrName:
    def test_in_any_order_and_fewer(self, put, filled):
        found = put("1-4\t40\n1-1\t131")
        assert filled(found) == {"1-4 value": "40", "1-1 value": "131"}
        assert found.can_be_accepted
        assert not found.is_short
        assert "1行は貼り付けたものにない" in found.notices[0]

    @pytest.mark.parametrize("text", ["１－４", "1‐4", "1月4日", " 1-4 "])
    def test_a_number_as_spreadsheets_write_it(self, put, filled, text):
        assert filled(put(f"{text}\t40")) == {"1-4 value": "40"}

    def test_by_name(self, put, filled):
        assert filled(put("指標１-４\t40\n指標1-1\t131")) == {"1-4 value": "40", "1-1 value": "131"}

    def test_number_and_name_must_mean_the_same_row(self, put):
        found = put("1-4\t指標1-1\t40\n1-1\t指標1-1\t131")
        assert [target.line for target in found.wrong] == [1]
        assert "別の行" in found.wrong[0].reason

    def test_an_unknown_number_stops_it(self, put):
        found = put("1-1\t131\n9-9\t5")
        assert not found.can_be_accepted
        assert found.wrong[0].reason == "番号「9-9」は、この表にありません。"

    def test_a_number_given_twice_stops_it(self, put):
        found = put("1-1\t131\n1-4\t40\n1-4\t41")
        assert [target.line for target in found.wrong] == [2, 3]

    def test_another_departments_number_is_unknown(self, put, other):
        assert "この表にありません" in put("1-1\t1\nother\t5").wrong[0].reason

    def test_figures_alone_are_no_numbers_of_rows(self, small_city, put, filled):
        """The first column holds 3 and 4, which are also numbers of rows: they are values all the same."""
        for number in (3, 4):
            add(small_city, str(number), order=number)
        found = put("1\n2\n3\n3\n4")
        assert filled(found)["1-1 value"] == "1"
        assert "上から順に" in found.how

    def test_words_that_name_no_row_are_not_taken_for_values(self, put):
        found = put("オンライン件数\t131\nよその件数\t40\n")
        assert found.is_stopped
        assert found.stops == [
            "1列目（「オンライン件数」など）は、この表の番号とも名称とも合いません。この表のとおりに直すか、値の列だけを写してください。"
        ]
        assert not found.targets

    def test_months_go_where_their_period_says(self, small_city, put):
        monthly = add(small_city, "m", order=3, frequency="monthly")
        found = put(
            "番号\t期間\t実績値\nm\t令和7年6月\t900\nm\t2025/5/1\t800\nm\tR7.4\t700\n",
            owner=small_city.indicator,
        )
        assert [(target.fill.removeprefix(key_of(monthly)), target.value) for target in found.fills] == [
            ("-2025-06-value", "900"),
            ("-2025-05-value", "800"),
            ("-2025-04-value", "700"),
        ]
        assert [target.owner for target in found.fills] == [
            f"{monthly}（令和7年{month}月）" for month in (6, 5, 4)
        ]

    def test_a_month_that_the_table_has_not_stops_it(self, small_city, put):
        add(small_city, "m", order=3, frequency="monthly")
        found = put("番号\t期間\t実績値\nm\t令和7年9月\t900\n", owner=small_city.indicator)
        assert found.is_stopped
        assert "期間「令和7年9月」は、この表のこの指標にありません。" in [
            target.reason for target in found.targets
        ]

    def test_months_of_one_indicator_take_their_lines_in_turn(self, small_city, put):
        monthly = add(small_city, "m", order=3, frequency="monthly")
        found = put("m\t1\nm\t2\nm\t3")
        assert [target.fill.removeprefix(key_of(monthly)) for target in found.fills] == [
            f"-2025-0{month}-value" for month in (4, 5, 6)
        ]
        assert "この表には3行" in put("m\t1\nm\t2").wrong[0].reason

    def test_number_and_name_in_one_cell(self, put, filled):
        for cell in ("1-4 指標1-4", "1-4：指標1-4", "（1-4）指標1-4", "1-4　指標１－４", "【1-4】指標1-4"):
            assert filled(put(f"{cell}\t40")) == {"1-4 value": "40"}, cell
            assert filled(put(f"番号\t実績値\n{cell}\t40")) == {"1-4 value": "40"}, cell
        found = put("1-4 指標1-1\t40\n1-1 指標1-1\t3")
        assert found.wrong[0].reason == "名称「1-4 指標1-1」は、この表にありません。"

    @pytest.mark.parametrize(
        "date", ["4-Jan", "Jan-04", "2026/1/4", "2026-01-04 0:00:00", "1/4", "2026年1月4日"]
    )
    def test_a_number_that_became_a_date_stops_it_unless_there_is_a_name(self, put, filled, date):
        for text in (f"{date}\t40\n1-1\t3", f"番号\t実績値\n{date}\t40"):
            found = put(text)
            assert found.wrong[0].reason.startswith(f"番号「{date}」は、Excelが番号を日付に変えたものです。")
            assert not found.can_be_accepted
        for text in (f"{date}\t指標1-4\t40", f"番号\t名称\t実績値\n{date}\t指標1-4\t40"):
            found = put(text)
            assert filled(found) == {"1-4 value": "40"}
            assert f"番号「{date}」は、Excelが日付に変えたものなので、名称で合わせました。" in found.notices

    def test_a_number_that_can_be_told_from_its_date_is_read_and_said(self, put):
        assert (
            "番号「1月4日」は、Excelが日付に変えたものなので、1-4 と読み取りました。"
            in put("1月4日\t40").notices
        )


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
        assert '<td data-label="いま">38</td>' in html
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
