"""What a correction tells of itself: every text by name, one row for whatever else differs, and nothing without cause."""

import json

import pytest

from kpis.models import Report
from kpis.reports.snapshot.corrections import corrections

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(mihon) -> dict:
    """A report of the fictional city, with comments, marks and a settled baseline in it."""
    return json.loads(Report.objects.of_plan(mihon).first().content)


def again(snapshot: dict) -> dict:
    return json.loads(json.dumps(snapshot))


def rows(found: list[dict]) -> list[tuple]:
    assert all(row["course"] == "other" and not row["reason"] for row in found)
    return [(row["about"], row["kind"], row["kind_label"], row["before"], row["after"]) for row in found]


def first_indicator(snapshot: dict) -> dict:
    return next(row for row in snapshot["indicators"] if row["value"] and row["comments"] and row["baseline"])


def first_action(snapshot: dict) -> dict:
    return snapshot["actions"]["rows"][0]


class TestTexts:
    @pytest.mark.parametrize(
        ("name", "label"),
        [
            ("definition", "説明・数え方"),
            ("target_wording", "計画に書かれた目標"),
            ("data_source", "数値の出どころ"),
            ("goal_label", "目標（柱など）"),
            ("comparability_note", "比べるときの注意"),
            ("baseline note", "基準値の注記"),
            ("value as_of", "値の日付"),
            ("owner", "担当"),
            ("comments progress", "取組状況"),
            ("comments issues", "課題"),
            ("comments response", "今後の対応"),
            ("comments evidence_url", "根拠資料のアドレス"),
        ],
    )
    def test_of_an_indicator(self, told, name, label):
        now = again(told)
        row = first_indicator(now)
        *inside, field = name.split()
        place = row[inside[0]] if inside else row
        was = place[field]
        place[field] = "直した記載"
        found = corrections(told, now)
        assert rows(found) == [("indicator", "text", label, was or "", "直した記載")]
        assert (found[0]["code"], found[0]["label"]) == (row["code"], row["label"])

    def test_decimals_departments_and_mark_in_words(self, told):
        for changed, label, was, text in (
            ({"decimals": 2}, "小数点以下の桁数", {"decimals": 0}, ("0", "2")),
            (
                {"departments": ["東課", "西課"]},
                "担当部署",
                {"departments": ["東課"]},
                ("東課", "東課、西課"),
            ),
            ({"mark": "◎"}, "市の印", {"mark": "○", "mark_label": "順調"}, ("○ 順調", "◎ 順調")),
            ({"mark_label": "とても順調"}, "市の印", {"mark": "○", "mark_label": ""}, ("○", "○ とても順調")),
        ):
            before = again(told)
            first_indicator(before).update(was)
            now = again(before)
            first_indicator(now).update(changed)
            assert rows(corrections(before, now)) == [("indicator", "text", label, *text)]

    @pytest.mark.parametrize(
        ("name", "label"), [("label", "取組名"), ("comment", "取組状況"), ("owner", "担当")]
    )
    def test_of_an_action(self, told, name, label):
        now = again(told)
        was = first_action(now)[name]
        first_action(now)[name] = "直した記載"
        assert rows(corrections(told, now)) == [("action", "text", label, was, "直した記載")]

    def test_an_actions_departments(self, told):
        before = again(told)
        first_action(before)["departments"] = ["東課"]
        now = again(before)
        first_action(now)["departments"] = ["西課", "東課"]
        assert rows(corrections(before, now)) == [("action", "text", "担当部署", "東課", "西課、東課")]

    @pytest.mark.parametrize(
        ("part", "field", "label"),
        [
            ("report", "overall_comment", "総括"),
            ("plan", "full_title", "計画の題名"),
            ("city", "name", "市区町村の名称"),
        ],
    )
    def test_of_the_whole_report(self, told, part, field, label):
        now = again(told)
        now[part][field] = "直した記載"
        found = corrections(told, now)
        assert rows(found) == [("report", "text", label, told[part][field], "直した記載")]
        assert (found[0]["code"], found[0]["label"]) == ("", label)

    def test_a_comment_given_or_taken_away_stands_against_nothing(self, told):
        now = again(told)
        row = first_indicator(now)
        was = row["comments"]["progress"]
        row["comments"] = None
        assert ("indicator", "text", "取組状況", was, "") in rows(corrections(told, now))
        assert ("indicator", "text", "取組状況", "", was) in rows(corrections(now, told))

    def test_a_new_indicator_is_one_row_and_its_texts_are_no_corrections(self, told):
        before = again(told)
        gone = before["indicators"].pop()
        found = corrections(before, told)
        assert [(row["kind"], row["code"]) for row in found] == [("added", gone["code"])]


class TestWhateverElse:
    """One row says that something differs which has no name of its own."""

    ROW = ("report", "text", "そのほかの記載", "訂正前", "訂正後")

    @pytest.mark.parametrize(
        "path",
        [
            "plan licence",
            "plan term_label",
            "counts coverage",
            "method idea",
            "city prefecture",
            "exceptions",
        ],
    )
    def test_differs_alone(self, told, path):
        now = again(told)
        *inside, field = path.split()
        place = now[inside[0]] if inside else now
        place[field] = ["別のもの"] if isinstance(place[field], list) else "別のもの"
        assert rows(corrections(told, now)) == [self.ROW]

    def test_deep_within_an_indicator(self, told):
        now = again(told)
        first_indicator(now)["facts"]["is_part_of_whole"] = "別のもの"
        assert rows(corrections(told, now)) == [self.ROW]

    def test_beside_a_named_one_it_is_not_told(self, told):
        now = again(told)
        now["plan"]["licence"] = "別のもの"
        now["city"]["name"] = "南山市"
        assert [row["kind_label"] for row in corrections(told, now)] == ["市区町村の名称"]

    def test_what_belongs_to_the_report_itself_or_to_other_quarters_is_none(self, told):
        now = again(told)
        now["report"].update(revision=9, reason="理由", supersedes="0" * 64, published_by="別の課")
        now |= {"changes": None, "corrections": {}, "is_draft": True, "schema_version": 2}
        for row in now["indicators"]:
            row["previous"] = None
        for row in now["actions"]["rows"]:
            row.update(previous_status="delayed", previous_status_label="遅れ")
        assert corrections(told, now) == []
        assert corrections(now, told) == []
