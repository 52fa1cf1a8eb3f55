from allauth.account.apps import AccountConfig


class AccountTables(AccountConfig):
    """The tables that django-allauth's models stand on. Its own pages, mails and middleware are not in use."""

    def ready(self) -> None:
        """Without django-allauth's demand for its middleware."""
