"""The pages as production serves them, in a process of their own that can be killed."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings

from tests import migrated
from tests.selection_site.test_serve import free_port

A_YEAR_OF_TODAY = """
import django
django.setup()
from datetime import timedelta
from django.test import Client
from groups.enums import Role
from selection_site.lib import clock
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory
names = ["opens_on", "plans_due_on", "first_round_ends_on", "second_round_ends_on",
         "allocation_due_on", "procurement_due_on", "follow_up_due_on", "results_due_on"]
days = {name: clock.today() + timedelta(days=7 * number) for number, name in enumerate(names)}
submission = SubmissionFactory(call=CallFactory(year=clock.today().year + 543, **days))
client = Client()
client.force_login(PostFactory(role=Role.DISTRICT).user)
print(submission.pk, client.cookies["sessionid"].value)
"""


A_LINK = """
import sys
import django
django.setup()
from submissions.models import Submission
from submissions.selectors import link_token
from submissions.services import make_link
from groups.models import User
submission = Submission.objects.get(pk=sys.argv[1])
officer = User.objects.get(posts__district=submission.district)
print(link_token(make_link(submission, days=7, by=officer)))
"""


class Server:
    """gunicorn as production starts it, on a folder and a port of its own."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "selection_site.settings.base",
            "SELECTION_DATA": str(folder),
            "PORT": str(self.port),
            "WEB_PROCESSES": "1",
        }

    def run(self, *arguments):
        options = {"cwd": settings.BASE_DIR, "env": self.environment, "text": True}
        command = [sys.executable, *arguments]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, **options).stdout

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "--config", "python:selection_site.gunicorn"]
        self.process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
        )
        deadline = time.monotonic() + 30
        while not self.answers():
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def officer_of_today(self):
        """A submission that may be written today, and the session of its officer."""
        return self.run("-c", A_YEAR_OF_TODAY).split()

    def link(self, submission):
        """The path of a link by which the clip of a submission may come."""
        return f"/u/{self.run('-c', A_LINK, submission).strip()}/"

    def answers(self):
        try:
            return urllib.request.urlopen(f"{self.url}/healthz", timeout=5).status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def clips(self):
        with sqlite3.connect(self.folder / "db.sqlite3") as rows:
            return rows.execute("SELECT name, sha256, path FROM submissions_clip").fetchall()


@contextlib.contextmanager
def serving(folder):
    """A migrated server with its static files, answering; killed at the end."""
    server = Server(folder)
    migrated.lay(server.folder / "db.sqlite3")
    server.run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    server.start()
    try:
        yield server
    finally:
        server.kill()
