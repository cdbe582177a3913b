"""What a keyboard, an input method or a scanner makes of the same character, brought to one."""

from __future__ import annotations

import re
import unicodedata

from station.canonical import one_form

IME_KEYS = str.maketrans({"《": "<", "〈": "<", "》": ">", "〉": ">", "。": ".", "、": "/", "：": ":"})
CONTROL = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SEPARATORS = re.compile(r"[\s·・•.\-]")


def plain(text: str) -> str:
    """NFKC, so that full-width letters and digits become ASCII; control marks become spaces."""
    return CONTROL.sub(" ", unicodedata.normalize("NFKC", text))


def words(text: str) -> str:
    """What somebody wrote, as it is kept: in one Unicode form (NFC), white space as single blanks."""
    return " ".join(one_form(text).split())


def folded(text: str) -> str:
    """What is compared, never kept: without separators, marks nobody sees, width, letter case."""
    return SEPARATORS.sub("", CONTROL.sub("", unicodedata.normalize("NFKC", one_form(text)))).casefold()


def line_text(text: str) -> str:
    """A gate line as its grammar reads it: NFKC, then the punctuation a Chinese IME types."""
    return plain(text).translate(IME_KEYS)


def identifier(text: str) -> str:
    """A number or plate without separators, upper-case."""
    return SEPARATORS.sub("", plain(text)).upper()
