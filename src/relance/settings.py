"""One settings file. Works with nothing set; refuses loudly what it does not understand.

Variables (all optional unless RELANCE_MODE=production):
RELANCE_MODE          development (default), demo, test or production
RELANCE_DATA          folder of the database file, stored files and keys (default: var)
RELANCE_DATABASE_URL  sqlite:///… or postgresql://… (default: a SQLite file in RELANCE_DATA)
RELANCE_SECRET_KEY    50 characters or more; required in production
RELANCE_HOSTS         host names served, separated by commas; required in production
RELANCE_URL           public address, for links in mails (default: http://localhost:8000)
RELANCE_MAIL_URL      smtp://user:password@host:port or smtps://…; required in production
RELANCE_MAIL_FROM     sender of mails
RELANCE_HTTPS         yes (default in production) or no
RELANCE_CLAMAV        antivirus that examines sent files: tcp://host:3310 or unix:///path (default: none)
RELANCE_TILES         address of map tiles, https://…/{z}/{x}/{y}.png (default: none, maps show points alone)
RELANCE_TILES_CREDIT  whose map it is, shown beside it
RELANCE_PROXIES       how many reverse proxies stand before us and set X-Forwarded-For (default: 0)
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from relance.kernel.logs import configuration


def text(name: str, default: str | None = None) -> str:
    """The value of an environment variable; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set when RELANCE_MODE={MODE}")
    return value


def one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is “{value}”; allowed: {', '.join(allowed)}")
    return value


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is “{value}”; a whole number is expected")
    return int(value)


MODE = one_of("RELANCE_MODE", ("development", "demo", "test", "production"), "development")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
DEBUG = MODE == "development"

PACKAGE = Path(__file__).resolve().parent
DATA = Path(text("RELANCE_DATA", None if PRODUCTION else "var")).resolve()


def kept_secret(name: str) -> str:
    """A secret of this installation, made once and kept in the data folder, readable by us alone."""
    return kept_secret_in(DATA, name)


def kept_secret_in(folder: Path, name: str) -> str:
    """The same, in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        beside = folder / f".{name}-{os.getpid()}-{secrets.token_hex(4)}"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process made it meanwhile: its secret is ours
            os.link(beside, path)  # whole or not at all
        beside.unlink()
    return path.read_text().strip()


SECRET_KEY = text("RELANCE_SECRET_KEY") if PRODUCTION else kept_secret("secret.key")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("RELANCE_SECRET_KEY is too short: 50 characters or more are expected")

PUBLIC_URL = text("RELANCE_URL", None if PRODUCTION else "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = text("RELANCE_HOSTS", None if PRODUCTION else "localhost,127.0.0.1,[::1],testserver").split(
    ","
)
HTTPS = one_of("RELANCE_HTTPS", ("yes", "no"), "yes" if PRODUCTION else "no") == "yes"
PROXIES = number("RELANCE_PROXIES", 0)

INSTALLED_APPS = [
    # ours first: our templates take the place of allauth’s of the same name
    "relance.kernel",
    "relance.directory",
    "relance.ledger",
    "relance.plans",
    "relance.schemes",
    "relance.applications",
    "relance.exchange",
    "relance.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "relance.kernel.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "relance.kernel.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "relance.urls"
WSGI_APPLICATION = "relance.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "relance.kernel.context.page",
            ],
        },
    }
]

FORM_RENDERER = "relance.kernel.rendering.FormRenderer"

# --- database -------------------------------------------------------------------------
DATABASE_URL = text("RELANCE_DATABASE_URL", f"sqlite:///{DATA / 'relance.sqlite3'}")
DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True))
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",  # a reader that turns writer would fail at once instead of waiting
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        # else REPLACE would change rows that triggers keep from being deleted
        "PRAGMA recursive_triggers=ON",
    }
    # a file, not memory: threads and processes of the tests must see the same rows
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
else:
    # PostgreSQL compiles long queries before it runs them: 100 ms for a page whose rows take ten
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options.setdefault("options", "-c jit=off")
# Shared by all processes: what limits count must not start again in each of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- accounts -------------------------------------------------------------------------
AUTH_USER_MODEL = "kernel.Account"
AUTHENTICATION_BACKENDS = ["relance.kernel.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "relance.kernel.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Relance – "
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever loses an account is told at once
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# --- mail -----------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = text("RELANCE_MAIL_FROM", None if PRODUCTION else "Relance <relance@example.org>")
if PRODUCTION or os.environ.get("RELANCE_MAIL_URL"):
    _mail = urlparse(text("RELANCE_MAIL_URL"))
    if _mail.scheme not in ("smtp", "smtps"):
        raise ImproperlyConfigured("RELANCE_MAIL_URL must start with smtp:// or smtps://")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and EMAIL_PORT != 25
else:  # kept as files; the demo shows them on its mailbox page
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA / "mail")

# --- words and times --------------------------------------------------------------------
LANGUAGE_CODE = "fr"
# a language joins when its catalogue does: half a page in English would help nobody
LANGUAGES = [("fr", _("français (France)")), ("fr-ca", _("français (Québec)"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- static and stored files ---------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE in ("production", "demo")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILES_ROOT = DATA / "files"
KINDS_ROOT = DATA / "kinds"  # kinds of listings that this installation adds: a YAML file each
TILES = text("RELANCE_TILES", "")
if TILES and not (urlparse(TILES).scheme == "https" and all(f"{{{part}}}" in TILES for part in "xyz")):
    raise ImproperlyConfigured("RELANCE_TILES must be https and hold {z}, {x} and {y}")
TILES_CREDIT = text("RELANCE_TILES_CREDIT", "© les contributeurs d’OpenStreetMap")
UPLOAD_LIMIT = number("RELANCE_UPLOAD_LIMIT", 25 * 1024 * 1024)  # octets
CLAMAV = text("RELANCE_CLAMAV", "")
if CLAMAV and urlparse(CLAMAV).scheme not in ("tcp", "unix"):
    raise ImproperlyConfigured("RELANCE_CLAMAV must start with tcp:// or unix://")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the review of a plan is one form in pages without JavaScript

# --- jobs -----------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- security -------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([f"https://{urlparse(TILES).netloc}"] if TILES else [])],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sante/$"]  # a balancer asks from inside, without TLS
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    if PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = configuration(as_json=PRODUCTION)

if MODE == "test":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # no row of its own
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the slow one is Django's, not ours
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
