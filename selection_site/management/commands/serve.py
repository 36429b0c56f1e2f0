import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from selection_site import gunicorn
from selection_site.orphans import end_with_parent

COMMANDS = {
    "web": "gunicorn --config python:selection_site.gunicorn --log-level warning",
    "worker": (
        "celery --app selection_site --quiet worker --beat --pool threads --concurrency 2"
        " --loglevel WARNING --without-gossip --without-mingle --without-heartbeat"
    ),
}
# The demonstration runs as whoever typed the command, often root; production has a user for it.
QUIET = ["-W", "ignore:You're running the worker with superuser"]
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20

Children = dict[str, subprocess.Popen[bytes]]


class Command(BaseCommand):
    help = "Serve everything from one terminal: pages, background work and its clock."

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = gunicorn.bind.rsplit(":", 1)
        refuse_taken_port(host, int(port))
        call_command("collectstatic", interactive=False, verbosity=0)
        signal.signal(signal.SIGTERM, interrupt)
        children: Children = {}
        try:
            for name, command in COMMANDS.items():
                children[name] = start(command)
            await_answer(host, int(port), children)
            self.announce()
            while True:
                refuse_ended(children)
                time.sleep(0.5)
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            end(children)

    def announce(self) -> None:
        self.stdout.write(
            f"\n  {settings.SITE_URL}\n\n"
            "  The demonstration logins are listed in README.md.\n"
            f"  Everything is kept in {settings.SELECTION_DATA}. Ctrl-C ends it all.\n"
        )
        self.stdout.flush()


def interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be used ({error.strerror}). "
                f"Choose another port, for example PORT={port + 1}."
            ) from error


def start(command: str) -> subprocess.Popen[bytes]:
    # The commands are the ones above; the hook only makes a system call, and no thread runs yet.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *QUIET, "-m", *command.split()],
        preexec_fn=end_with_parent,
    )


def await_answer(host: str, port: int, children: Children) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        refuse_ended(children)
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError(f"Nothing answers on {host}:{port} after {SECONDS_TO_START} seconds.")


def refuse_ended(children: Children) -> None:
    """Without one of them the site would look alive and not be."""
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(f"The {name} process ended with code {child.returncode}.")


def end(children: Children) -> None:
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
