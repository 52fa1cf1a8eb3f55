"""Settings, read from one file and the environment (dxportal/environment.py).

docs/settings.md lists every variable. What is missing, misspelt or not fit for a site that others reach
(dxportal/safeguards.py) is refused in a sentence.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from environ import Env

from . import database_settings, environment, language_settings, log_settings, safeguards, sso_settings
from .environment import address, flag, names, networks, one_of, whole_number

BASE_DIR = Path(__file__).resolve().parent.parent

_environment = environment.find()
_values = _environment.values

DEBUG = flag(_values, "DEBUG", default=False)
# A trial on one's own machine (`make run`): allows demo accounts. Never set it on a real server.
DEMO = flag(_values, "DEMO", default=False)
# HTTPS=false only for a trial on one's own machine.
HTTPS = flag(_values, "HTTPS", default=not DEBUG)
SECRET_KEY = _values.get("SECRET_KEY", "")
ALLOWED_HOSTS = names(_values, "ALLOWED_HOSTS")
safeguards.check_key(SECRET_KEY)
safeguards.check_hosts(ALLOWED_HOSTS, debug=DEBUG)
safeguards.check_production(_environment, hosts=ALLOWED_HOSTS, debug=DEBUG, demo=DEMO, https=HTTPS)

SITE_NAME = _values.get("SITE_NAME", "DX計画ポータル")

INSTALLED_APPS = [
    "dxportal.admin_site.PortalAdminConfig",
    "dxportal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "import_export",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    # Their tables only: neither middleware nor addresses (docs/adr/0030-single-sign-on.md).
    "dxportal.signin.sso.apps.AccountTables",
    "allauth.socialaccount",
    "allauth.mfa",
    "dxportal.signin.apps.SignInConfig",
    "plans",
    "kpis",
]

MIDDLEWARE = [
    "dxportal.logs.middleware.who_acts",
    "dxportal.speaking.language_of_address",
    "dxportal.middleware.head_without_body",
    # Before all that may answer by itself.
    "dxportal.headers.on_every_answer",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dxportal.middleware.probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dxportal.signin.middleware.idle_expiry",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "dxportal.signin.middleware.only_verified",
    "dxportal.middleware.nothing_left_behind",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "plans.search_index.keeping.words_kept",
    "kpis.standings.keeping.standings_kept",
    "dxportal.middleware.Crowds",
    "axes.middleware.AxesMiddleware",
    "dxportal.ruby.middleware.readings_above_kanji",
    "dxportal.in_japanese.japanese_says_so",
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

DATABASES = {"default": database_settings.read(_values, BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": address(
        _values,
        "CACHE_URL",
        default="locmemcache://",
        example="redis://127.0.0.1:6379/1",
        read=Env.cache_url_config,
    )
}

if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    CACHES["default"].setdefault("OPTIONS", {})["serializer"] = "dxportal.cache_text.JsonSerializer"

# Finished public pages that each process keeps (dxportal/page_cache/); 0: none, as while templates are written.
PAGE_CACHE_MB = whole_number(_values, "PAGE_CACHE_MB", default=64, least=0) * (not DEBUG)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    # Also whatever Django's CommonPasswordValidator refuses: its list is read here.
    {"NAME": "dxportal.signin.guessable.GuessableValidator"},
]
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# Five failures of one user name from one address lock that pair out for 15 minutes; attempts meanwhile do not
# lengthen it, so that the moment named on the page holds. By name and by address alone: dxportal/signin/limits.py.
AXES_HANDLER = "dxportal.signin.axes_handler.LimitsHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "dxportal.signin.locked_page.locked_out"
AXES_CLIENT_IP_CALLABLE = "dxportal.signin.addresses.client_address"
AXES_ENABLE_ADMIN = False  # the list of sign-ins (/admin/sign-ins/) stands in its place
AXES_ENABLE_ACCESS_FAILURE_LOG = True
# Beyond its limit axes deletes a user name's newest failures, not the oldest: the limit is never to be reached.
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000
# Never written into the record of an attempt (passwords never are).
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "proof", "csrfmiddlewaretoken"]

# The city's own range: one proxy's address may stand for a whole city hall there.
OFFICE_NETWORKS = networks(_values, "OFFICE_NETWORKS")

# One-time codes: everybody may set them up; "managers" have to (and superusers).
ONE_TIME_CODES = one_of(_values, "ONE_TIME_CODES", ("optional", "managers"))
OTP_TOTP_ISSUER = SITE_NAME

# Signing in with the city's accounts and with passkeys: SSO_…, PASSKEYS. Off unless set.
vars().update(sso_settings.read(_values))
SOCIALACCOUNT_ADAPTER = "dxportal.signin.sso.adapter.NoAccountsOfItsOwn"
MFA_ADAPTER = "dxportal.signin.passkeys.adapter.PortalKeys"

# A session ends after this long without use, and with the browser (office terminals are shared).
SESSION_COOKIE_AGE = 60 * whole_number(_values, "SESSION_MINUTES", default=60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "dxportal.signin.held_input.csrf_failure"

# Why a value was returned or corrected may take more than 100 characters.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# The interface's texts are written in Japanese in the source; a catalogue can add another language.
LANGUAGE_CODE = language_settings.ORIGINAL
# Of Japanese: the words of Django's own pages that do not fit the portal's.
LOCALE_PATHS = [BASE_DIR / "dxportal" / "locale"]
vars().update(language_settings.read(_values, LOCALE_PATHS))
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
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site's script reads them; dxportal/headers.py has the rest

# Behind a reverse proxy that speaks HTTPS, set BEHIND_PROXY=true so that its X-Forwarded-Proto header is believed.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = whole_number(_values, "HSTS_SECONDS", default=31_536_000 if HTTPS else 0, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = flag(_values, "HSTS_SUBDOMAINS", default=False)
CSRF_TRUSTED_ORIGINS = names(_values, "CSRF_TRUSTED_ORIGINS")
safeguards.check_origins(CSRF_TRUSTED_ORIGINS)
# The proxy's X-Forwarded-For then names the client, too: the lock-out and the list of sign-ins go by it.
BEHIND_PROXY = flag(_values, "BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# A browser takes a cookie of this prefix from this very host over HTTPS only: no neighbour under the city's domain plants one.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"  # static/js reads it, with and without the prefix
MESSAGE_STORAGE = "dxportal.messages.Messages"
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
MAIL_CONFIGURED = "EMAIL_URL" in _values
# The URL holds a password: it is not itself a setting, which an error page might show.
vars().update(
    address(
        _values,
        "EMAIL_URL",
        default="dummymail://",
        example="smtp+tls://user:password@mail.example.jp:587",
        read=Env.email_url_config,
    )
)
DEFAULT_FROM_EMAIL = _values.get("DEFAULT_FROM_EMAIL", "webmaster@localhost")
EMAIL_TIMEOUT = 10  # seconds
# For links in mails, which have no request to take the host from.
_hosts = [host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"] or ["127.0.0.1:8000"]
SITE_URL = _values.get("SITE_URL", f"{'https' if HTTPS else 'http'}://{_hosts[0]}").rstrip("/")
safeguards.check_site_url(SITE_URL)

# To whom weaknesses are reported: /.well-known/security.txt.
SECURITY_CONTACT = safeguards.security_contacts(names(_values, "SECURITY_CONTACT"))

# Where the backups lie: `manage.py doctor` looks at the age of the newest.
BACKUP_FOLDER = _values.get("BACKUP_FOLDER", "")

# django-import-export leaves these open by default: exporting needs the right to view, a formula in a
# cell never reaches somebody's Excel as a formula.
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# HSTS for subdomains and preload are the city's decision about its whole domain, not this portal's.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LOG_LEVEL = one_of(_values, "LOG_LEVEL", ("WARNING", "DEBUG", "INFO", "ERROR", "CRITICAL"))
LOG_FORMAT = one_of(_values, "LOG_FORMAT", ("plain", "json"))
LOGGING = log_settings.read(LOG_FORMAT, LOG_LEVEL)
