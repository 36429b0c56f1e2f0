"""The benchmarks count right; what they find is for people to read."""

import ast
import re
from io import BytesIO
from pathlib import Path

import openpyxl  # noqa: TID253 - slow to import, which only the start of the program minds
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import counting, pages, report, workbooks
from bench.pages import Page
from bench.visits import StaticFiles, Visitors
from groups.enums import Role
from groups.models import Province
from tests.factories.budgets import AllocationFactory
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory
from tests.test_project import URLS


@pytest.mark.django_db
def test_statements_are_counted_whatever_their_parameters():
    with counting.statements() as seen:
        for code in ("11", "27", "50"):
            Province.objects.get(code=code)
        Province.objects.count()

    assert sorted(seen.values()) == [1, 3]


@pytest.mark.django_db
def test_statements_outside_are_not_counted():
    Province.objects.count()
    with counting.statements() as seen:
        pass
    Province.objects.count()

    assert seen.total() == 0


def test_cpu_ms_runs_as_often_as_asked():
    runs = []

    counting.cpu_ms(lambda: runs.append(1), times=3)

    assert len(runs) == 3


def test_bytes_read_are_those_of_the_files(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(3_000_000))

    read = counting.bytes_read(path.read_bytes)

    assert round(read, -5) == 3_000_000


def test_static_files_of_a_page_are_found_once_each():
    html = """
        <link rel="stylesheet" href="/static/site.css"><script src="/static/js/site.js"></script>
        <svg><use href="/static/icons.svg#bell"/></svg>
        <svg><use href="/static/icons.svg#user"/></svg>
        <a href="/letters/">…</a><img src="/results/pictures/1/small/"><a href="#main">…</a>
    """

    assert StaticFiles(html).found == {
        "/static/site.css", "/static/js/site.js", "/static/icons.svg"
    }  # fmt: skip


@pytest.fixture
def static_files(settings, tmp_path):
    """The folder that static files are served from, filled; as the test settings keep them."""
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


@pytest.mark.django_db
def test_visit_measures_the_page_and_all_that_it_loads(static_files):
    post = PostFactory(role=Role.STAFF, user__email="staff@cdd.example")
    plain = Client(headers={"Host": "localhost"})
    plain.force_login(post.user)
    html = plain.get("/").content
    with CaptureQueriesContext(connection) as captured:
        plain.get("/")
    queries = len(captured)  # the next request empties the log
    loaded = StaticFiles(html.decode()).found | {"/static/js/token.js"}  # imported by site.js

    visit = Visitors().visit(Page("home", "staff", "/"))

    sizes = [(static_files / address.removeprefix("/static/")).stat().st_size for address in loaded]
    assert visit.view == "reports.views.home.home"
    assert visit.queries == queries
    assert visit.html == len(html)
    assert visit.sent < visit.html
    assert visit.first == visit.sent + sum(sizes)
    assert visit.cpu > 1


@pytest.mark.django_db
def test_visit_of_a_page_that_refuses_ends_the_measuring():
    PostFactory(role=Role.STAFF, user__email="staff@cdd.example")

    with pytest.raises(SystemExit, match="people, staff: /groups/people/ is 404"):
        Visitors().visit(Page("people", "staff", "/groups/people/"))


def test_pages_that_are_measured_are_there():
    tree = ast.parse(Path(pages.__file__).read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    views = {text for text in texts if isinstance(text, str) and re.fullmatch(r"\w+:\w+", text)}

    assert "submissions:overview" in views
    assert views - {name for name, _pattern in URLS} == set()


@pytest.mark.django_db
def test_export_writes_the_rows_over_and_over():
    PostFactory(role=Role.STAFF, user__email="staff@cdd.example")
    allocation = AllocationFactory(batch__call__year=pages.FINISHED)

    content = workbooks.export(5)()

    sheet = openpyxl.load_workbook(BytesIO(content)).active
    name = allocation.submission.group.name
    assert sum(name in row for row in sheet.iter_rows(values_only=True)) == 5


@pytest.mark.django_db
def test_reading_takes_a_roster_of_any_size():
    CallFactory(year=pages.being_written())

    read = workbooks.reading(80)

    assert len(read().rows) == 80


def measured(queries, sent=9_000, first=20_000):
    row = {"page": "roster", "login": "staff", "view": "roster", "queries": queries, "repeated": 1}
    return {"pages": [{**row, "html": 50_000, "sent": sent, "first": first, "cpu": 12.34}]}


@pytest.mark.parametrize(
    ("few", "many", "ratio", "remarks"),
    [
        (measured(9), measured(9), 1.0, []),
        (measured(9), measured(77), 8.56, ["queries grow with the groups"]),
        (measured(9), measured(9, sent=15_001), 1.0, ["more than 15 kB"]),
        (measured(9), measured(9, first=60_001), 1.0, ["first visit more than 60 kB"]),
        (measured(0), measured(0), 1.0, []),
    ],
)
def test_joined_remarks_on_what_the_design_does_not_allow(few, many, ratio, remarks):
    [row] = report.joined(few, many, groups=(8, 76))["pages"]

    assert (row["ratio"], row["remarks"]) == (ratio, remarks)


def test_joined_refuses_to_compare_two_pages():
    other = measured(9)
    other["pages"][0]["page"] = "call"

    with pytest.raises(ValueError, match="roster is not call"):
        report.joined(measured(9), other, groups=(8, 76))


def test_table_shows_each_page_in_a_line_and_each_figure_by_its_name():
    sections = {name: {"letters": 36, "of the first": 0.5} for name in report.SECTIONS}
    many = {"empty page, CPU ms": 0.25, **measured(9), **sections}
    found = report.joined(measured(9), many, groups=(8, 76))

    lines = [line.split() for line in report.table(found).splitlines()]

    assert ["roster", "staff", "9", "1.00", "1", "50.0", "9.0", "20.0", "12"] in lines
    assert ["of", "the", "first", "0.50"] in lines
