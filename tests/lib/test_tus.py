"""What the protocol reads from a request and what a part file bears, without any page."""

import errno
import os
import uuid

import pytest
from django.test import RequestFactory

from selection_site.lib.uploads import TusError, UploadError, parts, tus

LENGTH = 10


@pytest.fixture
def key(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = uuid.uuid4()
    parts.begin(made)
    return made


def request(body=b"", **headers):
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    named = {"Upload-Offset": "0", "Content-Type": tus.BODY, **named}
    return RequestFactory().generic("PATCH", "/", body, headers=named)


def append(key, body, *, at=0, announced=None, length=LENGTH):
    announced = sum(map(len, body)) if announced is None else announced
    return parts.append(key, parts.Piece(at, announced, None), body, length=length, name="a.mp4")


def test_body_of_unknown_length_is_refused(key):
    asked = request(b"0123")
    del asked.META["CONTENT_LENGTH"]

    with pytest.raises(TusError) as refused:
        tus.receive(asked, key, length=LENGTH, name="a.mp4")

    assert (refused.value.status, parts.arrived(key)) == (411, 0)


def test_silent_sender_is_not_waited_for_without_end():
    class Connection:
        def settimeout(self, seconds):
            self.seconds = seconds

    asked = request(b"0123")
    asked.META["gunicorn.socket"] = Connection()

    assert list(tus.body_of(asked)) == [b"0123"]
    assert asked.META["gunicorn.socket"].seconds == tus.PATIENCE


def test_body_is_read_in_pieces_of_a_mebibyte():
    sizes = [len(piece) for piece in tus.body_of(request(b"x" * (5 << 19)))]

    assert sizes == [1 << 20, 1 << 20, 1 << 19]


def test_body_that_ends_early_keeps_what_came(key):
    with pytest.raises(TusError) as refused:
        append(key, [b"0123"], announced=8)

    assert (refused.value.status, parts.arrived(key)) == (400, 4)


def test_more_than_was_announced_in_all_is_taken_back(key):
    append(key, [b"0123"])

    with pytest.raises(TusError) as refused:
        append(key, [b"4567", b"89a"], at=4, announced=6)

    assert (refused.value.status, parts.arrived(key)) == (413, 4)


def test_full_disk_keeps_what_fitted_and_names_the_file(key, monkeypatch):
    real, calls = os.write, []

    def narrow(file, data):
        calls.append(len(data))
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "no space")
        return real(file, data[:2])

    monkeypatch.setattr(os, "write", narrow)
    with pytest.raises(UploadError) as refused:
        append(key, [b"0123"])

    monkeypatch.undo()
    assert (refused.value.code, refused.value.facts) == ("no_room", {"name": "a.mp4"})
    assert parts.arrived(key) == 2


def test_part_deleted_while_it_is_being_locked_is_gone(key, monkeypatch):
    def deleted_meanwhile(file):
        parts.discard(key)

    monkeypatch.setattr(parts, "lock", deleted_meanwhile)
    with pytest.raises(TusError) as refused:
        append(key, [b"0123"])

    assert refused.value.status == 410


def test_lock_ends_with_its_holder(key):
    with pytest.raises(ZeroDivisionError), parts.held(key):
        _ = 1 / 0

    assert append(key, [b"0123"]) == 4


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", {}),
        ("filename YQ==", {"filename": "a"}),
        (" filename  YQ== , is_confidential,x Yg==",
         {"filename": "a", "is_confidential": "", "x": "b"}),
    ],
)  # fmt: skip
def test_metadata_is_pairs_of_names_and_values(header, found):
    assert tus.parse_metadata(header) == found
