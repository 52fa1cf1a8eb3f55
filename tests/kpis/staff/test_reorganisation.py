"""The page of a reorganisation: choose, look, confirm."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import Department, PlanDepartment
from tests.cities import staff_member
from tests.factories import make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(bureau_city) -> Department:
    return Department.objects.create(municipality=bureau_city.city, code="shimin", name="市民課", order=9)


@pytest.fixture
def address() -> str:
    return reverse("admin:kpis_reorganisation")


def chosen(bureau_city, new, **more) -> dict:
    return {"from_day": "2025-04-01", f"department-{bureau_city.section.pk}": new.pk, "end_old": "on"} | more


def hidden(text: str) -> dict[str, str]:
    """What the preview sends with its button."""
    form = text.split('<div id="content-main"')[1]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def owners(bureau_city) -> set[str]:
    return {row.name for row in bureau_city.first.departments.all()}


@pytest.mark.parametrize("name", ["editor", "approver"])
def test_only_who_runs_reviews_opens_it(sign_in, bureau_city, new, address, name):
    client = sign_in(name)
    assert client.get(address).status_code == 403
    assert client.post(address, chosen(bureau_city, new, confirm="1", seen="x")).status_code == 403
    assert owners(bureau_city) == {"窓口課"}


def test_another_citys_manager_neither_sees_nor_moves_anything(sign_in, bureau_city, new, address):
    client = sign_in("foreign")
    assert "窓口課" not in client.get(address).content.decode()
    assert client.get(address, {"city": bureau_city.city.slug}).status_code == 404
    assert (
        client.post(
            f"{address}?city={bureau_city.city.slug}", chosen(bureau_city, new, preview="1")
        ).status_code
        == 404
    )
    client.post(address, chosen(bureau_city, new, confirm="1", seen="x"))
    assert owners(bureau_city) == {"窓口課"}


def test_the_form_offers_departments_that_have_something_with_the_years_first_day(
    sign_in, bureau_city, new, address
):
    bureau_city.action.supporting_departments.add(bureau_city.works)
    response = sign_in("manager").get(address)
    text = response.content.decode()
    assert 'value="2025-04-01"' in text
    labels = {field.label: field.help_text for field in response.context["form"].successors}
    assert labels == {
        "総務局 窓口課": "指標2件・取組0件",
        "総務局 文書課": "指標0件・取組1件",
        "土木局": "指標1件・取組1件",
    }


def test_a_successors_first_day_is_left_alone_unless_somebody_asks(sign_in, bureau_city, new, address):
    client = sign_in("manager")
    assert not client.get(address).context["form"]["start_new"].value()
    shown = client.post(address, chosen(bureau_city, bureau_city.works, start_new="on", preview="1"))
    assert (
        "「土木局」はもう担当や体制に入っているので、開始日は空欄のままにします。" in shown.content.decode()
    )
    shown = client.post(address, chosen(bureau_city, new, start_new="on", preview="1"))
    assert "「市民課」の開始日を令和7年（2025年）4月1日にします。" in shown.content.decode()


def test_departments_that_have_ended_are_no_successors(sign_in, bureau_city, new, address):
    new.valid_until = "2025-03-31"
    new.save()
    assert "市民課" not in sign_in("manager").get(address).content.decode()


def test_a_fictional_citys_pages_say_sample(sign_in, bureau_city, new, address):
    type(bureau_city.city).objects.filter(pk=bureau_city.city.pk).update(is_fictional=True)
    client = sign_in("manager")
    for answer in (client.get(address), client.post(address, chosen(bureau_city, new, preview="1"))):
        assert re.search(r"サンプル</span>\s*</h2>", answer.content.decode())


def test_looking_at_what_passes_on_moves_nothing(sign_in, bureau_city, new, address):
    text = (
        sign_in("manager")
        .post(address, chosen(bureau_city, new, carry_members="on", preview="1"))
        .content.decode()
    )
    for words in (
        "窓口課 → 市民課",
        "指標（2件）",
        "申請の件数",
        "担当者の役割（1件）",
        "「窓口課」の終了日を令和7年（2025年）3月31日にします。",
        "担当が変わる人（1人）",
        "<h4>approver　承認者</h4>",
        "外れる（2件）: 申請の件数、窓口の待ち時間",
    ):
        assert words in text
    assert "開始日を" not in text
    assert owners(bureau_city) == {"窓口課"}


def test_confirming_carries_out_what_was_shown(sign_in, bureau_city, new, address):
    client = sign_in("manager")
    shown = client.post(address, chosen(bureau_city, new, carry_members="on", preview="1")).content.decode()
    answer = client.post(address, hidden(shown) | {"confirm": "1"}, follow=True)
    assert "1部署の担当を引き継ぎました（指標2件、取組0件）。" in map(str, get_messages(answer.wsgi_request))
    assert owners(bureau_city) == {"市民課"}
    assert new.memberships.get().user == bureau_city.user("editor")
    assert "窓口課" not in {field.label for field in answer.context["form"].successors}


def test_the_page_of_who_carries_the_plan_is_named_where_the_old_department_stays(
    sign_in, bureau_city, new, address
):
    PlanDepartment.objects.create(plan=bureau_city.plan, department=bureau_city.section, role="窓口")
    client = sign_in("manager")
    shown = client.post(address, chosen(bureau_city, new, preview="1")).content.decode()
    assert "「スマート計画」の推進体制のページには、「窓口課」が残ります。" in shown
    answer = client.post(address, hidden(shown) | {"confirm": "1"}, follow=True)
    assert "終わった「窓口課」が残っています" in " ".join(map(str, get_messages(answer.wsgi_request)))


def test_confirming_what_has_changed_meanwhile_shows_it_again(sign_in, bureau_city, new, address):
    client = sign_in("manager")
    shown = client.post(address, chosen(bureau_city, new, preview="1")).content.decode()
    make_indicator(bureau_city.plan, "late").departments.add(bureau_city.section)
    text = client.post(address, hidden(shown) | {"confirm": "1"}).content.decode()
    assert "もう一度確かめてください" in text
    assert owners(bureau_city) == {"窓口課"}


def test_going_back_keeps_what_was_chosen(sign_in, bureau_city, new, address):
    client = sign_in("manager")
    shown = client.post(address, chosen(bureau_city, new, preview="1")).content.decode()
    form = client.post(address, hidden(shown) | {"edit": "1"}).context["form"]
    assert form[f"department-{bureau_city.section.pk}"].value() == str(new.pk)
    assert form["end_old"].value() is True and form["start_new"].value() is False
    assert owners(bureau_city) == {"窓口課"}


def test_confirming_without_having_looked_shows_first(sign_in, bureau_city, new, address):
    text = sign_in("manager").post(address, chosen(bureau_city, new, confirm="1")).content.decode()
    assert "まだ何も移していません" in text
    assert owners(bureau_city) == {"窓口課"}


def test_a_wrong_choice_is_told_beside_its_department(sign_in, bureau_city, new, address):
    field = f"department-{bureau_city.section.pk}"
    text = (
        sign_in("manager")
        .post(address, chosen(bureau_city, bureau_city.section, preview="1"))
        .content.decode()
    )
    assert "自分自身には引き継げません" in text
    assert f'id="id_{field}_error"' in text
    assert f"id_{field}_error" in text.split(f'name="{field}"')[1].split(">")[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"from_day": "2025-07-26"}, "今日までの日"),
        ({"from_day": "四月"}, "日付"),
        ({"from_day": ""}, "必須"),
        ({"department": ""}, "1つ以上"),
        ({"department": "999999"}, "正しく選択"),
        ({"department": "x"}, "正しく選択"),
    ],
)
def test_bad_input_is_told_and_moves_nothing(sign_in, bureau_city, new, address, change, words):
    data = chosen(bureau_city, new, preview="1")
    if "department" in change:
        change = {f"department-{bureau_city.section.pk}": change["department"]}
    text = sign_in("manager").post(address, data | change).content.decode()
    assert words in text
    assert "errornote" in text
    assert owners(bureau_city) == {"窓口課"}


def test_a_superuser_chooses_the_city(admin_client, bureau_city, new, address):
    text = admin_client.get(address).content.decode()
    assert "北山市" in text and "南山市" in text
    assert "窓口課" not in text
    assert "総務局 窓口課" in admin_client.get(address, {"city": bureau_city.city.slug}).content.decode()


def test_the_form_asks_as_many_questions_with_many_departments_as_with_few(
    sign_in, bureau_city, new, address
):
    client = sign_in("manager")

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked.captured_queries)

    questions()
    few = questions()
    for n in range(20):
        row = Department.objects.create(
            municipality=bureau_city.city, code=f"d{n}", name=f"課{n}", parent=bureau_city.bureau
        )
        make_indicator(bureau_city.plan, f"more-{n}").departments.add(row)
        staff_member(f"p{n}", bureau_city.city, "editor", row)
    assert questions() == few
