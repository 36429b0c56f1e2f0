"""Captions as people bring them, and what is kept of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib.video import CaptionsError, read_captions
from selection_site.lib.video.captions import MOST_BYTES

pytestmark = pytest.mark.usefixtures("in_english")

SRT = "1\n00:00:01,000 --> 00:00:04,500\nสวัสดีค่ะ\n\n2\n00:00:05,000 --> 00:00:08,000\nกลุ่มบ้านโสนน้อย\n"
KEPT = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:04.500\nสวัสดีค่ะ\n\n"
    "00:00:05.000 --> 00:00:08.000\nกลุ่มบ้านโสนน้อย\n"
)


def read(text, encoding="utf-8", seconds=60):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return read_captions(data, seconds=Decimal(seconds)).decode()


def refused(text, **kwargs):
    with pytest.raises(CaptionsError) as refusal:
        read(text, **kwargs)
    return refusal.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620"])
def test_srt_becomes_webvtt_in_any_encoding_thai_offices_use(encoding):
    assert read(SRT, encoding) == KEPT


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(end):
    assert read(SRT.replace("\n", end)) == KEPT


def test_webvtt_loses_styles_notes_positions_and_marks():
    text = (
        "WEBVTT - made somewhere\n\nSTYLE\n::cue { color: red }\n\nNOTE by us\n\n"
        "first\n00:01.000 --> 00:04.500 line:0 align:start\n<v Noi><b>สวัสดีค่ะ</b>\n\n"
        "00:05.000 --> 00:08.000\n{\\an8}กลุ่มบ้านโสนน้อย\n"
    )

    assert read(text) == KEPT


def test_cues_are_put_in_the_order_of_their_times():
    first, second = SRT.strip().split("\n\n")

    assert read(f"{second}\n\n{first}\n") == KEPT


def test_words_cannot_become_marks_or_times():
    text = "00:01.000 --> 00:02.000\n5 &lt; 6 & a > b <script>x</script> -->\n"

    assert read(text).splitlines()[-1] == "5 &lt; 6 &amp; a &gt; b x --&gt;"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_cue"),
        ("WEBVTT\n\n", "no_cue"),
        ("%PDF-1.7 no captions", "no_cue"),
        ("00:01.000 --> 00:02.000\n<b></b>\n", "no_cue"),
        ("00:05.000 --> 00:02.000\nword\n", "backwards"),
        ("00:02.000 --> 00:02.000\nword\n", "backwards"),
        ("01:10.000 --> 01:12.000\nword\n", "beyond"),
        (b"\x00\x01\xff\xfe\x80\xdb", "encoding"),
        ("é à ü".encode("latin-1"), "encoding"),
        (b" " * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_are_no_captions_of_this_clip_is_refused(text, code):
    assert refused(text).code == code


def test_captions_of_another_clip_are_refused_with_both_times():
    assert str(refused("01:10.000 --> 01:12.000\nword\n")) == (
        "A caption begins at 1:10, but the clip ends at 1:00: "
        "these captions belong to another clip."
    )


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        kept = read_captions(b"00:01.000 --> 00:02.000\n" + data, seconds=Decimal(60))
    except CaptionsError:
        return
    assert read_captions(kept, seconds=Decimal(60)) == kept
