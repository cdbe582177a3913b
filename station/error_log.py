"""A small rotating log file for support: codes and times, never personal data."""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def start_log(folder: Path) -> logging.Handler:
    """Log warnings and errors of the program into `folder`/station.log; where nothing can be written, nowhere."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "station.error_log", maxBytes=500_000, backupCount=3, encoding="utf-8")
    except OSError:
        return logging.NullHandler()  # the window says what is wrong with the disk
    handler.setFormatter(logging.Formatter(FORMAT))
    logger = logging.getLogger("station")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    return handler


def note_bug(error: BaseException) -> None:
    """Log where our bug happened, never what it was holding: messages may carry personal data."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    logging.getLogger("station").error("bug %s at %s", type(error).__name__, places)
