"""Reading QR codes from pictures and camera frames, without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from station.errors import InputError, MachineError


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


def watch_camera(stopped: Callable[[], bool], source: int | str = 0) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Frames of a camera as RGB with the codes in them, until `stopped`; no camera is a MachineError."""
    from station.vision.opencv import open_camera, to_rgb
    from station.vision.qr_reader import read_codes

    camera = open_camera(source)
    try:
        if not camera.isOpened():
            raise MachineError("no_camera")
        count = 0
        while not stopped():
            taken, frame = camera.read()
            if not taken:
                raise MachineError("no_camera")
            count += 1
            yield to_rgb(frame), read_codes(frame, thorough=count % 5 == 0)
    finally:
        camera.release()
