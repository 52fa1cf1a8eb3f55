"""A city's emblem and colour: chosen by its manager, shown on its pages and on no other's."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.models import Emblem, Municipality
from tests.factories import make_city, make_plan
from tests.kpis.admin.entering import errors_of, filled_form
from tests.plans.test_emblem_files import png, svg

pytestmark = pytest.mark.django_db
DRAWN = svg('<path d="M0 0h8v8z"/>')


@pytest.fixture
def city():
    city = make_city(colour="#0b5d6b")
    make_plan(city)
    Emblem.objects.create(municipality=city, picture=DRAWN)
    return city


def test_pages_of_the_city_show_both(client, city):
    emblem = city.emblem
    for address in ("/kitayama/", "/kitayama/smart-plan/", "/en/kitayama/smart-plan/kpis/"):
        html = client.get(address).content.decode()
        assert f'src="/kitayama/emblem?v={emblem.digest[:12]}" alt=""' in html
        assert 'href="/kitayama/colour.css?v=0b5d6b"' in html
    other = client.get("/amagasaki/kyoso-dx/").content.decode()
    assert "emblem" not in other and "colour.css" not in other


def test_the_emblem_is_served_as_what_it_is_and_may_do_nothing(client, city):
    answer = client.get(f"/kitayama/emblem?v={city.emblem.digest[:12]}")
    assert answer.content == DRAWN
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert (
        answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in client.get("/kitayama/emblem?v=another").headers.get("Cache-Control", "")
    city.emblem.delete()
    assert client.get("/kitayama/emblem").status_code == 404
    assert client.get("/lost-city/emblem").status_code == 404


def test_the_colour_has_a_lighter_tone_for_dark_screens(client, city):
    answer = client.get("/kitayama/colour.css?v=0b5d6b")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.content.decode() == (
        ":root { --city: #0b5d6b; }\n"
        "@media screen and (prefers-color-scheme: dark) { :root { --city: #60969f; } }\n"
    )
    assert client.get("/amagasaki/colour.css").status_code == 404


def test_a_city_without_a_public_plan_shows_neither(client):
    city = make_city(colour="#0b5d6b")
    Emblem.objects.create(municipality=city, picture=DRAWN)
    assert client.get("/kitayama/emblem").status_code == 404
    assert client.get("/kitayama/colour.css").status_code == 404


@pytest.mark.parametrize("content", [b"not a picture", svg("<script>alert(1)</script>")])
def test_no_file_brings_in_what_is_no_picture(city, content):
    city.emblem.picture = content
    with pytest.raises(ValidationError):
        city.emblem.full_clean()


@pytest.fixture
def form(admin_client, city):
    return reverse("admin:plans_emblem_change", args=[city.emblem.pk])


def upload(content: bytes, name: str = "mark.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_form_takes_a_picture_and_keeps_it_where_none_is_chosen(admin_client, city, form):
    data = filled_form(admin_client, form)
    saved = admin_client.post(form, data | {"upload": upload(png())})
    assert saved.status_code == 302, errors_of(saved)
    city.emblem.refresh_from_db()
    assert bytes(city.emblem.picture) == png() and city.emblem.media_type == "image/png"

    data = filled_form(admin_client, form)
    saved = admin_client.post(form, data | {"source_place": "市ホームページ"})
    assert saved.status_code == 302, errors_of(saved)
    city.emblem.refresh_from_db()
    assert bytes(city.emblem.picture) == png() and city.emblem.source_place == "市ホームページ"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "PNGでもSVGでもないファイルです。"),
        (svg('<path onload="x()"/>'), "図ではないもの（onload）"),
        (b"\x89PNG" + b"x" * 200_000, "大きすぎます（196 KB）"),
    ],
)
def test_the_form_says_what_is_wrong_and_stores_nothing(admin_client, city, form, content, said):
    answer = admin_client.post(form, filled_form(admin_client, form) | {"upload": upload(content)})
    assert said in errors_of(answer)
    city.emblem.refresh_from_db()
    assert bytes(city.emblem.picture) == DRAWN


def test_a_new_one_needs_a_file(admin_client):
    city = make_city()
    answer = admin_client.post(
        reverse("admin:plans_emblem_add"), {"municipality": city.pk, "source_place": "", "seen_digest": ""}
    )
    assert "図のファイルを選んでください" in errors_of(answer)


def test_the_second_of_two_who_replace_it_is_told(admin_client, city, form):
    data = filled_form(admin_client, form)
    assert admin_client.post(form, data | {"upload": upload(png())}).status_code == 302
    answer = admin_client.post(form, data | {"upload": upload(png(40, 40))})
    assert "ほかの人が図を替えました" in errors_of(answer)
    city.emblem.refresh_from_db()
    assert bytes(city.emblem.picture) == png()
    again = {name: field for name, field in data.items() if name != "seen_digest"}
    again["seen_digest"] = answer.context["adminform"].form["seen_digest"].value()
    assert admin_client.post(form, again | {"upload": upload(png(40, 40))}).status_code == 302
    city.emblem.refresh_from_db()
    assert bytes(city.emblem.picture) == png(40, 40)


def test_the_citys_form_refuses_a_colour_that_is_not_read(admin_client):
    city = Municipality.objects.get(slug="amagasaki")
    address = reverse("admin:plans_municipality_change", args=[city.pk])
    answer = admin_client.post(address, filled_form(admin_client, address) | {"colour": "#ffff00"})
    assert "コントラスト比 1.0" in errors_of(answer)
