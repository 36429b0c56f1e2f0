import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.template import Context, Template, engines

from selection_site.secret import kept_secret
from tests.strict_templates import OURS, UnknownVariableError


@pytest.fixture
def read(tmp_path):
    """The named settings as a new process reads them, with nothing but `environment` around it."""

    def read_settings(*names, **environment):
        values = ", ".join(f"base.{name}" for name in names)
        script = "import json; from selection_site.settings import base; "
        answer = subprocess.run(
            [sys.executable, "-c", f"{script}print(json.dumps([{values}], default=str))"],
            env={"PATH": os.environ["PATH"], "SELECTION_DATA": str(tmp_path), **environment},
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(answer.stdout)

    return read_settings


def test_everything_written_stays_in_one_folder(read, tmp_path):
    names = ["MEDIA_ROOT", "STATIC_ROOT", "FILE_UPLOAD_TEMP_DIR", "EMAIL_FILE_PATH", "CACHE_DIR"]
    names += ["DATABASES['default']['NAME']", "CELERY_BEAT_SCHEDULE_FILENAME"]
    names += ["CELERY_BROKER_TRANSPORT_OPTIONS['data_folder_in']"]

    places = read(*names)

    assert [place for place in places if not place.startswith(f"{tmp_path}/")] == []


def test_embedded_rows_take_the_write_lock_first(read):
    [options] = read("DATABASES['default']['OPTIONS']")

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["init_command"].startswith("PRAGMA journal_mode=WAL;")


def test_production_services_come_from_the_environment(read):
    engine, host, options, broker, cache, smtp, sender = read(
        "DATABASES['default']['ENGINE']",
        "DATABASES['default']['HOST']",
        "DATABASES['default'].get('OPTIONS', {})",
        "CELERY_BROKER_URL",
        "CACHES['default']['LOCATION']",
        "EMAIL_HOST",
        "DEFAULT_FROM_EMAIL",
        DATABASE_URL="postgres://selection:word@db:5432/selection",
        REDIS_URL="redis://redis:6379/0",
        EMAIL_URL="smtp://mail.example.org:25",
        SITE_URL="https://selection.example.org/",
    )

    assert (engine, host, options) == ("django.db.backends.postgresql", "db", {})
    assert (broker, cache) == ("redis://redis:6379/0", "redis://redis:6379/0")
    assert (smtp, sender) == ("mail.example.org", "no-reply@selection.example.org")


@pytest.mark.parametrize(
    ("site", "secure"), [("https://selection.example.org", True), ("http://10.0.0.5:8000", False)]
)
def test_cookies_are_for_https_alone_where_the_site_is(read, site, secure):
    cookies = read(
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", SITE_URL=site
    )

    assert cookies == [secure] * 3


def test_hosts_are_those_of_the_site(read):
    hosts, trusted = read(
        "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", SITE_URL="https://a.example:8443"
    )

    assert hosts == ["a.example", "127.0.0.1", "localhost"]
    assert trusted == ["https://a.example:8443"]


def test_site_follows_the_port(read):
    assert read("SITE_URL", PORT="8111") == ["http://127.0.0.1:8111"]


def test_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    first = kept_secret(tmp_path)

    assert kept_secret(tmp_path) == first
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_secret_of_the_environment_is_taken(read, tmp_path):
    assert read("SECRET_KEY", SECRET_KEY="given") == ["given"]
    assert not (tmp_path / "secret_key").exists()


def from_our_template(source, **values):
    """Render `source` as if it stood among our templates."""
    template = engines["django"].from_string(source).template
    for node in template.nodelist.get_nodes_by_type(object):
        node.origin.name = str(OURS / "made_up.html")
    return template.render(Context(values))


@pytest.mark.parametrize(
    "source", ["{{ gone }}", "{{ row.gone }}", "{{ gone|upper }}", "{% with x=gone %}{% endwith %}"]
)
def test_unknown_variable_fails(source):
    with pytest.raises(UnknownVariableError, match=r"^made_up.html: (gone|row.gone) has no value$"):
        from_our_template(source, row={})


@pytest.mark.parametrize("source", ["{% if gone %}x{% endif %}", "{% firstof gone %}"])
def test_asking_whether_a_variable_is_there_does_not_fail(source):
    assert from_our_template(source) == ""


def test_unknown_variable_of_a_library_is_let_pass():
    assert Template("{{ gone }}").render(Context()) == ""
