"""QR codes as a grid of modules, for whoever paints or prints them."""

from __future__ import annotations

import qrcode
from qrcode.constants import ERROR_CORRECT_Q

QUIET = 4


def modules(text: str) -> list[list[bool]]:
    """The QR code of a text at level Q with its quiet zone; True is a dark module."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    grid: list[list[bool]] = [[bool(cell) for cell in row] for row in code.get_matrix()]
    return grid


def png(text: str, path: str, scale: int = 8) -> None:
    """Write the QR code as a picture with `scale` pixels a module."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET, box_size=scale)
    code.add_data(text)
    code.make(fit=True)
    code.make_image().save(path)
