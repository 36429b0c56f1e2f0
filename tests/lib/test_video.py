import json
import struct
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from selection_site.lib import video
from selection_site.lib.sandbox import outside
from selection_site.lib.video import conversion, jobs
from tests.lib import media

pytestmark = pytest.mark.usefixtures("in_english")

PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
TITLES = ["กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย", "ตำบลท่าข้าม อำเภออรัญประเทศ จังหวัดสระแก้ว"]
LIMITS = """
import json, os, resource
from selection_site.lib.sandbox.inside import settle
settle({"cpu_seconds": 30, "memory_bytes": 1 << 30, "parent": os.getppid()})
kinds = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE)
print(json.dumps([resource.getrlimit(kind)[0] for kind in kinds]))
"""
CONCAT = "ffconcat version 1.0\nfile /etc/passwd\n"


@pytest.fixture
def refusal(tmp_path):
    """Probe a file and return why it was refused."""

    def probe(path, max_seconds=300):
        with pytest.raises(video.VideoError) as refused:
            video.probe(path, max_seconds=max_seconds)
        return refused.value

    return probe


def test_probe_tells_what_a_clip_is(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", seconds=2, fps=25, size=(320, 180))

    found = video.probe(path, max_seconds=300)

    assert found._replace(seconds=None) == video.Probe(None, 320, 180, 0, "h264", "aac", 25.0)
    assert abs(found.seconds - 2) < Decimal("0.05")
    assert -found.seconds.as_tuple().exponent == 2


@pytest.mark.parametrize(
    ("codec", "sound", "container", "name"),
    [
        ("libx265", "aac", "mov", "hevc"),
        ("mpeg4", "libmp3lame", "avi", "mpeg4"),
        ("libvpx-vp9", "libopus", "webm", "vp9"),
        ("mpeg2video", "mp2", "mpegts", "mpeg2video"),
    ],
)
def test_probe_takes_what_cameras_and_telephones_write(tmp_path, codec, sound, container, name):
    sound = None if sound == "libopus" else sound
    path = media.make_clip(
        tmp_path / "a.bin", codec=codec, sound=sound, container=container, fps=25
    )

    found = video.probe(path, max_seconds=300)

    assert (found.video_codec, found.width, found.height) == (name, 320, 180)
    assert abs(found.seconds - 2) < Decimal("0.2")


def test_probe_sees_that_a_telephone_was_held_upright(tmp_path):
    path = media.turn_clockwise(media.make_clip(tmp_path / "a.mp4"))

    found = video.probe(path, max_seconds=300)

    assert (found.width, found.height, found.rotation) == (320, 180, 270)


def test_probe_finds_no_sound_where_there_is_none(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", sound=None)

    assert video.probe(path, max_seconds=300).audio_codec is None


def test_probe_of_an_empty_file(tmp_path, refusal):
    path = tmp_path / "a.mp4"
    path.touch()

    assert refusal(path).code == "empty"


@pytest.mark.parametrize(
    "content",
    [
        PLAYLIST.encode(),
        CONCAT.encode(),
        b"<html><video src=x></video></html>",
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        b"PK\x03\x04" + bytes(3000),
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(1, 256)) * 40,
        bytes(100_000),
    ],
    ids=["playlist", "concat", "html", "pdf", "zip", "header-and-noise", "zeros"],
)
def test_probe_of_something_else_renamed(tmp_path, refusal, content):
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)

    assert refusal(path).code == "not_video"


def test_probe_of_a_still_picture(tmp_path, refusal):
    path = tmp_path / "clip.mp4"
    Image.new("RGB", (64, 64)).save(path, format="PNG")

    assert refusal(path).code == "not_video"


@pytest.mark.parametrize(
    ("codec", "container"), [("libmp3lame", "mp3"), ("aac", "mp4")], ids=["mp3", "m4a"]
)
def test_probe_of_music_renamed(tmp_path, refusal, codec, container):
    path = media.make_sound(tmp_path / "clip.mp4", codec=codec, container=container)

    assert refusal(path).code == ("not_video" if container == "mp3" else "no_picture")


