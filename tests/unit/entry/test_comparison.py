"""One key for what is written in many ways; what is different stays different."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.entry.comparison import KEYS, document_key, name_key, phone_key, plate_key

VARIANTS = Path(__file__).parents[2] / "data" / "cases" / "10-name-variants.json"


@pytest.mark.parametrize("one", json.loads(VARIANTS.read_text(encoding="utf-8")), ids=lambda one: ascii(one))
def test_a_name_is_the_same_however_it_is_written(one):
    assert name_key(one["on_the_list"]) == name_key(one["typed"]) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("甲乙", "甲丙"), ("阿依·测试", "阿依·测"), ("Kim Test", "Kim Tess"), ("王䶮", "王"), ("李四", "李四光")],
)
def test_other_names_stay_others(one, other):
    assert name_key(one) != name_key(other)


def test_what_says_nothing_matches_nothing():
    assert [name_key(one) for one in ("", " ", "**", "·")] == ["", "", "", ""]
    assert name_key("（户主）") == "户主"


def test_documents():
    assert document_key("４４９９９９１９９００１０１００１９") == document_key(" 449999 19900101 0019 ")
    assert document_key("11010519491231002x") == document_key("11010519491231002X")
    assert document_key("110105491231002") == "11010519491231002X"  # the first generation
    assert document_key("tr-1234567") == document_key("TR1234567")


def test_phones_and_plates():
    assert phone_key("+86 138-0013-8000") == phone_key("13800138000")
    assert phone_key("0755-2345 6789") == phone_key("075523456789")
    assert phone_key("+81 90 1234 5678") == phone_key("+81-90-1234-5678")
    assert plate_key("粤b·12345") == plate_key("粤B 12345") == "粤B12345"


@given(st.sampled_from(sorted(KEYS)), st.text(max_size=40))
def test_a_key_is_its_own_key(kind, text):
    key = KEYS[kind]
    assert key(key(text)) == key(text)
