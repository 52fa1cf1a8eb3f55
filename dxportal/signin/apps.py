from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "dxportal.signin"
    verbose_name = "サインイン"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from . import failures, session_age

        failures.connect()
        user_logged_in.connect(session_age.begin, dispatch_uid="dxportal.signin.session_age")
