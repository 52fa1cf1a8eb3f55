"""Where pasted cells go: to the row that their number or name means, or that stands there in the whole table."""

import pytest

from tests.cities import PERIOD
from tests.factories import make_measurement
from tests.kpis.reported_rows import add
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db


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
