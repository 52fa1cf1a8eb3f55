"""A site in production of which everything is well, and what the doctor says of it."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from dxportal import environment
from dxportal.health import site
from kpis.models import Review
from plans.models import SitePage

PRODUCTION = {
    "ALLOWED_HOSTS": ["dx.city.example.jp"],
    "DEMO": False,
    "BEHIND_PROXY": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SITE_URL": "https://dx.city.example.jp",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "MAIL_CONFIGURED": True,
    "DEFAULT_FROM_EMAIL": "dx@city.example.jp",
    "SECURITY_CONTACT": ["mailto:security@city.example.jp"],
}


@pytest.fixture
def production(settings, tmp_path, monkeypatch):
    """A site in production of which everything is well."""
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)
    file = tmp_path / "env"
    file.write_text("DEMO=false\n")
    file.chmod(0o600)
    monkeypatch.setattr(environment.os, "environ", {environment.POINTER: str(file)})
    settings.BACKUP_FOLDER = str(tmp_path / "backups")
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "monday.dxbackup").write_bytes(b"x")
    SitePage.objects.update(body="わが市の文章です。")
    get_user_model().objects.create_superuser("root", "root@city.example.jp", "x" * 20)
    monkeypatch.setattr(site.reminders, "soon_due", lambda _plans, _day: Review.objects.none())
    monkeypatch.setattr(site, "due_to_open", lambda *, at: [])
    return file


@pytest.fixture
def told():
    """What the doctor says, and whether it raises an alarm."""

    def told() -> tuple[bool, str]:
        out = io.StringIO()
        try:
            call_command("doctor", stdout=out)
        except SystemExit as error:
            assert error.code == 1
            return True, out.getvalue()
        return False, out.getvalue()

    return told
