"""Reading QR codes from pictures and camera frames, without a window."""

from __future__ import annotations

from pathlib import Path

from station.errors import InputError


def read_image_code(path: Path) -> str:
    """The first QR code's text in a picture file."""
    from station.vision.opencv import read_image  # 0.2 s to import: only where a picture is read
    from station.vision.qr_reader import read_codes

    if not path.is_file():
        raise InputError("no_such_file")
    frame = read_image(path)
    if frame is None:
        raise InputError("not_an_image")
    codes = read_codes(frame)
    if not codes:
        raise InputError("no_qr")
    return codes[0]
