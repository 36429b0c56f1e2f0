import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests import migrated

OWE_A_NOTICE = """
from groups import services
from groups.models import Notice, User
user = User.objects.create_user("officer@example.org", first_name="สมหญิง")
services.owe([Notice(user=user, key="2563:plans-due", subject="Plans are due", body="...")])
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not (answer := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return answer


@pytest.fixture
def environment(tmp_path):
    return {
        "PATH": os.environ["PATH"],
        "SELECTION_DATA": str(tmp_path / "data"),
        "PORT": str(free_port()),
        "WEB_PROCESSES": "1",
    }


@pytest.fixture
def manage(environment):
    def start(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        return {"args": command, "cwd": settings.BASE_DIR, "env": environment, "text": True}

    return start


@pytest.fixture
def served(manage, environment):
    """`manage.py serve` on a migrated database, once it says where it is."""
    migrated.lay(Path(environment["SELECTION_DATA"]) / "db.sqlite3")
    url = f"http://127.0.0.1:{environment['PORT']}"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(**manage("serve"), **pipes) as process:
        while url not in process.stdout.readline():
            assert process.poll() is None, process.stderr.read()
        yield process, url
        process.terminate()


def children_of(pid):
    """Every process below `pid`: {pid: command line}."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = (int(words[1]), (folder / "cmdline").read_text())
        except (FileNotFoundError, ProcessLookupError):
            continue
    below = {pid}
    while more := {child for child, (parent, _) in parents.items() if parent in below} - below:
        below |= more
    return {child: parents[child][1] for child in below - {pid}}


def alive(pids):
    return [pid for pid in pids if Path("/proc", str(pid)).exists()]


def test_serve_answers_delivers_and_ends_all(served, manage, environment):
    process, url = served
    mail = Path(environment["SELECTION_DATA"], "mail")
    children = children_of(process.pid)

    with urllib.request.urlopen(f"{url}/healthz") as answer:
        assert answer.read() == b"ok"
    subprocess.run(
        **manage("shell", "--command", OWE_A_NOTICE), check=True, stdout=subprocess.DEVNULL
    )
    [letter] = until(lambda: list(mail.iterdir()))
    assert "Subject: Plans are due" in letter.read_text()

    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=40)

    assert process.returncode == 0
    assert "Stopping." in output
    assert errors == ""
    assert until(lambda: alive(children) == [])


@pytest.mark.parametrize(("part", "name"), [("gunicorn", "web"), ("celery", "worker")])
def test_death_of_a_child_ends_all(served, part, name):
    process, _ = served
    children = children_of(process.pid)
    os.kill(next(pid for pid in sorted(children) if part in children[pid]), signal.SIGKILL)

    _, errors = process.communicate(timeout=40)

    assert process.returncode == 1
    assert f"The {name} process ended with code -9." in errors
    assert until(lambda: alive(children) == [])


def test_taken_port_is_refused_with_another_one_named(manage, environment):
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(environment["PORT"])))
        other.listen()
        refused = subprocess.run(**manage("serve"), check=False, stderr=subprocess.PIPE)

    port = int(environment["PORT"])
    assert refused.returncode == 1
    assert refused.stderr == (
        f"CommandError: 127.0.0.1:{port} cannot be used (Address already in use). "
        f"Choose another port, for example PORT={port + 1}.\n"
    )
