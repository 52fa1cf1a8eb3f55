"""The portal's own metadata and keys for SAML, the directory's, and what is said of broken ones."""

import pytest
from lxml import etree

from dxportal.health.single_sign_on import single_sign_on

from .conftest import METADATA, START
from .directory import ENTITY, Keys

pytestmark = pytest.mark.django_db


def test_the_department_reads_the_portals_metadata(client, directory):
    answer = client.get(METADATA)
    read = etree.fromstring(answer.content)
    assert read.get("entityID") == "http://testserver/admin/sso/saml/metadata/"
    assert b'Location="http://testserver/admin/sso/saml/acs/"' in answer.content
    assert b'WantAssertionsSigned="true"' in answer.content


def test_the_portal_may_sign_its_question(client, member, directory, settings, tmp_path):
    pair = Keys()
    (tmp_path / "sp.pem").write_bytes(pair.certificate)
    (tmp_path / "sp.key").write_bytes(pair.key)
    settings.SSO_SAML_CERT_FILE, settings.SSO_SAML_KEY_FILE = (
        str(tmp_path / "sp.pem"),
        str(tmp_path / "sp.key"),
    )
    assert "&Signature=" in client.get(START)["Location"]
    metadata = client.get(METADATA).content
    assert pair.body[:40] in "".join(metadata.decode().split())
    assert b"PRIVATE" not in metadata


def test_a_broken_metadata_file_is_said(client, directory, settings, tmp_path):
    for content in ("", "<x/>", directory.metadata().replace(f"{ENTITY}/sso", "http://idp.city.example.jp/")):
        (tmp_path / "idp.xml").write_text(content, "utf-8")
        assert client.get(START).status_code == 503
        assert "メタデータ（SSO_SAML_METADATA）を使えません" in " ".join(
            row.sentence for row in single_sign_on()
        )


def test_the_portals_metadata_is_there_before_the_directorys(client, directory, settings, tmp_path):
    (tmp_path / "idp.xml").unlink()
    answer = client.get(METADATA)
    assert answer.status_code == 200
    assert b'Location="http://testserver/admin/sso/saml/acs/"' in answer.content


@pytest.mark.parametrize("address", [START, METADATA])
def test_a_key_that_is_gone_since_the_start_is_said(client, directory, settings, tmp_path, address):
    settings.SSO_SAML_CERT_FILE = settings.SSO_SAML_KEY_FILE = str(tmp_path / "gone.pem")
    assert client.get(address).status_code == 503


def test_the_doctor_has_nothing_to_say_of_a_good_one(directory):
    assert list(single_sign_on()) == []
