"""Settings, all from the environment; iga_portal/docs/deployment.md lists them. Secrets come as files (`SECRET_KEY_FILE`, ...)."""

from __future__ import annotations

import os
from pathlib import Path

import environ
import pghistory
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEMO = env.bool("PORTAL_DEMO", default=False)
HTTPS = env.bool("PORTAL_HTTPS", default=True)
DEBUG = env.bool("PORTAL_DEBUG", default=False)
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(BASE_DIR / ".portal"))).absolute()
# The default key serves tools that need settings and no secrets (mypy, makemigrations); `check --deploy` refuses it.
SECRET_KEY = env.str("SECRET_KEY", default="django-insecure-for-tools-without-secrets")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "regions",
    "innovations",
    "scoring",
    "reports",
    "iga_portal.notices",
    "iga_portal.jobs",
    "iga_portal.files",
    "iga_portal.web",
    "iga_portal.tenancy",
    "iga_portal.demo",
    "pghistory",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "lucide",
    "import_export",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "reports.api.door.MachineDoor",
    "iga_portal.web.public.PublicPages",
    "iga_portal.web.compression.CompressPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "iga_portal.files.bodies.BodyFirstMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "iga_portal.web.public.LanguageMiddleware",
    "iga_portal.web.readable.ReadableAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "regions.second_factor.SecondFactorMiddleware",
    "iga_portal.tenancy.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "iga_portal.urls"
WSGI_APPLICATION = "iga_portal.wsgi.application"

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
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "regions.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "iga_portal.web.templatetags.portal",
                "iga_portal.web.templatetags.written",
                "iga_portal.web.templatetags.drawn",
                "iga_portal.web.templatetags.here",
            ],
        },
    },
]
FORM_RENDERER = "iga_portal.web.forms.PortalFormRenderer"

# Database. `iga_app` is a plain role held by row-level security; `iga_owner` owns the tables and runs migrations and bulk loads
# only. PORTAL_DB_ROLE chooses; the web server and the workers never get the owner's address.
DATABASE_ROLE = env.str("PORTAL_DB_ROLE", default="app")
DATABASES = {
    "default": env.db_url(
        "DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL",
        default="postgres://iga_app@127.0.0.1:5432/iga",
    )
}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache and broker: one Redis-protocol server. A dead one may cost a cached value or a nudge, never a save.
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# How long it is waited for before the work goes on without it.
REDIS_CONNECT_SECONDS = env.float("REDIS_CONNECT_SECONDS", default=0.3)
REDIS_ANSWER_SECONDS = env.float("REDIS_ANSWER_SECONDS", default=0.5)
CACHES = {
    "default": {
        "BACKEND": "iga_portal.web.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "socket_connect_timeout": REDIS_CONNECT_SECONDS,
            "socket_timeout": REDIS_ANSWER_SECONDS,
        },
    }
}
# How long the file of a finished job (a package, a list, a dossier) is kept; 0 keeps it for good.
JOB_RESULT_DAYS = env.int("JOB_RESULT_DAYS", default=30)
# How long a public page is given out again before it is worked out anew; 0 keeps none.
PUBLIC_CACHE_SECONDS = env.int("PUBLIC_CACHE_SECONDS", default=60)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": REDIS_CONNECT_SECONDS,
    "socket_timeout": max(5.0, REDIS_ANSWER_SECONDS),
    # A dead broker is found out at once: saving goes on, the sweep asks again.
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "global_keyprefix": env.str("BROKER_PREFIX", default="iga:"),
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Among waiting messages the lower number goes first (0 without one): people wait for an index, not for a picture.
CELERY_TASK_ROUTES = {
    "files.examine": {"priority": 6},
    "innovations.check_link": {"priority": 9},
    "notices.deliver": {"priority": 5},
    "reports.work_slice": {"priority": 6},
}
CELERY_BEAT_SCHEDULE = {
    "recompute-sweep": {"task": "scoring.sweep", "schedule": 20.0, "options": {"expires": 20}},
    "running-places": {"task": "scoring.running_places", "schedule": 60.0, "options": {"expires": 60}},
    "jobs-sweep": {"task": "jobs.sweep", "schedule": 20.0, "options": {"expires": 20}},
    "results-sweep": {"task": "jobs.sweep_results", "schedule": 3600.0, "options": {"expires": 3600}},
    "files-sweep": {"task": "files.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "links-sweep": {"task": "innovations.sweep_links", "schedule": 60.0, "options": {"expires": 60}},
    "batches-sweep": {"task": "reports.sweep_batches", "schedule": 20.0, "options": {"expires": 20}},
    "uploads-sweep": {"task": "files.sweep_uploads", "schedule": 600.0, "options": {"expires": 600}},
    "mails-sweep": {"task": "notices.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "deadlines": {"task": "innovations.tell_deadlines", "schedule": 120.0, "options": {"expires": 120}},
    "digests": {"task": "notices.digests", "schedule": 120.0, "options": {"expires": 120}},
    "heartbeat": {"task": "iga_portal.heartbeat", "schedule": 10.0, "options": {"expires": 10}},
}

# People
AUTH_USER_MODEL = "regions.Person"
TENANCY_GRANT = "regions.access.grant_for"
TENANCY_ADDRESSED = "regions.access.addressed"
NOTICES_READER = "regions.queries.readers.reader_of"
AUTHENTICATION_BACKENDS = ["regions.accounts.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "regions.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts exist by invitation: the link proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Portal IGA] "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Portal IGA"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.json("OPENID_CONNECT_APPS", default=[])}}
SOCIALACCOUNT_ONLY = False
# Required by role (regions.enums.SECOND_FACTOR_ROLES); only a demonstration may do without.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False) if DEMO else True

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal-iga@localhost")
# Where links in mails lead, which no request is there to tell. By itself the first name that the portal answers to.
_NAME = next((host.lstrip(".*") for host in ALLOWED_HOSTS if host.strip(".*")), "localhost")
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS", default=f"{'https' if HTTPS else 'http'}://{_NAME}").rstrip("/")

