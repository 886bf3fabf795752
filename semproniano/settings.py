"""Settings, read from the environment (or from `.env`, made at set-up) and from nowhere else.

`.env.example` lists every variable. Production is the default: DEBUG must be asked for.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "valutazioni",
    "obiettivi",
    "piani",
    "semproniano.core",
    "semproniano.apps.AmministrazioneConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "semproniano.core.accesso.AccessoRichiesto",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: it turns the refusal of a locked account into a page.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "semproniano.urls"
WSGI_APPLICATION = "semproniano.wsgi.application"

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
                "piani.context_processors.interfaccia",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'semproniano.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Row locks do nothing on SQLite: writers queue on the file instead. IMMEDIATE takes the write lock at
    # BEGIN, so that a transaction that reads first is not refused half way; recursive_triggers makes REPLACE
    # fire the DELETE triggers that keep the audit append-only.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
    # Opening the file and leaving it (the last one out writes the log back) costs 40 times a read. The development
    # server has a thread for each request, where a connection that stays would only be lost.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else 60
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "piani.Utente"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{nome}"}
    for nome in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 7  # an invitation is often read days later

# Who tries passwords is stopped: one account, from one address, for a while. The account stays open from elsewhere,
# so that nobody can shut a colleague out.
AXES_FAILURE_LIMIT = env.int("ACCESSO_TENTATIVI_MASSIMI", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("ACCESSO_MINUTI_DI_BLOCCO", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "registration/bloccato.html"
AXES_CLIENT_IP_CALLABLE = "semproniano.core.rete.indirizzo_del_client"
AXES_DISABLE_ACCESS_LOG = True  # successful accesses are nobody's business; the failed ones go with the lock
AXES_ENABLE_ADMIN = False

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano")]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
# Years are numbers too: "2.019" would be wrong everywhere. Amounts are grouped where they are written.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# Up to so many objectives Allegato 1 also comes as one complete file; above, an index takes its place.
ALLEGATO_COMPLETO_MASSIMO = env.int("ALLEGATO_COMPLETO_MASSIMO", default=400)
# Up to so many printed rows (capitoli, heads with subtotals, "di cui") Allegato 2, and Allegato 3, are one file each;
# above, an index takes its place and no part has many more.
PEG_COMPLETO_MASSIMO = env.int("PEG_COMPLETO_MASSIMO", default=1200)
# Seconds after which a document that is still being made is given up.
DOCUMENTO_TEMPO_MASSIMO = env.int("DOCUMENTO_TEMPO_MASSIMO", default=120)
# Megabytes of a document made elsewhere that can be published.
DOCUMENTO_CARICATO_MASSIMO = env.int("DOCUMENTO_CARICATO_MASSIMO", default=20)
# Megabytes of a file that shows a value entered in the monitoring.
EVIDENZA_MASSIMA = env.int("EVIDENZA_MASSIMA", default=10)

# Public pages ready to be sent, in each web process; their names change with what is published.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 300},
    }
}

# Seconds for which a web process remembers what is published, before it asks again: a withdrawal is seen after so many.
SITO_RICORDATO = env.int("SITO_RICORDATO", default=1)

# Background work waits in the database: as many "manage.py worker" as wanted take it from there.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds: a page that waits for the mail server does not wait for ever
# Where e-mails say that the site is; without it they have no link.
INDIRIZZO_DEL_SITO = env.str("INDIRIZZO_DEL_SITO", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="semproniano@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "obiettivi.views.comune.gettone_rifiutato"
# Plain HTTP exists on the developer's machine only.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else env.int("SECURE_HSTS_SECONDS", default=60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
DIETRO_PROXY = env.bool("DIETRO_PROXY", default=False)
if DIETRO_PROXY:
    # Only when the proxy sets this header itself: otherwise anybody could claim to have come by HTTPS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # One line for every font table: noise that hides the warnings worth reading.
        "fontTools": {"level": "WARNING"},
        "weasyprint.progress": {"level": "WARNING"},
        # Greets at every command.
        "axes": {"level": "WARNING"},
    },
}
