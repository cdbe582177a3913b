"""The only importer of OpenCV: camera frames, image files, and the two tries after a miss."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np

# The wheel points Qt at its own plugins; our windows and our children must not follow.
os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
os.environ.pop("QT_QPA_FONTDIR", None)

Frame = Any  # numpy array: height x width grey, or height x width x 3 BGR, uint8


def read_image(path: Path) -> Frame | None:
    """An image file as a frame, None if it is no image; the path may hold any characters."""
    content = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    return cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None


def open_camera(source: int | str) -> Any:
    """A capture device by number (on Windows through DirectShow, which opens at once), or a recording by path."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # a missing camera is said by our own sentence
    api = cv2.CAP_DSHOW if os.name == "nt" and isinstance(source, int) else cv2.CAP_ANY
    return cv2.VideoCapture(source, api)


def grey(frame: Frame) -> Frame:
    """The frame in grey."""
    return frame if frame.ndim == 2 else cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)


def enlarged(frame: Frame) -> Frame:
    """Twice the size, cubic: nearly all of what preprocessing gains after a miss."""
    return cv2.resize(frame, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)


def flattened(frame: Frame) -> Frame:
    """The frame divided by its background: evens out shadow and low light."""
    background = cv2.GaussianBlur(frame, (0, 0), 25)
    return cv2.divide(frame, background, scale=200)


def to_rgb(frame: Frame) -> Frame:
    """The frame with red first, as screens want it."""
    return cv2.cvtColor(frame, cv2.COLOR_GRAY2RGB if frame.ndim == 2 else cv2.COLOR_BGR2RGB)