def test_probe_of_a_clip_that_is_too_long(tmp_path, refusal):
    path = media.make_clip(tmp_path / "a.mp4", seconds=320, fps=Fraction(1, 10), sound=None)

    refused = refusal(path)

    assert (refused.code, refused.seconds, refused.limit) == ("too_long", Decimal("320.00"), 300)
    assert str(refused).startswith(
        "The clip is 5 minutes 20 seconds long, but at most 5 minutes are allowed."
    )


@pytest.mark.parametrize(
    ("seconds", "taken"), [(Fraction(103, 10), True), (Fraction(108, 10), False)]
)
def test_probe_allows_half_a_second_of_rounding(tmp_path, seconds, taken):
    path = media.make_clip(tmp_path / "a.mp4", seconds=seconds, fps=10, sound=None)

    if taken:
        assert video.probe(path, max_seconds=10).seconds == Decimal("10.30")
    else:
        with pytest.raises(video.VideoError):
            video.probe(path, max_seconds=10)


def test_probe_takes_any_length_when_there_is_no_limit(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", seconds=320, fps=Fraction(1, 10), sound=None)

    assert video.probe(path, max_seconds=None).seconds == Decimal("320.00")


def test_probe_believes_the_index_before_the_header(tmp_path, refusal):
    path = media.make_clip(tmp_path / "a.mp4", seconds=320, fps=Fraction(1, 10), sound=None)

    assert refusal(media.claim_seconds(path, 10)).code == "too_long"


@pytest.mark.parametrize("faststart", [True, False], ids=["index-first", "index-last"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_probe_of_an_upload_that_broke_off(tmp_path, refusal, faststart, share):
    path = media.make_clip(tmp_path / "a.mp4", seconds=4, faststart=faststart)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])

    assert refusal(path).code == "truncated"


def test_probe_of_damaged_pictures(tmp_path, refusal):
    path = media.make_clip(tmp_path / "a.mp4", sound=None)
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    data[start:] = bytes(255 for _ in data[start:])
    path.write_bytes(data)

    assert refusal(path).code == "damaged"


def test_probe_of_a_picture_too_large(tmp_path, refusal):
    path = media.make_clip(
        tmp_path / "a.avi", codec="mjpeg", container="avi", size=(8208, 16), seconds=1, sound=None
    )

    refused = refusal(path)

    assert (refused.code, refused.detail) == ("picture_size", "8208 × 16")


def test_probe_of_a_codec_nobody_plays(tmp_path, refusal):
    path = media.make_clip(tmp_path / "a.mkv", codec="ffv1", container="matroska", sound=None)

    refused = refusal(path)

    assert (refused.code, refused.detail) == ("codec", "ffv1")


def test_probe_of_a_missing_file(tmp_path):
    with pytest.raises(outside.ChildError, match="FileNotFoundError"):
        video.probe(tmp_path / "gone.mp4", max_seconds=300)


def test_a_good_clip_is_repacked_with_its_index_in_front(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", faststart=False)
    found = video.probe(path, max_seconds=300)
    out = tmp_path / "out.mp4"

    how = video.make_playable(path, out, found, max_seconds=300)

    assert how == "remuxed"
    assert video.probe(out, max_seconds=300) == found
    assert media.names_in_order(out)[:2] == ["ftyp", "moov"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.mp4", "out.mp4"]


def test_a_repacked_clip_stays_upright(tmp_path):
    path = media.turn_clockwise(media.make_clip(tmp_path / "a.mp4"))
    found = video.probe(path, max_seconds=300)

    video.make_playable(path, tmp_path / "out.mp4", found, max_seconds=300)

    assert video.probe(tmp_path / "out.mp4", max_seconds=300).rotation == 270


@pytest.mark.parametrize("codec", ["libx264", "libx265"], ids=["repacked", "converted"])
def test_the_place_of_recording_is_left_behind(tmp_path, codec):
    where = {"location": "+13.6900+102.5000/", "comment": "บ้านโสนน้อย"}
    path = media.make_clip(tmp_path / "a.mov", codec=codec, container="mov", metadata=where)
    assert b"+13.6900" in path.read_bytes()

    video.make_playable(
        path, tmp_path / "out.mp4", video.probe(path, max_seconds=300), max_seconds=300
    )

    assert b"+13.6900" not in (tmp_path / "out.mp4").read_bytes()


@pytest.mark.parametrize(
    ("codec", "sound", "container"),
    [
        ("libx265", "aac", "mov"),
        ("mpeg4", "libmp3lame", "avi"),
        ("libvpx-vp9", None, "webm"),
        ("libx264", "mp2", "mpegts"),
        ("libx264", "libmp3lame", "mp4"),
        ("mjpeg", None, "avi"),
    ],
)
def test_what_browsers_do_not_play_is_converted(tmp_path, codec, sound, container):
    path = media.make_clip(
        tmp_path / "a.bin", codec=codec, sound=sound, container=container, fps=25
    )
    out = tmp_path / "out.mp4"

    how = video.make_playable(path, out, video.probe(path, max_seconds=300), max_seconds=300)

    made = video.probe(out, max_seconds=300)
    assert how == "converted"
    assert (made.video_codec, made.audio_codec) == ("h264", "aac" if sound else None)
    assert (made.width, made.height, made.fps) == (320, 180, 25.0)
    assert abs(made.seconds - 2) < Decimal("0.2")
    assert media.names_in_order(out)[:2] == ["ftyp", "moov"]


def test_a_turned_clip_is_converted_upright(tmp_path):
    path = media.turn_clockwise(
        media.make_clip(tmp_path / "a.mov", codec="libx265", container="mov")
    )
    out = tmp_path / "out.mp4"

    video.make_playable(path, out, video.probe(path, max_seconds=300), max_seconds=300)

    made = video.probe(out, max_seconds=300)
    assert (made.width, made.height, made.rotation) == (180, 320, 0)
    assert corner_colours(media.picture_at(out)) == ["blue", "red", "white", "green"]


def test_a_large_clip_becomes_720p_with_at_most_30_pictures_a_second(tmp_path):
    path = media.make_clip(
        tmp_path / "a.mp4",
        size=(2560, 1440),
        fps=60,
        seconds=Fraction(1, 2),
        options={"preset": "ultrafast"},
    )
    out = tmp_path / "out.mp4"

    how = video.make_playable(path, out, video.probe(path, max_seconds=300), max_seconds=300)

    made = video.probe(out, max_seconds=300)
    assert (how, made.width, made.height, made.fps) == ("converted", 1280, 720, 30.0)


def test_stretched_dots_are_made_square(tmp_path):
    path = media.make_clip(
        tmp_path / "a.avi", codec="mpeg4", size=(360, 288), dot=Fraction(64, 45), sound=None
    )
    out = tmp_path / "out.mp4"

    video.make_playable(path, out, video.probe(path, max_seconds=300), max_seconds=300)

    made = video.probe(out, max_seconds=300)
    assert (made.width, made.height) == (512, 288)


def test_a_clip_longer_than_its_header_says_is_stopped(tmp_path):
    path = media.make_clip(tmp_path / "a.mkv", container="matroska", seconds=20, sound=None)
    claim_seconds_in_matroska(path, 5.0)
    found = video.probe(path, max_seconds=10)
    assert found.seconds == Decimal("5.00")

    with pytest.raises(video.VideoError) as refused:
        video.make_playable(path, tmp_path / "out.mp4", found, max_seconds=10)

    assert (refused.value.code, refused.value.limit) == ("too_long", 10)
    assert str(refused.value) == (
        "The clip is longer than 10 seconds. Shorten it and upload again."
    )
    assert [file.name for file in tmp_path.iterdir()] == ["a.mkv"]


def test_sound_that_pauses_stays_with_its_picture(tmp_path):
    path = media.make_clip(
        tmp_path / "a.mkv",
        container="matroska",
        sound="libmp3lame",
        seconds=6,
        pause=(1, 3),
        beep=4,
    )
    out = tmp_path / "out.mp4"

    video.make_playable(path, out, video.probe(path, max_seconds=300), max_seconds=300)

    assert abs(media.first_beep(out) - 4) < 0.05


@pytest.mark.parametrize("codec", ["libx264", "libvpx-vp9"], ids=["repacked", "converted"])
def test_a_clip_that_breaks_off_is_refused_while_it_is_made(tmp_path, codec):
    path = media.make_clip(
        tmp_path / "a.mkv", codec=codec, container="matroska", seconds=20, sound=None
    )
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    found = video.probe(path, max_seconds=300)

    with pytest.raises(video.VideoError) as refused:
        video.make_playable(path, tmp_path / "out.mp4", found, max_seconds=300)

    assert refused.value.code == "truncated"


def test_a_scratch_in_the_middle_is_skipped(tmp_path):
    path = media.make_clip(
        tmp_path / "a.avi", codec="mpeg4", container="avi", seconds=10, sound=None, noise=True
    )
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = bytes(3000)
    path.write_bytes(data)
    out = tmp_path / "out.mp4"

    how = video.make_playable(path, out, video.probe(path, max_seconds=300), max_seconds=300)

    assert how == "converted"
    assert abs(video.probe(out, max_seconds=300).seconds - 10) < Decimal("0.5")


def test_a_clip_damaged_for_long_is_refused(tmp_path):
    path = media.make_clip(
        tmp_path / "a.mp4",
        codec="libvpx-vp9",
        seconds=4,
        sound=None,
        noise=True,
        faststart=False,
        size=(160, 96),
        options={"deadline": "realtime", "cpu-used": "8"},
    )
    data = bytearray(path.read_bytes())
    end = data.index(b"moov")
    data[end // 2 : end * 3 // 4] = b"\xff" * (end * 3 // 4 - end // 2)
    path.write_bytes(data)

    with pytest.raises(video.VideoError) as refused:
        video.make_playable(
            path, tmp_path / "out.mp4", video.probe(path, max_seconds=300), max_seconds=300
        )

    assert refused.value.code == "damaged"


def test_a_recording_that_begins_in_the_middle_is_taken(tmp_path):
    path = media.make_clip(
        tmp_path / "a.ts", container="mpegts", seconds=6, fps=25, sound="mp2", options={"g": "50"}
    )
    data = path.read_bytes()
    path.write_bytes(data[len(data) // 6 // 188 * 188 :])
    out = tmp_path / "out.mp4"

    how = video.make_playable(path, out, video.probe(path, max_seconds=300), max_seconds=300)

    assert how == "converted"
    assert corner_colours(media.picture_at(out)) == ["red", "green", "blue", "white"]


def test_a_second_run_replaces_the_first(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4")
    found = video.probe(path, max_seconds=300)
    out = tmp_path / "out.mp4"
    out.write_bytes(b"old")
    (tmp_path / "out.mp4.part").write_bytes(b"left by a killed worker")

    video.make_playable(path, out, found, max_seconds=300)

    assert video.probe(out, max_seconds=300) == found
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.mp4", "out.mp4"]


def test_the_caller_hears_that_the_work_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.02)
    path = media.make_clip(tmp_path / "a.mov", codec="libx265", container="mov", fps=25)
    beats = []

    video.make_playable(
        path,
        tmp_path / "out.mp4",
        video.probe(path, max_seconds=300),
        max_seconds=300,
        on_progress=beats.append,
    )

    assert len(beats) > 2
    assert beats == sorted(beats)
    assert 0 < beats[-1] < 100


def test_a_caller_that_lost_its_lease_ends_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.02)
    path = media.make_clip(tmp_path / "a.mov", codec="libx265", container="mov", seconds=10, fps=25)
    found = video.probe(path, max_seconds=300)

    def lost(percent):
        raise LookupError("lease")

    with pytest.raises(LookupError):
        video.make_playable(path, tmp_path / "out.mp4", found, max_seconds=300, on_progress=lost)

    assert [file.name for file in tmp_path.iterdir()] == ["a.mov"]


def test_a_child_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "LOOK_SECONDS", 0)
    path = media.make_clip(tmp_path / "a.mp4")

    with pytest.raises(video.VideoError) as refused:
        video.probe(path, max_seconds=300)

    assert refused.value.code == "too_heavy"


@pytest.mark.parametrize(
    ("returncode", "code"), [(-24, "too_heavy"), (-11, "damaged"), (-6, "damaged")]
)
def test_a_child_ended_by_the_file_refuses_the_file(returncode, code):
    with pytest.raises(video.VideoError) as refused:
        jobs.outcome(returncode, "", "")

    assert refused.value.code == code


@pytest.mark.parametrize("returncode", [-9, 1])
def test_a_child_ended_by_the_machine_asks_for_another_try(returncode):
    with pytest.raises(outside.ChildError):
        jobs.outcome(returncode, "", "No space left on device")


def test_no_room_on_the_disk_is_not_the_fault_of_the_clip(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", noise=True)

    with pytest.raises(OSError, match="No space left"):
        conversion.make_playable(path, Path("/dev/full"), Decimal(2), 300, lambda percent: None)


def test_a_missing_folder_is_not_the_fault_of_the_clip(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4")
    found = video.probe(path, max_seconds=300)

    with pytest.raises(outside.ChildError):
        video.make_playable(path, tmp_path / "nowhere" / "out.mp4", found, max_seconds=300)


def test_the_child_has_limits_and_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s")
    monkeypatch.setenv("DATABASE_URL", "d")
    said = subprocess.run(
        [sys.executable, "-c", LIMITS], capture_output=True, check=True, text=True
    ).stdout

    assert json.loads(said) == [30, 1 << 30, 0]
    assert set(outside.environment()) <= {"LANG", "PATH", "PYTHONPATH", "TMPDIR"}


def test_a_poster_is_upright_and_small(tmp_path):
    path = media.turn_clockwise(media.make_clip(tmp_path / "a.mp4", size=(1280, 720)))
    out = tmp_path / "poster.jpg"

    video.make_poster(path, out, video.probe(path, max_seconds=300))

    with Image.open(out) as poster:
        assert (poster.format, poster.size) == ("JPEG", (360, 640))
        assert corner_colours(np.asarray(poster)) == ["blue", "red", "white", "green"]


def test_a_poster_passes_over_a_black_beginning(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", seconds=10, black_until=4, options={"g": "10"})
    out = tmp_path / "poster.jpg"

    video.make_poster(path, out, video.probe(path, max_seconds=300))

    with Image.open(out) as poster:
        assert corner_colours(np.asarray(poster)) == ["red", "green", "blue", "white"]


def test_prepare_does_all_three(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4")
    out, poster = tmp_path / "out.mp4", tmp_path / "poster.jpg"

    prepared = video.prepare(path, out, poster, max_seconds=300)

    found = video.probe(path, max_seconds=300)
    assert prepared == (found, "remuxed")
    assert video.probe(out, max_seconds=300) == found
    with Image.open(poster) as picture:
        assert picture.size == (320, 180)


def test_prepare_writes_nothing_when_it_refuses(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", seconds=4)

    with pytest.raises(video.VideoError):
        video.prepare(path, tmp_path / "out.mp4", tmp_path / "poster.jpg", max_seconds=3)

    assert [file.name for file in tmp_path.iterdir()] == ["a.mp4"]


def test_a_generated_clip_plays_everywhere_and_is_small(tmp_path):
    path = tmp_path / "a.mp4"

    video.generate_clip(path, seconds=8, title_lines=TITLES, colour="#1f6f5c", seed=4)

    found = video.probe(path, max_seconds=300)
    assert found == video.Probe(Decimal("8.00"), 640, 360, 0, "h264", "aac", 12.0)
    assert path.stat().st_size < 150_000
    assert media.names_in_order(path)[:2] == ["ftyp", "moov"]
    playable = video.make_playable(path, tmp_path / "b.mp4", found, max_seconds=300)
    assert playable == "remuxed"


def test_a_generated_clip_moves_and_shows_its_titles(tmp_path):
    path, other = tmp_path / "a.mp4", tmp_path / "b.mp4"

    video.generate_clip(path, seconds=4, title_lines=TITLES, colour="#1f6f5c", seed=4)
    video.generate_clip(other, seconds=4, title_lines=["ก"], colour="#1f6f5c", seed=4)

    first, later = media.picture_at(path, 0), media.picture_at(path, 2)
    assert np.abs(first[:200].astype(int) - later[:200]).mean() > 2
    assert ink(first) > 3 * ink(media.picture_at(other, 0))


def test_another_seed_gives_another_clip(tmp_path):
    pictures = []
    for seed in (1, 1, 2):
        path = tmp_path / "a.mp4"
        video.generate_clip(path, seconds=1, title_lines=TITLES, colour="#335577", seed=seed)
        pictures.append(media.picture_at(path).tobytes())

    assert pictures[0] == pictures[1] != pictures[2]


def corner_colours(picture):
    """What stands at the upper left, upper right, lower left and lower right."""
    height, width = picture.shape[:2]
    named = {"red": media.RED, "green": media.GREEN, "blue": media.BLUE, "white": media.WHITE}

    def name(y, x):
        dot = picture[y, x].astype(int)
        return min(named, key=lambda one: np.abs(dot - np.array(named[one])).sum())

    return [
        name(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)
    ]


def ink(picture):
    """How many dots are dark, as letters on the white card are."""
    return int((picture.max(axis=2) < 90).sum())


def claim_seconds_in_matroska(path, seconds):
    data = bytearray(path.read_bytes())
    at = data.index(b"\x44\x89\x88") + 3
    data[at : at + 8] = struct.pack(">d", seconds * 1000)
    path.write_bytes(data)


def light(tmp_path, path, **kwargs):
    small, strip = tmp_path / "small.mp4", tmp_path / "strip.jpg"
    seconds = video.probe(path, max_seconds=None).seconds
    found = video.lighten(path, small, strip, count=10, seconds=seconds, **kwargs)
    return found, small, strip


def test_a_light_copy_has_480_lines_and_one_channel_of_sound(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", size=(1280, 720), fps=25)

    found, small, _strip = light(tmp_path, path)

    made = video.probe(small, max_seconds=300)
    assert (found.width, found.height) == (1280, 720)
    assert (made.width, made.height, made.video_codec, made.audio_codec) == (
        852,
        480,
        "h264",
        "aac",
    )
    assert abs(made.seconds - 2) < Decimal("0.2")
    assert media.names_in_order(small)[:2] == ["ftyp", "moov"]
    assert small.stat().st_size < path.stat().st_size


def test_a_light_copy_of_snow_keeps_to_the_rate_of_a_thin_line(tmp_path):
    path = media.make_clip(
        tmp_path / "a.mp4",
        size=(1280, 720),
        fps=25,
        seconds=6,
        noise=True,
        options={"preset": "ultrafast", "crf": "35"},
    )

    _found, small, _strip = light(tmp_path, path)

    assert small.stat().st_size * 8 / 6 < 700_000


def test_a_strip_shows_the_clip_from_its_beginning_to_its_end(tmp_path):
    path = media.make_clip(tmp_path / "a.mp4", seconds=10, black_until=5)

    _found, _small, strip = light(tmp_path, path)

    with Image.open(strip) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1600, 90))
        tiles = [np.asarray(picture.crop((160 * n, 0, 160 * n + 160, 90))) for n in range(10)]
    assert [bool(tile.mean() < 10) for tile in tiles] == [True] * 5 + [False] * 5
    assert corner_colours(tiles[9]) == ["red", "green", "blue", "white"]


def test_light_copies_of_a_turned_clip_stand_upright(tmp_path):
    path = media.turn_clockwise(media.make_clip(tmp_path / "a.mp4", size=(1280, 720)))

    found, small, strip = light(tmp_path, path)

    made = video.probe(small, max_seconds=300)
    assert found.upright_size == (720, 1280)
    assert (made.width, made.height, made.rotation) == (480, 852, 0)
    with Image.open(strip) as picture:
        assert picture.size == (900, 160)
        tile = np.asarray(picture.crop((0, 0, 90, 160)))
    assert corner_colours(tile) == ["blue", "red", "white", "green"]


def test_light_copies_appear_both_or_neither(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"no film")

    with pytest.raises(video.VideoError):
        video.lighten(
            path, tmp_path / "small.mp4", tmp_path / "strip.jpg", count=10, seconds=Decimal(2)
        )

    assert [file.name for file in tmp_path.iterdir()] == ["a.mp4"]


def test_two_films_in_one_file_are_as_long_as_both(tmp_path):
    path = media.make_clip(tmp_path / "a.ts", container="mpegts", seconds=6, fps=25, sound="mp2")
    data = path.read_bytes()
    path.write_bytes(data + data)
    found = video.probe(path, max_seconds=10)

    with pytest.raises(video.VideoError) as refused:
        video.make_playable(path, tmp_path / "out.mp4", found, max_seconds=10)

    assert (refused.value.code, [file.name for file in tmp_path.iterdir()]) == (
        "too_long",
        ["a.ts"],
    )


def test_prepared_clip_has_the_length_that_came_and_not_the_one_announced(tmp_path):
    path = media.make_clip(tmp_path / "a.mkv", container="matroska", seconds=20, sound=None)
    claim_seconds_in_matroska(path, 5.0)

    prepared = video.prepare(path, tmp_path / "out.mp4", tmp_path / "poster.jpg", max_seconds=300)

    assert 19 < prepared.probe.seconds < 21
