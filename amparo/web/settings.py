"""Django's settings, all from the environment; what is wrong with them stops the start with one sentence.

`AMPARO_HOME` (see `home`), `DATABASE_URL` (postgres://...; SQLite in the home without it), `AMPARO_HOSTS` (names under which
the site is reached, separated by commas), `AMPARO_HTTPS` (`yes`, or `no` for localhost only), `AMPARO_PROXY` (`yes` if a reverse
proxy in front sets X-Forwarded-Proto).
"""

import os
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from amparo.errors import BadInput
from amparo.web.home import Home
from amparo.web.languages import compiled

HERE = Path(__file__).parent
HOME = Home.find()


def _switch(name: str, default: str) -> bool:
    told = os.environ.get(name, default)
    if told not in ("yes", "no"):
        raise BadInput("bad-setting", f"{name} is `yes` or `no`.", name=name)
    return told == "yes"


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        # A port that is none shows only when it is asked for.
        is_whole = parts.scheme in ("postgres", "postgresql") and bool(parts.path.strip("/")) and parts.port != 0
    except ValueError:
        is_whole = False
    # Raised out here: the library's own message quotes a part of the password.
    if not is_whole:
        sentence = "DATABASE_URL is written postgres://user:password@host:port/name; write / in a password as %2F."
        raise BadInput("bad-setting", sentence, name="DATABASE_URL")
    return parts


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise BadInput("bad-setting", "AMPARO_TIME_ZONE is a name such as Europe/Madrid.", name="AMPARO_TIME_ZONE")
    return name


def _database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "amparo.web.safekeeping.sqlite",
            "NAME": HOME.database,
            # The last connection that closes moves the whole log into the database; so each thread keeps its own.
            "CONN_MAX_AGE": 60,
            # Writers queue at the start of a transaction, so none fails half-way; FULL: what is acknowledged survives a power cut.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    parts = _parts(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
    }


# Never a page that shows frames: local variables hold keys.
DEBUG = False
SECRET_KEY = HOME.django_key
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
HTTPS = _switch("AMPARO_HTTPS", "no")
PROXY = _switch("AMPARO_PROXY", "no")
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("AMPARO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "amparo.web.safekeeping",
    "amparo.web.people",
    "amparo.web.casework",
    "amparo.web.evidence",
    "amparo.web.intake",
    "amparo.web.observatory",
]
MIDDLEWARE = [
    "amparo.web.headers.guarded",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "amparo.web.people.sessions.recognise",
    "amparo.web.failures.Sentences",
]
ROOT_URLCONF = "amparo.web.urls"
WSGI_APPLICATION = "amparo.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "amparo.web.people.surroundings.surroundings",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [compiled(HERE)]
USE_TZ = True
TIME_ZONE = _time_zone(os.environ.get("AMPARO_TIME_ZONE", "UTC"))
# The language stands in the address; nobody needs a cookie to read a page.
USE_I18N = True
FORMAT_MODULE_PATH = "amparo.web.formats"

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# An upload in the reporter's name must never lie in clear in a temporary folder: files stay in memory, within limits.
FILE_UPLOAD_HANDLERS = ["amparo.web.uploads.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 5

SECURE_SSL_REDIRECT = False  # the proxy does; see docs/install.md
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# Not `no-referrer`: with it browsers hide the origin of our own forms too, and nobody could sign in.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "amparo.web.failures.refused"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
if PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Nothing that a person sent may reach a log: Django's own would write addresses and paths.
LOGGING_CONFIG = "amparo.web.logs.configure"
LOGGING: dict[str, object] = {}
SILENCED_SYSTEM_CHECKS: list[str] = []
