from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "dxportal.signin"
    verbose_name = "サインイン"

    def ready(self) -> None:
        from . import failures

        failures.connect()
