"""Tests of the project itself: the walls of the house, and that nothing lies about unused."""

import ast
import re
import subprocess
import tomllib
from collections import Counter
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import PROTECT, FileField
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from selection_site.celery import app as celery_app

ROOT = settings.BASE_DIR
ORDER = ["groups", "submissions", "scoring", "budgets", "reports"]
CODE = [path for name in ["selection_site", *ORDER] for path in sorted((ROOT / name).rglob("*.py"))]
OUR_CODE = [path for path in CODE if "migrations" not in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES_FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in TEMPLATES_FOLDER.rglob("*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
LIBRARY_TEMPLATES = {"account", "allauth", "gov", "mfa"}
REQUIREMENTS = [ROOT / "requirements" / "base.txt", ROOT / "requirements" / "dev.txt"]

NAMED = re.compile(r"""{%-? *(?:url|include|extends) +["'](\w+)[:/]""")
INLINE = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\s(?:style|on\w+)=["']""")

# Whoever is not logged in may open these and no others.
OPEN_TO_STRANGERS = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "by_link:clip",
    "by_link:status",
    "by_link:upload",
    "by_link:uploads",
    "healthz",
    "mfa_authenticate",
    "reports:calendar_feed",
    "receipt_ask",
    "receipt_check",
    "set_language",
}
SAMPLES = {"int": 1, "str": "x", "slug": "x", "path": "x", "uuid": f"{UUID(int=0)}"}


def shown(path):
    return str(path.relative_to(ROOT))


def every_url(patterns, namespace=""):
    """(name with its namespaces, the pattern's own part) of all there is."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from every_url(entry.url_patterns, inner)
        else:
            yield f"{namespace}{entry.name}", entry.pattern


def sample_arguments(pattern):
    if not isinstance(pattern, RoutePattern):
        return dict.fromkeys(pattern.regex.groupindex, "x")
    kinds = re.findall(r"<(?:(\w+):)?(\w+)>", pattern._route)
    return {name: SAMPLES.get(kind or "str", kind) for kind, name in kinds}


URLS = sorted(every_url(get_resolver().url_patterns), key=lambda url: url[0])


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "pattern"), URLS, ids=[name for name, pattern in URLS])
def test_url_answers_a_stranger_with_login(client, name, pattern):
    url = reverse(name, kwargs=sample_arguments(pattern))

    response = client.get(url)

    login = f"{reverse('account_login')}?next={url}"
    assert (response.headers.get("Location") == login) is (name not in OPEN_TO_STRANGERS)


def test_no_two_pages_share_a_name():
    counts = Counter(name for name, pattern in URLS if name.partition(":")[0] in ORDER)

    assert [name for name, count in counts.items() if count > 1] == []


def test_list_of_open_urls_names_no_url_that_is_gone():
    assert OPEN_TO_STRANGERS - {name for name, pattern in URLS} == set()


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_sweep_names_a_task():
    celery_app.loader.import_default_modules()

    swept = {entry["task"] for entry in celery_app.conf.beat_schedule.values()}

    assert swept - set(celery_app.tasks) == set()


def test_foreign_keys_to_rows_with_a_file_protect_them():
    loose = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.remote_field
        and any(isinstance(column, FileField) for column in field.related_model._meta.fields)
        and field.remote_field.on_delete is not PROTECT
    ]

    assert loose == []


def sets_stage(node):
    """`x.stage = …` or `rows.update(stage=…)`, however it is written."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(leaf, ast.Attribute) and leaf.attr == "stage"
                   for target in targets for leaf in ast.walk(target)
                   if isinstance(getattr(leaf, "ctx", None), ast.Store))  # fmt: skip
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        named = {keyword.arg for keyword in node.keywords}
        return node.func.attr in {"update", "create", "get_or_create"} and "stage" in named
    return False


def test_stage_is_set_in_stages_alone():
    elsewhere = [
        f"{shown(path)}:{node.lineno}"
        for path in OUR_CODE
        if path.name != "stages.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if sets_stage(node)
    ]

    assert elsewhere == []


