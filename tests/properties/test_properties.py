"""Properties of parsers, canonical form and merge, with hypothesis."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station import canonical
from station.entry.draft import Draft
from station.entry.draft_record import read_record
from station.entry.gate_line import GateValue, read_line, read_tokens
from station.entry.id_document import check_character, read_id
from station.entry.plate import plate_type, read_plate
from station.entry.problem import Problem
from station.errors import BugError, InputError
from station.rule_pack import default_rules

RULES = default_rules()
TODAY = date(2020, 3, 11)
PIECES = st.sampled_from(
    ["365", "376e", "l", "+", "-", "+5", ">", "<", "B12345", "12345", "D12345", "hb:A8K999", ".327", "/8000", "粤B12345",
     "13800138000", "zs", "？", "《", "。12", "Y1", "𠮷", "\u202e", "999", "36"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(max_size=6), one, max_size=4),
    max_leaves=12,
)


@given(st.text(max_size=80) | st.lists(PIECES, max_size=8).map(" ".join))
@settings(max_examples=600, deadline=None)
def test_every_line_is_a_value_or_a_problem(text):
    read = read_line(text, RULES, TODAY)
    assert isinstance(read, GateValue | Problem)
    if isinstance(read, GateValue):
        assert read.persons
        assert read.vehicle is None or plate_type(read.vehicle.plate)


@given(st.lists(PIECES, min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_nothing_typed_is_dropped(pieces):
    text = " ".join(pieces)
    tokens = read_tokens(text, RULES, TODAY)
    from station.entry import normal

    assert [token.text for token in tokens] == normal.line_text(text).split()


@given(st.permutations(["B12345", "365", "368", "-"]))
def test_the_order_of_kinds_does_not_matter(pieces):
    read = read_line(" ".join(pieces), RULES, TODAY)
    assert (read.direction, read.vehicle.plate) == ("out", "粤B12345")
    assert [one.tenths for one in read.persons] == [int(one) for one in pieces if one in ("365", "368")]


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_record_is_a_draft_or_a_problem(value):
    text = canonical.exact(value).decode()
    assert isinstance(read_record(text, "CP17-x", RULES, TODAY), Draft | Problem)


@given(st.integers(0, 10**17 - 1).map(lambda number: f"{number:017d}"))
def test_a_right_check_digit_is_never_called_wrong(first17):
    read = read_id(first17 + check_character(first17), TODAY, "resident_id")
    assert not isinstance(read, Problem) or read.code != "id_check"


@given(st.text(max_size=12))
def test_plates_never_raise(text):
    read_plate(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(max_size=6), one, max_size=4),
    max_leaves=10,
)


@given(VALUES)
def test_canonical_round_trip(value):
    try:
        encoded = canonical.encode(value)
    except BugError:
        assert _depth(value) > 7
        return
    read = canonical.decode(encoded)
    assert canonical.encode(read) == encoded
    assert read == canonical.to_value(value)
    assert unicodedata.is_normalized("NFC", encoded.decode())


@given(VALUES)
def test_what_another_wrote_in_another_form_is_read_as_it_stands(value):
    """The form of its text refuses nobody: bytes stay bytes, and the record behind them is in one form."""
    content = canonical.exact(value)
    try:
        read = canonical.decode(content)
    except InputError:
        assert _depth(value) > 7
        return
    assert canonical.exact(read) == content
    assert canonical.to_value(read) == canonical.to_value(value)


def _depth(value):
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


@pytest.mark.parametrize(
    "content",
    [b'{"b":1,"a":2}', b'{"a":1, "b":2}', b"1.0", b"1e3", b'{"a":1,"a":1}', b'"\\u0041"', b"[1]x", b"", b"[" * 99],
)
def test_two_byte_strings_never_mean_the_same(content):
    with pytest.raises(InputError):
        canonical.decode(content)
