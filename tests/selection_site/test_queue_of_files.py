"""The queue of files: what a worker takes from it is a whole message."""

from pathlib import Path

import pytest
from kombu import Connection
from kombu.transport import filesystem

from selection_site import queue_of_files
from selection_site.celery import app


@pytest.fixture
def channel(tmp_path):
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    transport = queue_of_files.Transport
    with Connection(transport=transport, transport_options=folders) as connection:
        yield connection.default_channel


def test_site_without_redis_has_the_queue_of_files():
    found = app.connection_for_write("filesystem://localhost").get_transport_cls()

    assert found is queue_of_files.Transport


def test_message_is_read_as_it_was_put(channel):
    channel._put("celery", {"task": "เตือน"})

    assert channel._get("celery") == {"task": "เตือน"}


def test_message_is_seen_when_it_is_whole(channel, monkeypatch):
    seen = []
    write = Path.write_bytes

    def written(path, content):
        write(path, b"")
        with pytest.raises(filesystem.Empty):
            channel._get("celery")
        seen.append(path)
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", written)
    channel._put("celery", {"number": 1})

    assert len(seen) == 1
    assert channel._get("celery") == {"number": 1}


def test_message_that_was_cut_off_is_passed_over(channel, tmp_path):
    channel._put("celery", {"number": 1})
    (tmp_path / "0_cut.celery.msg").write_bytes(b"")

    with pytest.raises(filesystem.Empty):
        channel._get("celery")

    assert channel._get("celery") == {"number": 1}
