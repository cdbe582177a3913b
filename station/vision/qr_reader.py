"""QR texts in a frame: zxing-cpp first, enlarged and flattened only after a miss."""

from __future__ import annotations

import zxingcpp

from station.vision.opencv import Frame, enlarged, flattened, grey


def read_codes(frame: Frame, *, thorough: bool = True) -> tuple[str, ...]:
    """The texts of the QR codes in a frame; `thorough` adds the two tries of the measurements."""
    picture = grey(frame)
    found = _decode(picture)
    if found or not thorough:
        return found
    larger = enlarged(picture)
    return _decode(larger) or _decode(flattened(larger))


def _decode(picture: Frame) -> tuple[str, ...]:
    # The family QRCode would also try Micro QR, which once made up a text in 396 frames.
    results = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    return tuple(dict.fromkeys(result.text for result in results if result.text))
