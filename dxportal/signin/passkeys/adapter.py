"""What django-allauth tells an authenticator about this portal and the account."""

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.http.request import split_domain_port

from plans.people_names import person_label


class PortalKeys(DefaultMFAAdapter):
    """A passkey is of one host: a site under two names has one for each."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host, _port = split_domain_port(context.request.get_host())
        return {"id": host, "name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user: AbstractUser) -> dict:
        """The handle is the row's number: nothing in it tells who it is."""
        return {
            "id": str(user.pk).encode(),
            "display_name": person_label(user),
            "name": user.get_username(),
        }
