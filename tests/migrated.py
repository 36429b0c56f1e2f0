"""An SQLite database with every migration applied, for the tests and for the servers they start.

Going through the migrations takes as long as hundreds of tests. The first to ask does it once, with
`manage.py migrate` as on a new machine, and the file is kept until something it is made from
changes; everybody gets a copy.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "migrated"
MADE_FROM = ("*/migrations/*.py", "*/data/*.csv", "selection_site/lib/*.py")
PACKAGES = ("django", "geothai")


def lay(path):
    """Put a migrated database at `path`, in a folder that is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_made(), path)


def _made():
    kept = KEPT / f"{_digest()}.sqlite3"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            _make(kept)
    return kept


def _digest():
    whole = hashlib.sha256()
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            whole.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    for package in PACKAGES:
        whole.update(version(package).encode())
    return whole.hexdigest()[:32]


def _make(kept):
    with tempfile.TemporaryDirectory(prefix="selection-migrated-") as folder:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            env={"PATH": os.environ["PATH"], "SELECTION_DATA": folder},
            cwd=ROOT,
            check=True,
        )
        # Named at once and whole: a run that is broken off leaves nothing half made.
        part = kept.with_suffix(".part")
        shutil.copyfile(Path(folder) / "db.sqlite3", part)
        part.rename(kept)