# Language, time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "iga_portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# Files. Static files are public and named by content; what people upload is private and never under a URL of its own.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Straight from the source folders, unnamed by content: for tests and for work on the pages.
STATIC_FROM_SOURCE = env.bool("STATIC_FROM_SOURCE", default=False)
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = STATIC_FROM_SOURCE
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(DATA_DIR / "files")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        # Public, unlike what people upload: the proxy reads them as another user.
        "OPTIONS": {"file_permissions_mode": 0o644},
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if STATIC_FROM_SOURCE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
DOCUMENT_MAX_BYTES = env.int("DOCUMENT_MAX_BYTES", default=10 * 1024 * 1024)
VIDEO_MAX_BYTES = env.int("VIDEO_MAX_BYTES", default=100 * 1024 * 1024)
BULK_MAX_BYTES = env.int("BULK_MAX_BYTES", default=8 * 1024 * 1024)
# Malware scanner (clamd): tcp://host:port or unix:///path; "" for none. With it nothing is given out before it is clean.
CLAMD_URL = env.str("CLAMD_URL", default="")
# Whether a worker looks at links. Off where workers have no way out.
LINK_CHECKS = env.bool("LINK_CHECKS", default=True)
LINK_CHECKS_PER_MINUTE = env.int("LINK_CHECKS_PER_MINUTE", default=30)
# Uploads in pieces: when one that does not move is given up, and what one person may have open at a time.
UPLOAD_STALE_HOURS = env.int("UPLOAD_STALE_HOURS", default=72)
UPLOADS_OPEN_MOST = env.int("UPLOADS_OPEN_MOST", default=40)
UPLOADS_OPEN_BYTES = env.int("UPLOADS_OPEN_BYTES", default=1024 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = (
    "DENY"  # evidence shown beside the rubric says otherwise for itself (iga_portal.files.serving)
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Signing in through an issuer posts here and is redirected there; browsers hold form-action against the redirect too.
        "form-action": [SELF, *env.list("OPENID_CONNECT_ORIGINS", default=[])],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# Audit history: context is set by the tenancy scope, as JSON, without a shared context row (ADR 0003).
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="+", related_query_name="+", db_index=True)

# Who signs certificates, as printed; real ones are refused without it.
CERTIFICATE_SIGNATORY = env.str("CERTIFICATE_SIGNATORY", default="")
# Who signs them electronically: the path of a PKCS#12 file, and of a file with its passphrase. The passphrase itself is never here.
SIGNER_FILE = env.str("SIGNER_FILE", default="")
SIGNER_PASSPHRASE_FILE = env.str("SIGNER_PASSPHRASE_FILE", default="")
# Slices of a publication's documents that are made at the same time, over all workers.
DOCUMENT_SLICES = env.int("DOCUMENT_SLICES", default=os.cpu_count() or 1)

# Open data: the terms it may be used under, and how often one may ask in a minute: somebody without a token (by address), and an
# integration with one; whole files by address in ten minutes.
OPEN_DATA_LICENSE = env.str("OPEN_DATA_LICENSE", default="CC BY 4.0")
OPEN_DATA_LICENSE_URL = env.str(
    "OPEN_DATA_LICENSE_URL", default="https://creativecommons.org/licenses/by/4.0/"
)
API_PER_MINUTE = env.int("API_PER_MINUTE", default=120)
API_PER_MINUTE_WITH_TOKEN = env.int("API_PER_MINUTE_WITH_TOKEN", default=1200)
DOWNLOADS_PER_TEN_MINUTES = env.int("DOWNLOADS_PER_TEN_MINUTES", default=60)

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
