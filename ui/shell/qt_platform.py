"""Which of Qt's platforms to use: where there is no screen, the offscreen one."""

from __future__ import annotations

import os
import sys


def without_screen() -> bool:
    """Whether no window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def choose(*, offscreen: bool = False) -> None:
    """Set the platform before the first Qt object, unless someone chose already."""
    if offscreen or without_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
