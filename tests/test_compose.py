"""The production set-up says what the application understands."""

import os
import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
NGINX = (settings.BASE_DIR / "docs" / "nginx.conf").read_text()


def test_compose_names_every_part_of_production():
    assert sorted(SERVICES) == ["beat", "db", "nginx", "prepare", "redis", "web", "worker"]
    assert sorted(COMPOSE["volumes"]) == ["files", "rows"]


@pytest.mark.parametrize("name", ["prepare", "web", "worker", "beat"])
def test_application_sees_the_same_settings_and_files_everywhere(name):
    service = SERVICES[name]

    assert service["environment"] == SERVICES["web"]["environment"]
    assert service["volumes"] == ["files:/data"]
    assert set(service["depends_on"]) <= set(SERVICES)


def test_every_variable_is_one_that_the_program_reads():
    code = ["settings/base.py", "gunicorn.py"]
    text = "".join((settings.BASE_DIR / "selection_site" / name).read_text() for name in code)
    read = set(re.findall(r"""env(?:iron)?\.\w+\(["']([A-Z_]+)["']""", text))
    image = (settings.BASE_DIR / "Dockerfile").read_text()

    assert set(SERVICES["web"]["environment"]) - read == set()
    assert "ENV SELECTION_DATA=/data" in image


def test_services_are_those_that_the_addresses_name():
    environment = SERVICES["web"]["environment"]

    assert environment["DATABASE_URL"].endswith("@db:5432/selection")
    assert SERVICES["db"]["environment"]["POSTGRES_USER"] == "selection"
    assert environment["REDIS_URL"] == "redis://redis:6379/0"
    assert "proxy_pass http://web:8000;" in NGINX


def test_nginx_sends_files_only_when_the_application_says_so():
    prefix = SERVICES["web"]["environment"]["X_ACCEL_PREFIX"]
    block = re.search(rf"location {prefix} {{(.*?)}}", NGINX, re.DOTALL)[1]

    assert block.split() == ["internal;", "alias", "/data/files/;"]
    assert "files:/data" in SERVICES["nginx"]["volumes"]
    assert "./docs/nginx.conf:/etc/nginx/nginx.conf:ro" in SERVICES["nginx"]["volumes"]


@pytest.mark.parametrize("name", ["by_link:clip", "reports:calendar_feed"])
def test_nginx_writes_down_no_address_that_is_a_key(name):
    hidden = re.findall(r"~(\S+) 0;", re.search(r"map \$uri \$is_logged {(.*?)}\n", NGINX)[1])

    assert any(re.search(each, reverse(name, args=["token"])) for each in hidden)
    assert "combined if=$is_logged;" in NGINX


def test_web_command_is_understood():
    program, *arguments = SERVICES["web"]["command"].split()
    assert program == "gunicorn"

    checked = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config", *arguments],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "SELECTION_DATA": str(settings.SELECTION_DATA),
            "BIND": SERVICES["web"]["environment"]["BIND"],
        },
        check=False,
    )

    assert checked.returncode == 0


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_background_command_is_understood(name):
    """An option that celery does not know is an error even when help is asked for."""
    checked = subprocess.run(
        [sys.executable, "-m", *SERVICES[name]["command"].split(), "--help"],
        cwd=settings.BASE_DIR,
        check=False,
        stdout=subprocess.DEVNULL,
    )

    assert checked.returncode == 0


def test_preparation_is_made_of_our_commands():
    verbs = re.findall(r"python manage\.py (\w+)", SERVICES["prepare"]["command"])

    assert verbs == ["migrate", "collectstatic"]
