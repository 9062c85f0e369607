"""Settings for every place that the site runs in; what differs comes from the environment.

README.md lists the variables. `manage.py check --deploy` is silent with DEBUG unset.
"""

from csp.constants import NONE, SELF

from config.variables import (
    ROOT,
    VAR,
    address,
    database,
    debug_switch,
    env,
    mailbox,
    names,
    number,
    secret,
    switch,
    text,
    web_address,
)

DEBUG = switch("DEBUG")
SECRET_KEY = secret("SECRET_KEY", debug=DEBUG)
ALLOWED_HOSTS = names(
    "ALLOWED_HOSTS",
    default="localhost,.localhost,127.0.0.1,[::1]" if DEBUG else None,
    why=" to the names that this site answers to, for example plans.example.gov.uk",
)
SITE_NAME = text("SITE_NAME", default="Improvement record")
SITE_CONTACT = mailbox("SITE_CONTACT")

INSTALLED_APPS = [
    "councils",
    "inspections",
    "improvement",
    "config.apps.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "import_export",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # No page without a decision: a public view says @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.second_factor.SecondFactorMiddleware",
    "config.private.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Each change is recorded with the person who made it.
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.site",
            ],
        },
    }
]

# --- where records and files are kept ---

DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(exist_ok=True)  # SQLite makes a file, but no folder
    DATABASES["default"]["OPTIONS"] = {
        # A writer waits its turn from the start, instead of failing half-way through.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
    }
else:
    # PostgreSQL compiles what it thinks a large query: for forty rows that costs more than all else
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
# An open connection saves milliseconds on every page, on SQLite too.
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# The counters of the sign-in limits must be shared by all server processes: hence a table, from
# which nothing is dropped that still counts.
CACHES = {
    "default": address(
        "CACHE_URL",
        env.cache_url_config,
        default="dbcache://cache",
        example="dbcache://cache",
    ),
}

if CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache":
    CACHES["default"]["BACKEND"] = "config.guessing.Counters"
# How many public pages and files one network address gets made anew in a minute, in each process of
# the server. What is kept is not counted. A whole council often sits behind one address.
PAGES_MADE_ANEW = number("PAGES_MADE_ANEW", default=300)

# Uploads have no address on the web. A view that lets someone read one checks who asks.
MEDIA_ROOT = VAR / "uploads"
MEDIA_URL = "/no-address-for-uploads/"
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What a clerk has uploaded and not yet confirmed: not in the system's shared temporary folder.
    "import_export": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "imports"},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form, its files not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.MediaStorage"
# The import's own rows are its record.
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

# --- who may come in ---

AUTH_USER_MODEL = "councils.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "config.accounts.SignIn",
    "change_password": "config.accounts.ChangePassword",
    "set_password": "config.accounts.SetPassword",
    "reset_password": "config.accounts.AskForNewPassword",
    "reset_password_from_key": "config.accounts.ChooseNewPassword",
    "reauthenticate": "config.accounts.ConfirmPassword",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Whether an address belongs to an account is not told: not on the page, nor by mail to strangers.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords from one address, whatever names they were for; by name: config/guessing.py.
ACCOUNT_RATE_LIMITS = {"wrong_password": "10/m/ip"}

# A second factor: required of whoever can publish or give roles, offered to everybody.
SECOND_FACTOR_WAIVED = debug_switch("SECOND_FACTOR_WAIVED", debug=DEBUG)
MFA_ADAPTER = "config.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "config.second_factor.GiveCode",
    "reauthenticate": "config.second_factor.GiveCodeAgain",
    "activate_totp": "config.second_factor.SetUpApp",
    "add_webauthn": "config.second_factor.AddPasskey",
    "edit_webauthn": "config.second_factor.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made by an administrator
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"  # there its message is shown

# --- what browsers are told ---

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# How many proxies of ours stand in front. With one, what they say of the visitor is believed.
PROXIES = number("PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- language and time ---

LANGUAGE_CODE = "en-gb"
# There is one language: no number or date has to ask which.
USE_I18N = False
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- e-mail and logs ---

globals().update(
    address(
        "EMAIL_URL",
        env.email_url_config,
        default="consolemail://" if DEBUG else "dummymail://",
        example="smtp+tls://user:password@host:587",
    )
)
# Links in e-mail lead here, whatever host a request names.
SITE_ADDRESS = web_address(
    "SITE_ADDRESS",
    default=(
        "http://localhost:8000"
        if DEBUG or globals()["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"
        else None
    ),
    why=" to the site's own address, for example https://plans.example.gov.uk: e-mail links to it",
)
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", default="webmaster@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Faults go to the standard error output, for whatever runs the server to keep.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
