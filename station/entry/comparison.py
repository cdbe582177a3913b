"""What is compared: one key each for names, documents, phones, plates, serials. What was written is kept beside it.

Every place that asks "is this the same one?" asks here: lists, isolation, open cases, look-ups, the centre's trace and
pairs. Two ways of writing one thing have one key; an empty key is nobody's and matches nothing.
"""

from __future__ import annotations

import re
from functools import cache

from station.entry import normal
from station.entry.id_document import check_character
from station.entry.phone import read_phone
from station.paths import resource_text

ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")  # 试验甲（户主）: said of the name
FIFTEEN = re.compile(r"[0-9]{15}")
PRIVATE = 0xE815  # where GBK put the characters that GB 18030 has at FE50 to FEA0: 王 as older systems wrote 王䶮
NOT_YET = {  # those that Unicode took in after GB 18030-2000 (GB 18030-2022, annex)
    "\ue816": "𠂇", "\ue817": "𠂉", "\ue818": "𠃌", "\ue81e": "龴", "\ue826": "龵", "\ue82b": "龶", "\ue82c": "龷",
    "\ue831": "𡗗", "\ue832": "龸", "\ue83b": "𢦏", "\ue843": "龹", "\ue854": "龺", "\ue855": "𤇾", "\ue864": "龻",
}  # fmt: skip


def name_key(text: str) -> str:
    """A name without separators, marks, brackets, width, letter case; traditional characters as simplified ones."""
    plain = normal.folded(text.translate(_private_use()))
    bare = ASIDE.sub("", plain) or plain
    return "".join(one for one in bare if one.isalnum()).translate(_simplified())


def document_key(text: str) -> str:
    """A document's number in capitals; fifteen digits of the first generation as the eighteen they became."""
    number = "".join(one for one in normal.folded(text) if one.isalnum()).upper()
    if FIFTEEN.fullmatch(number):
        longer = f"{number[:6]}19{number[6:]}"
        return longer + check_character(longer)
    return number


def phone_key(text: str) -> str:
    """A mobile number as eleven digits; of any other its letters and digits."""
    read = read_phone(text)
    return read if isinstance(read, str) else _signs(text)


def plate_key(text: str) -> str:
    """A plate's characters, however it is spaced and dotted."""
    return _signs(text).upper()


def serial_key(text: str) -> str:
    """A pass's serial, printed or read."""
    return _signs(text)


KEYS = {"name": name_key, "id": document_key, "phone": phone_key, "plate": plate_key, "pass": serial_key}


def _signs(text: str) -> str:
    return "".join(one for one in normal.folded(text) if one.isalnum())


@cache
def _private_use() -> dict[int, str]:
    trails = [trail for trail in range(0x50, 0xA1) if trail != 0x7F]
    found = {PRIVATE + place: bytes((0xFE, trail)).decode("gb18030") for place, trail in enumerate(trails)}
    return {**found, **{ord(one): other for one, other in NOT_YET.items()}}


@cache
def _simplified() -> dict[int, str]:
    """Single characters only, as OpenCC's table has them (`docs/decisions`)."""
    traditional, simplified = resource_text("defaults/traditional.txt").splitlines()
    return {ord(one): other for one, other in zip(traditional, simplified, strict=True)}
