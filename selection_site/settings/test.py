"""The same settings in a folder of their own, which goes when the process ends.

DATABASE_URL and REDIS_URL are kept, so that the same tests run on PostgreSQL and Redis;
whatever else the machine sets must not reach a test.
"""

import atexit
import os
import shutil
import tempfile

for name in (
    "ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "MAIL_FROM", "PORT", "SITE_URL", "TRUSTED_PROXIES",
    "X_ACCEL_PREFIX",
):  # fmt: skip
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "only for tests"
os.environ["SELECTION_DATA"] = tempfile.mkdtemp(prefix="selection-test-")
atexit.register(shutil.rmtree, os.environ["SELECTION_DATA"], ignore_errors=True)

from selection_site.settings.base import *  # noqa: E402, F403  the lines above decide what it reads

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if "REDIS_URL" not in os.environ:
    CELERY_BROKER_URL = "memory://"
