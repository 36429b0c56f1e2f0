"""The client that others use, tus-js-client in Node, against our endpoint behind gunicorn.

Node and the package are no part of the project. Where one is missing these tests are skipped, and
the summary of the run says so.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import uuid
from pathlib import Path

import pytest

from tests.lib import media
from tests.submissions.server import serving

VERSION = "4.3.1"
TOKEN = "a" * 32
MEGA = 1024 * 1024
UNTRIED = "UPLOADS WERE NOT TRIED WITH TUS-JS-CLIENT:"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The folder in which Node finds tus-js-client, installed for these tests alone."""
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{UNTRIED} {' and '.join(missing)} missing")
    folder = tmp_path_factory.mktemp("node")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--silent"]
    command = ["npm", "install", f"tus-js-client@{VERSION}", "--prefix", folder, *options]
    try:
        subprocess.run(command, check=True, timeout=120, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip(f"{UNTRIED} npm could not install version {VERSION}")
    return folder


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Seven seconds of snow: 12 MB."""
    path = tmp_path_factory.mktemp("film") / "a.mp4"
    fast = {"preset": "ultrafast", "crf": "20"}
    return media.make_clip(path, seconds=7, size=(640, 360), noise=True, options=fast)


@pytest.fixture(scope="module")
def server(package, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("served")) as made:
        yield made


@pytest.fixture(scope="module")
def officer(server):
    return server.officer_of_today()


@pytest.fixture
def client(package, server, officer, film, tmp_path):
    """Run the client with options of its own; the answer is what it said, and its exit code."""
    submission, session = officer
    headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
    known = {
        "file": str(film),
        "urls": str(tmp_path / "urls"),
        "endpoint": f"{server.url}/submissions/{submission}/clip/uploads/",
        "headers": headers,
        "chunkSize": MEGA,
    }
    environment = {"PATH": os.environ["PATH"], "TUS_JS_CLIENT": str(package)}

    def run(**options):
        script = Path(__file__).with_name("tus_client.cjs")
        command = ["node", script, json.dumps({**known, **options})]
        done = subprocess.run(
            command, env=environment, check=False, timeout=120, stdout=subprocess.PIPE, text=True
        )
        return [json.loads(line) for line in done.stdout.splitlines()], done.returncode

    return run


def verbs(said):
    return [each["verb"] for each in said if "verb" in each]


def newest_digest(server):
    return server.clips()[-1][1]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_killed_client_goes_on_where_it_was(client, server, film):
    _, killed = client(stopAfter=4 * MEGA)
    said, code = client()

    patches = [each["offset"] for each in said if each.get("verb") == "PATCH"]
    assert (killed, code, verbs(said)[:2]) == (-signal.SIGKILL, 0, ["HEAD", "PATCH"])
    assert patches[0] == str(4 * MEGA)
    assert newest_digest(server) == sha256(film)


def test_whole_film_in_one_request(client, server, film):
    said, code = client(chunkSize=500 * MEGA)

    assert (verbs(said), code) == (["POST", "PATCH"], 0)
    assert newest_digest(server) == sha256(film)


def test_first_bytes_with_the_creation(client, server, film):
    said, code = client(uploadDataDuringCreation=True)

    assert (verbs(said)[0], said[1]["offset"], code) == ("POST", str(MEGA), 0)
    assert newest_digest(server) == sha256(film)


def test_terminated_upload_is_gone(client, server):
    client(stopAfter=2 * MEGA)
    [part] = (server.folder / "files" / "parts").iterdir()
    key = uuid.UUID(part.name.removesuffix(".part"))

    said, code = client(terminate=f"{server.url}/submissions/clips/uploads/{key}/")

    assert (code, len(said)) == (0, 1)
    assert list((server.folder / "files" / "parts").iterdir()) == []


def test_wrong_length_is_an_error_that_is_not_tried_again(client, server):
    said, code = client(uploadSize=600 * MEGA)

    assert (verbs(said), code) == (["POST"], 1)
    assert "response code: 413" in said[-1]["error"]
