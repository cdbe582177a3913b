"""Which machine and which file this is: the one place that asks the system, with its Windows twin."""

from __future__ import annotations

import contextlib
import hashlib
import sys
import uuid
from pathlib import Path

WINDOWS_KEY = r"SOFTWARE\Microsoft\Cryptography"


def place_of(path: Path) -> str:
    """A digest of this machine and of the file itself: a copy of the file, here or elsewhere, has another one."""
    return hashlib.sha256(f"{_machine()}\0{path.stat().st_ino}".encode()).hexdigest()[:32]


def _machine() -> str:
    """The number that the system was given when it was installed; the network card's where there is none."""
    if sys.platform == "win32":
        import winreg

        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, WINDOWS_KEY) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    with contextlib.suppress(OSError):
        return Path("/etc/machine-id").read_text("ascii").strip()
    return f"{uuid.getnode():012x}"