def test_files_and_functions_keep_their_size():
    long_files = [shown(path) for path in OUR_CODE if path.read_text().count("\n") > 400]
    long_functions = [
        f"{shown(path)}:{node.name}"
        for path in OUR_CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]
    long_templates = [shown(path) for path in PAGES if path.read_text().count("\n") > 120]

    assert long_files + long_functions + long_templates == []


def test_settings_stay_under_300_lines_in_all():
    files = (ROOT / "selection_site" / "settings").glob("*.py")

    assert sum(path.read_text().count("\n") for path in files) < 300


def test_import_contracts_name_every_private_module():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    kept = {name for entry in contracts for name in entry.get("forbidden_modules", [])}
    there = {
        f"{app}.{name}"
        for app in ORDER
        for name in ("views", "forms", "tasks", "urls")
        if (ROOT / app / name).is_dir() or (ROOT / app / f"{name}.py").exists()
    }

    assert there - kept == set()


def test_templates_name_only_their_own_app_or_one_to_its_left():
    wrong = [
        f"{shown(path)} names {app}"
        for path in TEMPLATES
        if (owner := path.relative_to(TEMPLATES_FOLDER).parts[0]) in ORDER
        for app in NAMED.findall(path.read_text())
        if app in ORDER and ORDER.index(app) > ORDER.index(owner)
    ]

    assert wrong == []


def test_templates_carry_no_style_or_script_of_their_own():
    wrong = [
        f"{shown(path)}: {found.strip()}"
        for path in PAGES
        if "letters" not in path.parts
        for found in INLINE.findall(path.read_text())
    ]

    assert wrong == []


def called(template):
    """A template is named from its folder on; a style sheet of letters by its name alone."""
    return template.name if template.parts[0] == "_pdf" else str(template)


def test_every_template_is_used():
    sources = "".join(path.read_text() for path in [*OUR_CODE, *TEMPLATES])
    names = [path.relative_to(TEMPLATES_FOLDER) for path in TEMPLATES]
    unused = [
        str(name)
        for name in names
        if name.parts[0] not in LIBRARY_TEMPLATES
        and not re.fullmatch(r"\d{3}(_csrf)?\.html", str(name))
        and not re.search(rf"""["']{re.escape(called(name))}["']""", sources)
    ]

    assert unused == []


def test_every_template_can_be_read():
    for path in TEMPLATES:
        get_template(str(path.relative_to(TEMPLATES_FOLDER)))


def pinned(path):
    """{name: versions} of a requirements file, each line of which must carry hashes."""
    versions = {}
    for entry in path.read_text().replace("\\\n", " ").splitlines():
        name, version = re.match(r"([\w.-]+)==(\S+)", entry).groups()
        assert "--hash=sha256:" in entry, f"{name} has no hash"
        versions.setdefault(name, set()).add(version)
    return versions


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_hold_no_address_and_no_option(path):
    assert re.findall(r"(?m)^-.*|.*://.*|.* @ .*", path.read_text()) == []


def test_requirements_agree_with_each_other_and_with_the_project():
    base, dev = map(pinned, REQUIREMENTS)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.match(r"[\w-]+", entry)[0] for entry in wanted}

    assert names - set(base | dev) == set()
    assert {name for name in base.keys() & dev.keys() if base[name] != dev[name]} == set()


def test_every_dependency_says_what_it_saves():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    entries = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]

    silent = [entry for entry in entries if not re.search(rf'"{re.escape(entry)}", +# \w', text)]

    assert silent == []


def test_tests_lie_in_the_folder_of_what_they_test():
    inside = [path.relative_to(ROOT / "tests").parts for path in TESTS]
    folders = {parts[0] for parts in inside if len(parts) > 1}

    assert (
        folders - {*ORDER, "selection_site", "lib", "components", "factories", "journeys"} == set()
    )


def test_make_alone_lists_every_verb():
    shown_verbs = subprocess.run(
        ["make"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()

    assert [line.split()[0] for line in shown_verbs] == [
        "help", "run", "setup", "test", "check", "bench", "serve", "rehearse", "messages"
    ]  # fmt: skip
