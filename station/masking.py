"""The one way personal data is shown when nobody asked to reveal it."""

from __future__ import annotations

VISIBLE = 4


def mask_name(name: str | None) -> str | None:
    """Surname and one star: 欧阳 is masked as 欧*, which errs on the side of hiding."""
    return None if not name else name[0] + "*"


def mask_number(number: str | None) -> str | None:
    """Only the last four characters of an ID or phone number."""
    return None if not number else "*" * 4 + number[-VISIBLE:] if len(number) > VISIBLE else "****"


def is_masked(text: str | None) -> bool:
    """Whether a value came out of a masked listing and must not be saved as if it were real."""
    return bool(text) and "*" in str(text)
