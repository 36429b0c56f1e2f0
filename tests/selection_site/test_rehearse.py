"""A small year is walked for real, in a process and a folder of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]


def manage(folder, *words):
    environment = {**os.environ, "SELECTION_DATA": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """A folder with a year of eight groups and three judges, and the lines that were told."""
    folder = tmp_path_factory.mktemp("year")
    migrated.lay(folder / "db.sqlite3")
    words = ("rehearse", "--groups", "8", "--judges", "3", "--json")
    done = manage(folder, *words)
    assert (done.returncode, done.stderr) == (0, "")
    return folder, [json.loads(line) for line in done.stdout.splitlines()]


def test_rehearse_ends_with_the_figures_of_the_year(walked):
    _folder, lines = walked

    last = lines[-1]

    seconds = last.pop("seconds")
    assert seconds > 0
    assert last == {
        "stage": "done",
        "year": 2563,
        "submitted": 8,
        "finalists": 2,
        "outstanding": 1,
        "good": 1,
        "baht": 140_000,
        "letters": 2,
        "reports": 2,
    }


def test_rehearse_tells_every_stage_in_its_order(walked):
    _folder, lines = walked

    assert [line["stage"] for line in lines] == [
        "call",
        "roster",
        "plans",
        "forwarded",
        "round1",
        "round2",
        "allocation",
        "letters",
        "procurement",
        "results",
        "done",
    ]


def test_rehearse_twice_is_refused_and_changes_nothing(walked):
    folder, _lines = walked
    before = (folder / "db.sqlite3").stat().st_mtime_ns

    again = manage(folder, "rehearse", "--groups", "8", "--judges", "3", "--json")

    assert (again.returncode, again.stdout) == (1, "")
    assert "2563 exists already" in again.stderr
    assert (folder / "db.sqlite3").stat().st_mtime_ns == before


def test_rehearse_until_a_stage_stops_there(tmp_path):
    migrated.lay(tmp_path / "db.sqlite3")

    done = manage(tmp_path, "rehearse", "--groups", "4", "--until", "roster", "--json")

    assert [json.loads(line)["stage"] for line in done.stdout.splitlines()] == ["call", "roster"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--year", "2020"), "--year 2020"),
        (("--groups", "3"), "--groups 3"),
        (("--judges", "0"), "--judges 0"),
    ],
)
def test_rehearse_refuses_numbers_that_make_no_year(tmp_path, words, reason):
    refused = manage(tmp_path, "rehearse", *words)

    assert refused.returncode == 1
    assert reason in refused.stderr
