"""Where the sentences of the admin wait for the next page: as Django keeps them, in a cookie of the portal's kind."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """MESSAGE_STORAGE."""

    storage_classes = (OwnCookie, SessionStorage)
