"""Identity documents: normalise and check, by our own code (domain 3.1 to 3.6).

python-stdnum is not used: it rejects most valid county codes. A county is never looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from station.entry import normal
from station.entry.problem import Problem

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PROVINCE_CODES = frozenset(
    str(code)
    for low, high in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(low, high + 1)
)
RESIDENCE_CODES = ("810000", "820000", "830000")
EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
PATTERNS = {
    "hk_mo_permit": re.compile(r"[HM][0-9]{8}([0-9]{2})?"),
    "tw_permit": re.compile(r"[0-9]{8}([0-9]{2}[A-Z]?)?"),
    "passport_cn": re.compile(
        r"E[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|G[0-9]{8}|[DSP][0-9]{7,8}|[DSP]E[0-9]{7}"
        r"|1[45][0-9]{7}|[KH][0-9]{8}|KJ[0-9]{7}|MA[0-9]{7}"
    ),
    "fpr": re.compile(r"[A-Z]{3}[0-9]{12}"),
}
ID_TYPES = ("resident_id", "residence_permit", "hk_mo_permit", "tw_permit", "passport_cn", "fpr")
OLDEST = 110


@dataclass(frozen=True)
class IdDocument:
    """A document's type and number as normalised."""

    id_type: str
    id_number: str


def check_character(first17: str) -> str:
    """The eighteenth character (ISO 7064 MOD 11-2, GB 11643-1999)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)) % 11]


def read_id(text: str, today: date, id_type: str | None = None) -> IdDocument | Problem:
    """A document number of `id_type` (None: by its form), or why it is none; `today` bounds births."""
    number = normal.identifier(text)
    id_type = id_type or guess_type(number)
    if id_type is None:
        return Problem("invalid_id", "id_number", text=text)
    code = _fault(number, id_type, today)
    return Problem(code, "id_number", text=text) if code else IdDocument(id_type, number)


def guess_type(number: str) -> str | None:
    """The type whose form a normalised number has; eighteen characters first."""
    if len(number) in (15, 17, 18) and number[:14].isdigit():
        if number[:6] in RESIDENCE_CODES:
            return "residence_permit"
        return "fpr" if number.startswith("9") and len(number) == 18 else "resident_id"
    return next((name for name, pattern in PATTERNS.items() if pattern.fullmatch(number)), None)


def warnings_of(document: IdDocument, today: date) -> tuple[str, ...]:
    """Codes of what is odd about a valid number: never a reason to refuse it."""
    birth = birth_date(document)
    old = birth is not None and today.year - birth.year > OLDEST
    return ("very_old",) if old else ()


def birth_date(document: IdDocument) -> date | None:
    """The birth date inside an eighteen-character number, else None."""
    return _date(document.id_number[6:14]) if EIGHTEEN.fullmatch(document.id_number) else None


@dataclass(frozen=True)
class IdFacts:
    """What an eighteen-character number says by itself: sex (odd sequence: male), birth year, province code."""

    sex: str
    birth_year: int
    province: str


def facts_of(document: IdDocument) -> IdFacts | None:
    """What the number says, so that nobody has to ask; None for documents that say nothing."""
    number = document.id_number
    if not EIGHTEEN.fullmatch(number) or document.id_type == "fpr":
        return None
    return IdFacts("male" if int(number[16]) % 2 else "female", int(number[6:10]), number[:2])


def _fault(number: str, id_type: str, today: date) -> str | None:
    if id_type in ("resident_id", "residence_permit") or (id_type == "fpr" and len(number) == 18):
        return _fault_of_eighteen(number, id_type, today)
    pattern = PATTERNS.get(id_type)
    if pattern is None:
        return "unknown_id_type"
    return None if pattern.fullmatch(number) else "invalid_id"


def _fault_of_eighteen(number: str, id_type: str, today: date) -> str | None:
    """First fault of an eighteen-character number; each code has its own sentence."""
    if id_type == "resident_id" and re.fullmatch(r"[0-9]{15}", number):
        return "id_fifteen_digits"
    if not EIGHTEEN.fullmatch(number):
        return "invalid_id"
    if id_type == "residence_permit" and number[:6] not in RESIDENCE_CODES:
        return "id_address"
    if id_type == "resident_id" and number[:2] not in PROVINCE_CODES:
        return "id_address"
    if id_type == "fpr" and number[0] != "9":
        return "invalid_id"
    birth = _date(number[6:14])
    if birth is None:
        return "id_birth_date"
    if birth > today:
        return "id_born_in_future"
    return None if check_character(number[:17]) == number[17] else "id_check"


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
