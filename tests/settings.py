"""The product's settings for tests: only what keeps the suite self-contained and quick differs."""

import os

os.environ["DXPORTAL_ENV"] = ""  # a developer's .env has no say
os.environ["DEBUG"] = "false"
os.environ["SECRET_KEY"] = "tests-only-" + "x" * 50
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["HTTPS"] = "false"
os.environ["DEMO"] = "true"

from dxportal.settings import *
from dxportal.settings import DATABASES, STORAGES
from plans import turns

turns.AT_ONCE = 64  # the suite's processes do not wait for each other

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"] == "dxportal.postgresql":
    # What a test commits need not outlive the machine: nobody waits for its disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
