"""PostgreSQL and Redis of the tests' own: `python -m tests.services COMMAND...`.

SQLite ignores row locks, so the tests marked `postgres` run under this command, which starts both
servers in a temporary folder, on sockets only (no port can be taken), names them in DATABASE_URL
and REDIS_URL, runs the command and ends them again.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def postgres_programs() -> Path:
    """Where initdb and pg_ctl are: the newest of Debian's, else what PATH finds."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    if newest := max(installed, key=lambda path: int(path.parts[4]), default=None):
        return newest.parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    sys.exit("PostgreSQL is not installed: `make setup-dev` installs it on Debian as root.")


def redis_program() -> str:
    return shutil.which("redis-server") or sys.exit(
        "Redis is not installed: `make setup-dev` installs it on Debian as root."
    )


def without_root(folder):
    """PostgreSQL refuses to run as root: hand `folder` to a lesser user, return the prefix."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@contextlib.contextmanager
def postgres():
    """A server in a new folder; yields its address."""
    programs = postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="selection-pg-"))
    prefix = without_root(folder)

    def run(name, *arguments):
        command = [*prefix, programs / name, "-D", folder / "rows", *arguments]
        env = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
        subprocess.run(command, check=True, cwd=folder, env=env, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-A", "trust", "-U", "test", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-k {folder} -c listen_addresses='' {FAST}"
        run("pg_ctl", "-w", "-l", folder / "log", "-o", options, "start")
        yield f"postgres://test@/{folder}/postgres"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis():
    """A server in a new folder; yields its address."""
    program = redis_program()
    folder = Path(tempfile.mkdtemp(prefix="selection-redis-"))
    socket = folder / "socket"
    options = ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not socket.exists():
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("Redis did not start.")
            time.sleep(0.02)
        yield f"redis+socket://{socket}"
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main(command):
    if not command:
        sys.exit("usage: python -m tests.services COMMAND...")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    with postgres() as database_url, redis() as redis_url:
        env = {**os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url}
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
