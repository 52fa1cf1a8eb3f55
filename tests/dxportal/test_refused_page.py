"""What cannot be read is told in Japanese, and what becomes of the input."""

import pytest

pytestmark = pytest.mark.django_db


def told(answer):
    text = answer.content.decode()
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")
    assert '<html lang="ja"' in text
    assert "Bad Request" not in text
    assert "no-store" in answer["Cache-Control"]
    return text


def test_a_text_that_is_too_long_to_be_read(client, admin_user, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024**2
    client.force_login(admin_user)
    text = told(client.post("/admin/plans/goal/add/", {"title": "あ" * 1024**2}))
    assert "送られた内容が多すぎます" in text
    assert "1.0MBまで" in text
    assert "何も保存していません" in text


def test_a_script_is_told_what_stays_on_its_page(client, admin_user, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024**2
    client.force_login(admin_user)
    text = told(
        client.post("/admin/plans/goal/add/", {"title": "あ" * 1024**2}, headers={"X-Fragment": "grid"})
    )
    assert "入力した内容は画面に残っています" in text
    assert "「戻る」" not in text


def test_too_many_fields(client, admin_user, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    client.force_login(admin_user)
    assert "送られた内容が多すぎます" in told(
        client.post("/admin/plans/goal/add/", {f"f{n}": 1 for n in range(11)})
    )


def test_an_address_with_a_nul(client, admin_user):
    client.force_login(admin_user)
    text = told(client.get("/admin/plans/goal/?q=%00"))
    assert "使えない文字があります" in text
    assert "保存していません" not in text


def test_a_forged_host_is_not_repeated(client):
    text = told(client.get("/", headers={"Host": "evil.example"}))
    assert "evil.example" not in text
