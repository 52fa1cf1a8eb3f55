"""Which languages there are: each catalogue names itself, and PUBLIC_LANGUAGES may leave some out."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from dxportal.language_settings import read

from ..tools import ran


def chosen(value: str) -> dict:
    return read({"PUBLIC_LANGUAGES": value} if value else {}, settings.LOCALE_PATHS)


@pytest.fixture
def catalogue(tmp_path):
    """Makes one of these lines of its head."""

    def catalogue(folder: str, *head: str) -> None:
        place = tmp_path / folder / "LC_MESSAGES"
        place.mkdir(parents=True)
        lines = "".join(f'"{line}\\n"\n' for line in ("Content-Type: text/plain; charset=UTF-8", *head))
        (place / "django.po").write_text(f'msgid ""\nmsgstr ""\n{lines}', encoding="utf-8")
        ran("msgfmt", "-o", place / "django.mo", place / "django.po")

    return catalogue


def test_without_a_wish_every_catalogue_is_offered_the_original_first():
    assert chosen("") == {
        "LANGUAGES": [("ja", "日本語"), ("en", "English"), ("ja-x-easy", "やさしい日本語")],
        "LANGUAGE_PREFIXES": {"ja": "", "en": "en/", "ja-x-easy": "easy/"},
        "LANGUAGES_WITH_READINGS": ["ja-x-easy"],
    }


@pytest.mark.parametrize(
    ("value", "codes"),
    [("ja", ["ja"]), ("en", ["ja", "en"]), ("ja-x-easy, ja", ["ja", "ja-x-easy"])],
)
def test_some_may_be_left_out_but_never_the_original(value, codes):
    found = chosen(value)
    assert [code for code, _name in found["LANGUAGES"]] == codes
    assert list(found["LANGUAGE_PREFIXES"]) == codes


def test_a_language_without_a_catalogue_is_refused_in_a_sentence():
    with pytest.raises(
        ImproperlyConfigured, match="PUBLIC_LANGUAGES の「xx」の訳はありません。en、ja、ja-x-easy の中から"
    ):
        chosen("en,xx")


def test_a_catalogue_names_itself_and_its_addresses(catalogue, tmp_path):
    catalogue("pt_BR", "X-Language-Name: Português", "X-Address: pt")
    catalogue("vi")
    found = read({}, [*settings.LOCALE_PATHS, tmp_path])
    assert found["LANGUAGES"][3:] == [("pt-br", "Português"), ("vi", "vi")]
    assert found["LANGUAGE_PREFIXES"]["pt-br"] == "pt/"
    assert found["LANGUAGE_PREFIXES"]["vi"] == "vi/"


@pytest.mark.parametrize("segment", ["../x", "a/b", "Ü", "-"])
def test_an_address_that_is_no_segment_is_refused(catalogue, tmp_path, segment):
    catalogue("vi", f"X-Address: {segment}")
    with pytest.raises(ImproperlyConfigured, match="半角の英小文字・数字・ハイフン"):
        read({}, [*settings.LOCALE_PATHS, tmp_path])


def test_two_languages_at_one_address_are_refused(catalogue, tmp_path):
    catalogue("vi", "X-Address: en")
    with pytest.raises(ImproperlyConfigured, match="同じアドレス"):
        read({}, [*settings.LOCALE_PATHS, tmp_path])
