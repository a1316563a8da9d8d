"""All settings. Every difference between machines is an environment variable (see the README)."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from workshop.config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# --- Where we run -----------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=not env.text("DATABASE_URL"))
SECRET_KEY = env.secret("SECRET_KEY", debug=DEBUG)
# One half of the secret behind contribution tokens; the other half lies in the workshop's row.
ANONYMITY_SECRET = env.secret("ANONYMITY_SECRET", debug=DEBUG)
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
if not SITE_URL:
    raise ImproperlyConfigured("SITE_URL is missing: mails need to know where the site stands.")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if DEBUG else SITE_HOST)
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS may not hold *: name the hosts.")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https") else []
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# --- Rooms ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "workshop.config.admin.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "workshop.common",
    "workshop.accounts",
    "workshop",
    "workshop.mailings",
    "workshop.privacy",
    "gateway",
    "ideas",
    "analysis",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "workshop.common.middleware.TextCompression",
    "csp.middleware.CSPMiddleware",
    "workshop.common.middleware.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "workshop.config.urls"
WSGI_APPLICATION = "workshop.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Stores -----------------------------------------------------------------------------------
# The embedded database is one file; IMMEDIATE makes a second writer wait instead of failing.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES = {
    "default": environ.Env.db_url_config(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'workshop.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # Zero is no limit: imports, reports and migrations may take their time, requests may not.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        f"-c statement_timeout={env.number('DB_STATEMENT_TIMEOUT', 0)}s "
        f"-c lock_timeout={env.number('DB_LOCK_TIMEOUT', 0)}s "
        "-c idle_in_transaction_session_timeout=30s"
    )

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # A cache that hangs is away: nobody waits long for a count.
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
        }
    )
}

# --- Celery: an alarm clock, never the place where truth lives ---------------------------------
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL or "filesystem://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if CELERY_BROKER_URL.startswith("filesystem"):
    for folder in ("broker", "broker/control"):
        (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker"),
        "data_folder_out": str(VAR_DIR / "broker"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "health_check_interval": 30,
    }
    # The shortest of the three wins, so all three say the same.
    CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
    CELERY_VISIBILITY_TIMEOUT = 900
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_TASK_SERIALIZER = "json"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_ACCEPT_CONTENT = ["json"]

# --- Mail -------------------------------------------------------------------------------------
MAIL_DIR = VAR_DIR / "mail"
EMAIL_TIMEOUT = 30
# Those of django-anymail that need nothing more installed.
MAIL_PROVIDERS = [
    "brevo", "mailersend", "mailgun", "mailjet", "mailtrap", "mandrill", "postmark", "sparkpost",
    "unisender_go",
]  # fmt: skip
# Tells us what came back, and carries our mail where EMAIL_URL names no server.
MAIL_PROVIDER = env.text("MAIL_PROVIDER")
MAIL_WEBHOOK_SECRET = env.text("MAIL_WEBHOOK_SECRET")
if MAIL_PROVIDER and MAIL_PROVIDER not in MAIL_PROVIDERS:
    raise ImproperlyConfigured(f"MAIL_PROVIDER must be one of {', '.join(MAIL_PROVIDERS)}.")
if MAIL_PROVIDER and not (":" in MAIL_WEBHOOK_SECRET and len(MAIL_WEBHOOK_SECRET) >= 20):
    raise ImproperlyConfigured(
        "MAIL_WEBHOOK_SECRET is missing or short: set it to user:password, 20 characters or more."
    )
ANYMAIL = {
    "WEBHOOK_SECRET": MAIL_WEBHOOK_SECRET,
    "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    # Not every provider lets us choose where bounces go; it tells us of them instead.
    "IGNORE_UNSUPPORTED_FEATURES": True,
    **env.pairs("MAIL_PROVIDER_SETTINGS"),
}
MAIL_OVER_SMTP = bool(env.text("EMAIL_URL"))
if MAIL_OVER_SMTP:
    _mail = environ.Env.email_url_config(env.text("EMAIL_URL"))
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"].replace(
        "django.core.mail.backends.smtp.EmailBackend", "workshop.common.mail.SmtpBackend"
    )
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"] or 25
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
elif MAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
else:
    EMAIL_BACKEND = "workshop.common.mail.EmlBackend"
# A number is no domain of mail, nor is a name without a dot.
_names_a_domain = "." in SITE_HOST and not SITE_HOST.rpartition(".")[2].isdigit()
MAIL_DOMAIN = env.text("MAIL_DOMAIN", SITE_HOST if _names_a_domain else "workshop.invalid")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"Workshop <workshop@{MAIL_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# A mailbox that takes sub-addresses (bounces+…@), so that a bounce names its delivery.
MAIL_BOUNCES = env.text("MAIL_BOUNCES")
# Where that mailbox lies on this machine, read every five minutes.
MAIL_BOUNCE_FILE = env.text("MAIL_BOUNCE_FILE")
# How many processes may send mailings at once; with login codes, one more connection.
MAIL_SENDERS = env.number("MAIL_SENDERS", 2)
# Requests a second that the site answers in good time; 60 were measured on two cores.
MAIL_CAPACITY = env.number("MAIL_CAPACITY", 60)
# Who writes summaries of the conversation, so that mailings need import no sibling: called with
# participant, since and now, it returns a message (subject; as_text and as_html with stop_url) or
# None.
MAIL_DIGEST = "ideas.digest.digest_for"
# Made with a workshop, it has the figures a mailing may name: `ideas`, `most_discussed` (title,
# address and number of comments of each) and `new_to(participant)`.
MAIL_FACTS = "ideas.facts.IdeaFacts"
# Made with a workshop, it has the conversations that people follow: `followers(public_id)` (keys of
# participants), `title(public_id)` and `to_choose()`.
MAIL_THREADS = "ideas.mailing.IdeaThreads"
# Called with a workshop, since and until: how many votes were cast in each hour.
MAIL_ACTIVITY = "ideas.activity.votes_by_hour"
# Called with the name of a route and its parameters, it says whether there is such a page.
MAIL_PAGES = "ideas.facts.page_exists"

# --- Accounts ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CODE_FORMAT = {"numeric": True, "length": 8, "dashed": False}
ACCOUNT_ADAPTER = "workshop.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "workshop.accounts.forms.StaffLoginForm",
    "reauthenticate": "workshop.accounts.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "workshop.accounts.forms.SecondFactorForm",
    "reauthenticate": "workshop.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "workshop.accounts.forms.ActivateForm",
    "deactivate_totp": "workshop.accounts.forms.DeactivateForm",
    "generate_recovery_codes": "workshop.accounts.forms.RecoveryForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_UNIQUE_EMAIL = True
# Typing the code proves the address; our own pages ask for both, allauth's are not served.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_FORMAT = CODE_FORMAT
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# One hospital shares one address: the limits that matter are per account. Those of participants'
# codes are counted in the database (workshop.accounts.services).
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Workshop"

# --- Browser side -----------------------------------------------------------------------------
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
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Not in a cookie of its own: we set two, and say so.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 35 * 24 * 3600
STAFF_SESSION_AGE = 12 * 3600
if not DEBUG:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Of text; a file may have 5 MB, which its field says in words (ideas/evidence.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
CSRF_FAILURE_VIEW = "workshop.common.views.csrf_failure"

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
ASSETS_DIR = Path(env.text("ASSETS_DIR", str(VAR_DIR / "assets")))
ASSETS_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [ASSETS_DIR]
FILES_DIR = Path(env.text("FILES_DIR", str(VAR_DIR / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people and organisers send: served by our own views alone, never by a web server.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": FILES_DIR,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- Words and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
# The zone of the staff pages where no workshop gives one; each workshop has its own.
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")
USE_TZ = True
USE_I18N = False

# --- Log lines: one JSON object a line, no person in it ----------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "workshop.common.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        # Django's own handlers would write paths beside our lines, or mail whole requests.
        "django": {"handlers": []},
        # Its lines hold paths; ours say the same by route.
        "django.server": {"handlers": [], "propagate": False},
        # It quotes the files that people send.
        "pypdf": {"level": "CRITICAL"},
    },
}
