"""Settings, read from the environment or from a `.env` file beside manage.py.

docs/settings.md lists every variable. Without DEBUG the portal is in production: it then refuses to start
until SECRET_KEY and ALLOWED_HOSTS are set.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable; an empty one counts as unset, so that it never switches a safeguard off."""
    return env.bool(name) if env.str(name, default="") else default


def whole_number(text: str, *, name: str) -> int:
    """A number of at least 1. Raises ImproperlyConfigured, naming the variable, for anything else."""
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(
            f"{name} is {text!r}, but has to be a whole number, 1 or more, e.g. {name}=60"
        )
    return int(text)


DEBUG = flag("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Put a long random string into the environment or into .env, e.g. the output of: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
if not DEBUG and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. Name the host names citizens use, separated by commas, "
        "e.g. ALLOWED_HOSTS=dx.city.example.jp"
    )

# A trial on one's own machine (`make run`): allows demo accounts. Never set it on a real server.
DEMO = flag("DEMO", default=False)
SITE_NAME = env.str("SITE_NAME", default="DX計画ポータル")

INSTALLED_APPS = [
    "dxportal.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "import_export",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "plans",
    "kpis",
]

MIDDLEWARE = [
    "dxportal.middleware.head_without_body",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dxportal.signin.middleware.idle_expiry",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "dxportal.signin.middleware.only_verified",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dxportal.urls"
WSGI_APPLICATION = "dxportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dxportal.context.site",
            ],
        },
    },
]

# An empty variable counts as unset.
DATABASES = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers do not wait for a writer (WAL), and a writer waits its turn instead of failing with "locked".
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        timeout=20,
        transaction_mode="IMMEDIATE",
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url_config(env.str("CACHE_URL", default="") or "locmemcache://")}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# Five failures of one user name from one address lock that pair out for 15 minutes; attempts meanwhile do not
# lengthen it, so that the moment named on the page holds.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "dxportal.signin.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "dxportal.signin.addresses.client_address"
AXES_ENABLE_ADMIN = False  # the list of sign-ins (/admin/sign-ins/) stands in its place
AXES_ENABLE_ACCESS_FAILURE_LOG = True
# Beyond its limit axes deletes a user name's newest failures, not the oldest: the limit is never to be reached.
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000
# Never written into the record of an attempt (passwords never are).
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "proof", "csrfmiddlewaretoken"]

# One-time codes: everybody may set them up; "managers" have to (and superusers).
ONE_TIME_CODES = env.str("ONE_TIME_CODES", default="") or "optional"
if ONE_TIME_CODES not in ("optional", "managers"):
    raise ImproperlyConfigured(
        f"ONE_TIME_CODES is {ONE_TIME_CODES!r}, but has to be one of: optional, managers"
    )
OTP_TOTP_ISSUER = SITE_NAME

# A session ends after this long without use, and with the browser (office terminals are shared).
SESSION_COOKIE_AGE = 60 * whole_number(env.str("SESSION_MINUTES", default="") or "60", name="SESSION_MINUTES")
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "dxportal.signin.held_input.csrf_failure"

# Why a value was returned or corrected may take more than 100 characters.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# The interface's texts are written in Japanese in the source; a catalogue can add another language.
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語")]
TIME_ZONE = "Asia/Tokyo"
FORMAT_MODULE_PATH = ["dxportal.formats"]
FORM_RENDERER = "dxportal.form_renderer.UncutRenderer"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Where the load commands find the plans; a city adds its own YAML file here (docs/own-plan.md).
FIXTURES_DIR = BASE_DIR / "fixtures"

# No page loads anything from another host, and none has inline script or style: the browser enforces it.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# HTTPS=false only for a trial on one's own machine. Behind a reverse proxy that speaks HTTPS, set
# BEHIND_PROXY=true so that the proxy's X-Forwarded-Proto header is believed.
HTTPS = flag("HTTPS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = int(env.str("HSTS_SECONDS", default="") or (31_536_000 if HTTPS else 0))
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = flag("HSTS_SUBDOMAINS", default=False)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The proxy's X-Forwarded-For then names the client, too: the lock-out and the list of sign-ins go by it.
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# A file that is too large is refused while it arrives. The entry grid of a whole city has thousands of fields.
FILE_UPLOAD_HANDLERS = [
    "plans.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Reminders by e-mail, where the site has a mail server; on LGWAN it often has none, and the portal says so.
_mail = env.str("EMAIL_URL", default="")  # holds a password: not a setting, which an error page might show
MAIL_CONFIGURED = bool(_mail)
if MAIL_CONFIGURED:
    try:
        vars().update(env.email_url_config(_mail))
    except ImproperlyConfigured:
        raise ImproperlyConfigured(
            "EMAIL_URL is not an address of a mail server. Write it like smtp+tls://user:password@mail.example.jp:587"
        ) from None
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or "webmaster@localhost"
EMAIL_TIMEOUT = 10  # seconds
# For links in mails, which have no request to take the host from.
_hosts = [host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"] or ["127.0.0.1:8000"]
SITE_URL = (env.str("SITE_URL", default="") or f"{'https' if HTTPS else 'http'}://{_hosts[0]}").rstrip("/")

# django-import-export leaves these open by default: exporting needs the right to view, a formula in a
# cell never reaches somebody's Excel as a formula.
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# HSTS for subdomains and preload are the city's decision about its whole domain, not this portal's.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="") or "WARNING"},
}
