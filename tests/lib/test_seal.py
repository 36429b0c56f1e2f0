import datetime
import hashlib
import json
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection_site.lib import seal

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("กขabc"), inner),
)


def test_canonical_writes_a_record_in_one_way():
    record = {
        "วันที่": datetime.date(2020, 5, 25),
        "at": datetime.datetime(2020, 5, 25, 9, 30, tzinfo=datetime.UTC),
        "score": Decimal("85.50"),
        "n": 1,
        "none": None,
        "list": (1, True),
    }

    assert seal.canonical(record).decode() == (
        '{"at":"2020-05-25T09:30:00.000000+00:00","list":[1,true],"n":1,"none":null,'
        '"score":"85.5","วันที่":"2020-05-25"}'
    )


@given(PLAIN)
def test_canonical_loses_nothing_and_ignores_order(value):
    written = seal.canonical(value)

    assert json.loads(written) == value
    if isinstance(value, dict):
        backwards = dict(reversed(value.items()))
        assert seal.canonical(MappingProxyType(backwards)) == written


def test_canonical_writes_a_moment_alike_in_every_zone():
    utc = datetime.datetime(2020, 5, 25, 2, 0, tzinfo=datetime.UTC)
    bangkok = utc.astimezone(datetime.timezone(datetime.timedelta(hours=7)))

    assert seal.canonical(bangkok) == seal.canonical(utc)


@pytest.mark.parametrize(
    ("written", "same"),
    [("1.50", "1.5"), ("100", "1E+2"), ("-0.00", "0"), ("0.10", "0.1"), ("7.00", "7")],
)
def test_canonical_writes_equal_decimals_alike(written, same):
    assert seal.canonical(Decimal(written)) == seal.canonical(Decimal(same))


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        {"score": 0.1},
        [[float("nan")]],
        Decimal("NaN"),
        Decimal("Infinity"),
        {1: "a"},
        {"a"},
        b"a",
        datetime.datetime(2020, 5, 25, 9, 30),  # noqa: DTZ001 - the point
        object(),
    ],
)
def test_canonical_refuses_what_has_no_single_writing(value):
    with pytest.raises(TypeError):
        seal.canonical(value)


def test_sha256_hex_takes_bytes_as_they_are_and_records_as_written():
    assert seal.sha256_hex(b"abc") == hashlib.sha256(b"abc").hexdigest()
    assert seal.sha256_hex({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
    assert seal.sha256_hex("abc") == hashlib.sha256(b'"abc"').hexdigest()


def test_chain_covers_the_hash_before_and_the_record():
    first = seal.chain(seal.GENESIS, {"n": 1})
    second = seal.chain(first, {"n": 2})

    assert seal.GENESIS == "0" * 64
    assert second == hashlib.sha256(f"{first}\n".encode() + b'{"n":2}').hexdigest()
    assert second != seal.chain(seal.GENESIS, {"n": 2})
    assert second != seal.chain(first, {"n": 3})
