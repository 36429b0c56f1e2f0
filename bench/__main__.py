"""Builds the demonstration years twice, with few groups and with many, and measures both."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.report import joined, table

ROOT = Path(__file__).resolve().parents[1]
FEW, MANY = 16, 76
# What a machine sets for a service of its own must reach neither rows nor pages measured here.
OWN_SERVICE = (
    "ALLOWED_HOSTS", "BIND", "DATABASE_URL", "DEBUG", "EMAIL_URL", "MAIL_FROM", "PORT",
    "REDIS_URL", "SECRET_KEY", "SITE_URL", "TRUSTED_PROXIES", "X_ACCEL_PREFIX",
)  # fmt: skip


def main() -> None:
    out = arguments().json
    # The few are long done when the many are measured: two cores build faster than one.
    with (
        tempfile.TemporaryDirectory(prefix="selection-bench-") as folder,
        ThreadPoolExecutor() as pool,
    ):
        few = pool.submit(measured, Path(folder) / "few", FEW)
        many = pool.submit(measured, Path(folder) / "many", MANY, "--all")
    found = joined(few.result(), many.result(), groups=(FEW, MANY))
    sys.stdout.write(table(found))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    tell(f"Written to {out}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    data = Path(os.environ.get("SELECTION_DATA") or ROOT / "var")
    parser.add_argument("--json", type=Path, default=data / "bench.json", help="where to write")
    return parser.parse_args()


def measured(folder: Path, groups: int, *words: str) -> dict[str, Any]:
    """What one set of years shows, built in an empty folder by the commands that people use."""
    tell(f"Building three years of {groups} groups ...")
    for command in ("migrate", "collectstatic --no-input", f"demo --groups {groups}"):
        python(folder, "manage.py", *command.split(), "--verbosity", "0")
    tell(f"Measuring the years of {groups} groups ...")
    out = folder / "measured.json"
    python(folder, "-m", "bench.measure", str(out), *words)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def python(folder: Path, *words: str) -> None:
    """Run our own code on a folder of its own; its errors are shown, and end this."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN_SERVICE}
    environment["SELECTION_DATA"] = str(folder)
    environment["DJANGO_SETTINGS_MODULE"] = "selection_site.settings.base"
    run = subprocess.run(  # noqa: S603  the words are written in this file
        [sys.executable, *words], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False
    )
    if run.returncode:
        raise SystemExit(f"{' '.join(words)} ended with code {run.returncode}.")


def tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    main()
